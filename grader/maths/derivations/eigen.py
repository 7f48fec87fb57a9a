"""What a text says about eigenvalues."""

from collections.abc import Callable

from grader.maths.derivations.compare import ORDERED
from grader.maths.derivations.judge import Judgement
from grader.maths.derivations.ledger import Ledger, comparison
from grader.maths.derivations.settings import Condition
from grader.maths.derivations.spectra import (
    Spectrum,
    assigned,
    equation,
    everywhere,
    is_plain_unknown,
    member,
    repeated,
    unknown_in,
)
from grader.maths.derivations.statements import Statement
from grader.maths.tree import Matrix, Node, Op, Symbol
from grader.maths.worlds.question import Definition


class EigenLedger(Ledger):
    """A ledger that knows the spectra of the question and of the author."""

    def spectrum_of(self, node: Node) -> Spectrum | None:
        """Return the spectrum that a formula's unknown belongs to; the author's own matrix counts."""
        for unknown, matrix in self.question.spectra.items():
            if unknown_in(node, unknown):
                return Spectrum(unknown, self.matrix if self.matrix is not None else matrix)
        return None

    def spectral(self, statement: Statement, left: Node, right: Node) -> Judgement | None:
        """Judge what is said about an eigenvalue; None where an ordinary judgement is wanted."""
        spectrum = self.spectrum_of(left) or self.spectrum_of(right)
        if spectrum is not None and not is_plain_unknown(left, spectrum.unknown):
            self.look_ahead(statement, spectrum.unknown, (left, right))
        definitions = self.settings.definitions
        if spectrum is None or not any(names_plainly(side, spectrum.unknown, definitions) for side in (left, right)):
            return None
        relation = comparison(statement.relation)
        sides = [unknown_in(side, spectrum.unknown) for side in (left, right)]
        if relation == "eq" and is_plain_unknown(left, spectrum.unknown) and not sides[1]:
            found = self.best(lambda conditions: member(self.settings, spectrum, right, conditions), statement)
            if found.verdict == "holds" and isinstance(left, Symbol) and left.subs:
                self.define_eigenvalue(left, right)
            return found
        if relation == "eq" and all(is_plain_unknown(side, spectrum.unknown) for side in (left, right)):
            return self.best(lambda conditions: repeated(self.settings, spectrum, conditions), statement)
        if relation == "eq" and all(sides) is False:
            bare = self.judge.judged(left, relation, right, final=False)
            if bare.verdict == "holds":
                return bare
            found = self.best(lambda conditions: equation(self.settings, spectrum, left, right, conditions), statement)
            if found.verdict != "undecided":
                return found
            return self.best(
                lambda conditions: assigned(self.settings, left, relation, right, spectrum, conditions), statement
            )
        if relation in ORDERED:
            return self.best(
                lambda conditions: everywhere(self.settings, spectrum, left, relation, right, conditions), statement
            )
        return None

    def look_ahead(self, statement: Statement, unknown: str, sides: tuple[Node, Node]) -> None:
        """Take the values of the eigenvalues that a statement names from further down: « avec λ_2 = … »."""
        wanted = {each.name for side in sides for _, each in side.walk() if isinstance(each, Symbol)}
        signed = {f"{unknown}_{sign}" for sign in SIGNS}
        for other in self.found[statement.index :]:
            name, value = other.left.node, other.right.node
            if other.paragraph != statement.paragraph or value is None or other.relation != "eq":
                continue
            if not isinstance(name, Symbol) or name.stem != unknown or not name.subs or unknown_in(value, unknown):
                continue
            if name.name in wanted or (name.name == f"{unknown}_pm" and wanted & signed):
                self.define_eigenvalue(name, value)

    def define_eigenvalue(self, name: Symbol, value: Node) -> None:
        """Give an eigenvalue its value; ``λ_±`` gives one to ``λ_+`` and ``λ_-`` too."""
        if name.name not in self.settings.definitions:
            self.settings.define(name.name, Definition((), value))
        if name.name == f"{name.stem}_pm":
            for sign, is_upper in SIGNS.items():
                key = f"{name.stem}_{sign}"
                if key not in self.settings.definitions:
                    self.settings.define(key, Definition((), with_sign(value, is_upper=is_upper)))

    def best(self, judge: Callable[[tuple[Condition, ...]], Judgement], statement: Statement) -> Judgement:
        """Judge under the conditions in force, then under those of the sentence."""
        first: Judgement | None = None
        for conditions in (
            self.in_force(statement),
            self.in_force(statement, sentence=True),
            self.in_force(statement, back=True),
        ):
            found = judge(conditions)
            if found.verdict == "holds":
                return found
            first = first or found
        return first or Judgement("undecided")

    def remember_matrix(self, left: Node, right: Node) -> None:
        """Keep the author's own matrix."""
        for name, matrix in ((left, right), (right, left)):
            if isinstance(matrix, Matrix) and matrix.shape[0] == matrix.shape[1] > 1 and self.question.spectra:
                names = {node.stem for _, node in name.walk() if isinstance(node, Symbol)}
                wanted = {
                    node.stem.removesuffix("_star")
                    for each in self.question.spectra.values()
                    for _, node in each.walk()
                    if isinstance(node, Symbol)
                }
                stems = {each.removesuffix("_star") for each in names}
                if (wanted & stems and not isinstance(name, Op)) or (
                    isinstance(name, Op) and name.op == "at" and wanted & stems
                ):
                    self.matrix = matrix


SIGNS = {"plus": True, "minus": False}  # names of the indices + and -


def with_sign(node: Node, *, is_upper: bool) -> Node:
    """Return a formula with its ± read as + (upper) or − (lower), its ∓ the other way."""
    children = tuple(with_sign(child, is_upper=is_upper) for child in node.children)
    node = node.with_children(children)
    if not isinstance(node, Op) or node.op not in {"plus_minus", "minus_plus"}:
        return node
    last = node.args[-1] if is_upper == (node.op == "plus_minus") else Op("neg", (node.args[-1],))
    return last if len(node.args) == 1 else Op("add", (node.args[0], last))


def names_plainly(node: Node, unknown: str, definitions: dict[str, Definition]) -> bool:
    """Whether a side names an eigenvalue that has no value of its own."""
    return any(
        isinstance(each, Symbol) and each.stem == unknown and each.name not in definitions for _, each in node.walk()
    )
