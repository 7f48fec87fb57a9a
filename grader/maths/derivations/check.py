"""A part's text checked: every relation gets its role and, if it is a step, its verdict."""

from collections.abc import Callable
from dataclasses import replace

from grader.maths.derivations.compare import ORDERED
from grader.maths.derivations.implications import Claim, implication
from grader.maths.derivations.judge import Judge, Judgement, mentions
from grader.maths.derivations.repair import Broken, Neighbour, repaired
from grader.maths.derivations.segments import line_of
from grader.maths.derivations.settings import Condition, Settings, Unmet
from grader.maths.derivations.spectra import Spectrum, equation, everywhere, is_plain_unknown, member, unknown_in
from grader.maths.derivations.statements import Expression, Statement, statements
from grader.maths.derivations.steps import Derivation, Repair, Role, Step
from grader.maths.derivations.words import introduces_condition, introduces_definition, introduces_supposition
from grader.maths.syntax.macros import NO_MACROS, Macros
from grader.maths.tree import Call, Constant, Density, Matrix, Node, Number, Op, Relation, Symbol
from grader.maths.worlds.context import named
from grader.maths.worlds.question import Definition, Model, QuestionNotation, defined

EQUALITIES = frozenset({"eq", "define", "equivalent", "defined_by"})
GIVEN = frozenset({
    "similar", "in", "not_in", "to", "subset", "subset_eq", "superset", "superset_eq", "independent", "congruent",
})  # fmt: skip
SEED = 20_240


def check_steps(
    latex: str, question: QuestionNotation, macros: Macros = NO_MACROS, *, repairs: bool = True
) -> Derivation:
    """Check the derivations of one part's text, under the model of its laws in which fewest steps fail.

    Args:
        latex: prose, displays and inline formulas, as they were handed in.
        question: the part's notation.
        macros: the document's own definitions.
        repairs: whether the edits that mend failing steps are looked for.

    Returns:
        One step for every top-level relation, in source order.
    """
    found = statements(latex, question.reader, macros)
    best: Checker | None = None
    for model in usable_models(question, found):
        checker = Checker(question.under(model), model, found, latex)
        checker.run()
        if best is None or checker.shortcomings < best.shortcomings:
            best = checker
        if not checker.shortcomings[0]:
            break
    if best is None:
        return Derivation(())
    return Derivation(best.steps(repairs=repairs), best.model.name)


def usable_models(question: QuestionNotation, found: tuple[Statement, ...]) -> tuple[Model, ...]:
    """Return the models that a text may have chosen: the first alone if it writes one law in several ways.

    An author who drops a variable behind the bar by choice does so throughout; one who does so once made a slip.
    """
    if len(question.models) == 1 or not any(model.laws != question.models[0].laws for model in question.models):
        return question.models
    written: dict[tuple[str, tuple[Node, ...]], set[frozenset[Node]]] = {}
    for statement in found:
        left, right = statement.left.node, statement.right.node
        if left is None or right is None:
            continue
        if isinstance(left, Density) and isinstance(right, Density) and left.of == right.of:
            continue  # q(x_t | x_{t-1}, x_0) = q(x_t | x_{t-1}) states the choice
        for side in (left, right):
            for _, each in side.walk():
                if isinstance(each, Density):
                    written.setdefault((_stem(each.head), each.of), set()).add(frozenset(each.given))
    same = all(len(given) == 1 for (head, _), given in written.items() if head == question.expectation)
    return question.models if same else question.models[:1]


class Checker:
    """One pass over the statements under one model. Not to be reused."""

    def __init__(self, question: QuestionNotation, model: Model, found: tuple[Statement, ...], source: str) -> None:
        self.question = question
        self.model = model
        self.found = found
        self.source = source
        self.settings = Settings(question, model, SEED)
        self.judge = Judge(self.settings)
        self.roles: dict[int, Role] = {}
        self.judgements: dict[int, Judgement] = {}
        self.conditions: list[tuple[int, Condition]] = []  # with the index of their statement
        self.matrix: Node | None = None  # the author's own, whose eigenvalues count
        self.mended: dict[tuple[int, int], Node] = {}  # right sides after their repair, by place
        self.conditions_used: dict[int, tuple[Condition, ...]] = {}
        self.defined_at: dict[str, int] = {}
        self.examples: list[tuple[int, str]] = []  # abstract functions made concrete, with their paragraph

    @property
    def shortcomings(self) -> tuple[int, int]:
        """How many statements fail, and how many are undecided."""
        verdicts = [found.verdict for found in self.judgements.values()]
        return verdicts.count("fails"), verdicts.count("undecided")

    def steps(self, *, repairs: bool) -> tuple[Step, ...]:
        """Return what was found, with repairs where they are wanted."""
        found: list[Step] = []
        for statement in self.found:
            step = self.step(statement)
            if repairs and step.verdict == "fails" and not statement.is_implication and step.reason != "explained":
                step = replace(step, repair=self.repair(statement))
            found.append(step)
        return tuple(found)

    def run(self) -> None:
        """Judge every statement."""
        self.collect_definitions()
        for statement in self.found:
            if not statement.is_implication:
                self.take(statement)
        for statement in self.found:
            if statement.is_implication:
                self.roles[statement.index] = "step"
                self.judgements[statement.index] = self.implied(statement)
        for statement in self.found:
            self.explain(statement)

    # --- failures
    def explain(self, statement: Statement) -> None:
        """Mark a failure that the one before explains: A ≠ B and B ≠ C, but A = C."""
        before = self.sharing(statement.left, "right")
        index = statement.index
        if before is None or self.verdict_of(index) != "fails" or self.verdict_of(before.index) != "fails":
            return
        left, right = before.left.node, statement.right.node
        if left is None or right is None or self.judgements[before.index].reason == "explained":
            return
        if not {before.relation, statement.relation} <= EQUALITIES:
            return
        if self.judge.judged(left, "eq", right, self.used(statement)).verdict == "holds":
            self.judgements[index] = replace(self.judgements[index], reason="explained")

    def verdict_of(self, index: int) -> str:
        """Return the verdict on a statement."""
        found = self.judgements.get(index)
        return "unread" if found is None else found.verdict

    def sharing(self, side: Expression, where: str) -> Statement | None:
        """Return the statement whose right or left side is this very piece of text."""
        for other in self.found:
            shared = other.right if where == "right" else other.left
            if (shared.start, shared.end) == (side.start, side.end) and not other.is_implication:
                return other
        return None

    def used(self, statement: Statement) -> tuple[Condition, ...]:
        """Return the conditions under which a statement's failure was found."""
        return self.conditions_used.get(statement.index, ())

    def repair(self, statement: Statement) -> Repair | None:
        """Look for the edit that mends a statement."""
        left, right = statement.left.node, statement.right.node
        if left is None or right is None:
            return None
        before, after = self.sharing(statement.left, "right"), self.sharing(statement.right, "left")
        around = [
            side.node
            for other in self.found[max(0, statement.index - 4) : statement.index + 3]
            for side in (other.left, other.right)
            if side.node is not None and other.paragraph == statement.paragraph
        ]
        broken = Broken(
            self.mended.get((statement.left.start, statement.left.end), left),
            _comparison(statement.relation),
            right,
            self.used(statement),
            None if before is None or before.left.node is None
            else Neighbour(before.left.node, _comparison(before.relation), "right"),
            None if after is None or after.right.node is None
            else Neighbour(after.right.node, _comparison(after.relation), "left"),
            tuple(dict.fromkeys(around)),
            self.parameters(),
        )  # fmt: skip
        found = repaired(self.judge, broken, self.question.reader)
        if found is None:
            return None
        if found[0].side == "right" and found[1] is not None:
            self.mended[statement.right.start, statement.right.end] = found[1]
        return found[0]

    def step(self, statement: Statement) -> Step:
        """Return what was found about a statement."""
        index = statement.index
        problem = statement.left.problem or statement.right.problem
        found = self.judgements.get(index, Judgement("undecided"))
        unread = problem is not None and index not in self.judgements
        return Step(
            index=index,
            line=line_of(self.source, statement.at),
            relation=statement.relation,
            role=self.roles.get(index, "step"),
            verdict="unread" if unread else found.verdict,
            left=statement.left.latex,
            right=statement.right.latex,
            witness=found.witness,
            reason=found.reason,
            detail=found.detail,
            notes=found.notes,
            problem=problem if unread else None,
        )

    def parameters(self) -> tuple[Symbol, ...]:
        """Return the declared numbers of the question, those of tables left aside."""
        if any(variable.kind == "discrete" for variable in self.question.random.values()):
            return ()
        symbols = (named(name) for name in self.question.reader.symbols if name.count("_") <= 1)
        return tuple(symbol for symbol in symbols if self.settings.is_number(symbol))

    # --- definitions
    def collect_definitions(self) -> None:
        """Find every definition first: authors use a name before they say what it means."""
        for statement in self.found:
            for side in (statement.left.node, statement.right.node):
                if side is not None:
                    self.collect_braces(side)
            definition = self.definition_in(statement)
            if definition is not None and definition[0] not in self.defined_at:
                self.defined_at[definition[0]] = statement.index
                self.settings.define(*definition)

    def collect_braces(self, node: Node) -> None:
        """Take ``\\underbrace{…}_{name}`` as a definition of a new name."""
        for _, each in node.walk():
            if isinstance(each, Op) and each.op in {"underbrace", "overbrace"} and isinstance(each.args[1], Symbol):
                name = each.args[1]
                if not self.is_known(name) and name.name not in self.settings.definitions:
                    self.settings.define(name.name, Definition((), each.args[0]))

    def definition_in(self, statement: Statement) -> tuple[str, Definition] | None:
        """Return the definition that a statement makes."""
        left, right = statement.left.node, statement.right.node
        if left is None or right is None or statement.relation not in EQUALITIES:
            return None
        if statement.relation == "defined_by":
            left, right = right, left
        for name, body in ((left, right), (right, left)):
            head = name.head if isinstance(name, Call) else name
            if not isinstance(head, Symbol) or self.is_known(head) or _uses(body, head):
                continue
            if isinstance(body, Symbol) and not self.is_known(body) and body.name not in self.settings.definitions:
                continue  # neither side is known yet
            found = defined(name, body)
            if found is not None:
                return found
        return None

    def is_known(self, symbol: Symbol) -> bool:
        """Whether the question says what a name is; a new index on a known letter makes a new name."""
        question = self.question
        if symbol.name in question.reader.symbols or symbol.name in question.definitions:
            return True
        if symbol.name in question.groups or "star" in symbol.marks or symbol.name in question.sizes:
            return True
        if symbol.stem in question.families or symbol.stem in question.random or symbol.stem in question.spectra:
            return True
        laws = {name for model in question.models for name in model.laws}
        return symbol.stem in laws or symbol.name in laws

    # --- one statement
    def take(self, statement: Statement) -> None:
        """Give a statement its role and verdict."""
        index = statement.index
        left, right = statement.left.node, statement.right.node
        for paragraph, name in self.examples:
            if paragraph != statement.paragraph:
                self.settings.forget(name)
        if left is None or right is None:
            self.roles[index] = "step"
            return
        if statement.relation in GIVEN:
            self.given(statement, left, right)
            return
        definition = self.definition_in(statement)
        if definition is not None and self.defines(statement, definition):
            self.roles[index], self.judgements[index] = "definition", Judgement("holds")
            return
        example = self.example_in(left, statement.relation, right)
        if example is not None:
            self.settings.define(*example)
            self.examples.append((statement.paragraph, example[0]))
            self.roles[index], self.judgements[index] = "definition", Judgement("holds")
            return
        granted = self.granted(left, statement.relation, right)
        if granted is not None:
            self.roles[index] = "definition" if granted.verdict == "holds" else "step"
            self.judgements[index] = granted
            return
        role, judgement = self.judged(statement, left, right)
        self.roles[index], self.judgements[index] = role, judgement
        if role == "condition":
            self.conditions.append((index, Condition(left, _comparison(statement.relation), right)))
        self.remember_matrix(left, right)

    def given(self, statement: Statement, left: Node, right: Node) -> None:
        """Take what is not a claim about numbers: ``x ∼ p``, ``z ∈ ℝ``, ``n → ∞``."""
        spectrum = self.spectrum_of(left)
        if statement.relation == "in" and spectrum is not None and is_plain_unknown(left, spectrum.unknown):
            self.roles[statement.index] = "step"
            self.judgements[statement.index] = member(self.settings, spectrum, right, self.in_force(statement))
            return
        self.roles[statement.index], self.judgements[statement.index] = "condition", Judgement("holds")

    def defines(self, statement: Statement, definition: tuple[str, Definition]) -> bool:
        """Whether a statement is where its name gets its meaning; a second one only where words say so."""
        name, meaning = definition
        if self.defined_at.get(name) == statement.index:
            self.settings.define(name, meaning)
            return True
        if self.settings.definitions.get(name) == meaning:
            return False
        if introduces_definition(statement.lead) or statement.relation in {"define", "defined_by"}:
            self.settings.define(name, meaning)
            self.defined_at[name] = statement.index
            return True
        return False

    def example_in(self, left: Node, relation: str, right: Node) -> tuple[str, Definition] | None:
        """Return the concrete function that a text takes for an abstract one: ``f(z) = −z + \\arctan z``."""
        if relation not in EQUALITIES or not isinstance(left, Call) or not isinstance(left.head, Symbol):
            return None
        if left.head.name not in self.question.functions:
            return None
        calls = (each for _, each in right.walk() if isinstance(each, Call))
        known = (*self.question.functions, *self.question.definitions, *self.settings.definitions)
        if any(mentions(call.head, known) for call in calls):
            return None
        return defined(left, right)

    def granted(self, left: Node, relation: str, right: Node) -> Judgement | None:
        """Judge a statement of the question itself: the law of a kernel, by its mean and variance."""
        if relation not in EQUALITIES or not isinstance(left, Density):
            return None
        for each in self.question.granted:
            if not isinstance(each, Relation) or not isinstance(each.operands[0], Density):
                continue
            given, law = each.operands[0], each.operands[1]
            same = (given.of, given.given) == (left.of, left.given) and _stem(given.head) == _stem(left.head)
            if same and isinstance(law, Op) and isinstance(right, Op) and law.op == right.op == "normal":
                judgements = [
                    self.judge.judged(mine, "eq", theirs)
                    for mine, theirs in zip(right.args[-2:], law.args[-2:], strict=True)
                ]
                return next((found for found in judgements if found.verdict != "holds"), Judgement("holds"))
        return None

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
                if (
                    wanted & stems
                    and not isinstance(name, Op)
                    or (isinstance(name, Op) and name.op == "at" and wanted & stems)
                ):
                    self.matrix = matrix

    def judged(self, statement: Statement, left: Node, right: Node) -> tuple[Role, Judgement]:
        """Judge a relation and tell a claim from a condition or an imposed equation."""
        relation = _comparison(statement.relation)
        spectral = self.spectral(statement, left, right)
        if spectral is not None:
            return "step", spectral
        found = self.judge.judged(left, relation, right)
        if found.verdict == "holds":
            if not statement.display and self.is_simple(left, relation, right) and introduces_condition(statement.lead):
                return "condition", found
            return "step", found
        supposed = introduces_supposition(statement.lead)
        if not supposed and self.is_imposed(left, relation, right):
            return self.imposed(left, relation, right, found)
        near = self.in_force(statement)
        if not supposed and near and self.judge.judged(left, relation, right, near).verdict == "holds":
            return "step", Judgement("holds")
        if self.is_condition(statement, left, relation, right):
            return "condition", Judgement("holds")
        return "step", self.under_conditions(statement, left, relation, right, found)

    def under_conditions(
        self, statement: Statement, left: Node, relation: str, right: Node, bare: Judgement
    ) -> Judgement:
        """Judge a relation that does not hold everywhere in the worlds that the text's conditions leave."""
        ladder = [
            self.in_force(statement),
            self.in_force(statement, sentence=True),
            self.in_force(statement, back=True),
        ]
        tried: set[tuple[Condition, ...]] = {()}
        found = bare
        for conditions in ladder:
            if conditions in tried:
                continue
            tried.add(conditions)
            under = self.judge.judged(left, relation, right, conditions)
            if under.reason == "no_worlds":  # a proof by contradiction: what holds without its ≠ holds
                relaxed = tuple(each for each in conditions if each.relation != "ne")
                if self.judge.judged(left, relation, right, relaxed).verdict == "holds":
                    return Judgement("holds", notes=("contradiction",))
            if under.verdict == "holds":
                return under
            if under.verdict == "fails" and statement.index not in self.conditions_used:
                self.conditions_used[statement.index] = conditions
            if found is bare or under.verdict == "undecided":
                found = under if bare.verdict == "fails" else found
        return found

    def in_force(self, statement: Statement, *, sentence: bool = False, back: bool = False) -> tuple[Condition, ...]:
        """Return the conditions that bound a statement.

        Args:
            statement: the statement.
            sentence: also those that follow it in its own sentence or formula.
            back: also those of earlier paragraphs.
        """
        chosen: list[Condition] = []
        last: dict[frozenset[str], int] = {}  # the statement of the newest condition about the same
        for index, condition in self.conditions:
            other = self.found[index - 1]
            near = other.paragraph == statement.paragraph or back
            earlier = index < statement.index and near
            if earlier:
                key = _subject(condition)
                if other.sentence != self.found[last.get(key, index) - 1].sentence:
                    chosen = [each for each in chosen if _subject(each) != key]
                last[key] = index
                chosen.append(condition)
        if sentence:
            for other in self.found[statement.index :]:
                same = other.formula == statement.formula or other.sentence == statement.sentence
                if not same:
                    break
                left, right = other.left.node, other.right.node
                if left is None or right is None or other.is_implication:
                    continue
                relation = _comparison(other.relation)
                if self.is_condition(other, left, relation, right):
                    chosen.append(Condition(left, relation, right))
        return tuple(dict.fromkeys(chosen))

    # --- conditions
    def is_simple(self, left: Node, relation: str, right: Node) -> bool:
        """Whether a relation has the form of a condition: a parameter against a formula of parameters."""
        names = [side for side in (left, right) if self.is_parameter(side)]
        return bool(names) and (relation in ORDERED or relation in EQUALITIES or relation == "ne") and all(
            self.is_parameter(side) or _is_plain(side) for side in (left, right)
        )  # fmt: skip

    def is_parameter(self, node: Node) -> bool:
        """Whether a side is a number's own name, or a tuple of such."""
        if isinstance(node, Op) and node.op in {"tuple", "sequence"}:
            return all(self.is_parameter(arg) for arg in node.args)
        if not isinstance(node, Symbol):
            return False
        if node.name in self.question.indices or node.name in self.question.sizes:
            return True
        return self.settings.is_number(node) or node.name in self.question.definitions

    def is_condition(self, statement: Statement, left: Node, relation: str, right: Node) -> bool:
        """Whether a relation that is no identity restricts the worlds instead of claiming something."""
        if relation not in ORDERED and relation not in EQUALITIES and relation != "ne":
            return False
        if introduces_supposition(statement.lead):
            return True
        if not self.is_simple(left, relation, right):
            return introduces_condition(statement.lead) and not statement.display and statement.relation != "eq"
        if introduces_definition(statement.lead) and self.is_parameter(left):
            return True
        if self.is_index(left) or self.is_index(right):
            return True
        if introduces_condition(statement.lead):
            return True
        if statement.place and (statement.index - 2) in range(len(self.found)):
            before = self.found[statement.index - 2]
            if self.roles.get(before.index) == "condition" and before.formula == statement.formula:
                return True
        return not statement.display or statement.aside

    def is_index(self, node: Node) -> bool:
        """Whether a side is an index such as t."""
        return isinstance(node, Symbol) and (node.name in self.question.indices or node.name in self.question.sizes)

    # --- imposed equations
    def is_imposed(self, left: Node, relation: str, right: Node) -> bool:
        """Whether an equation is one to be solved: it holds a declared unknown, and one side of it a constant."""
        if relation not in EQUALITIES:
            return False
        unknowns = (*self.question.unknowns, *self.question.stationary, *self.question.orders)
        return any(self.depends(side, unknowns) for side in (left, right)) and any(
            not self.depends(side, unknowns) for side in (left, right)
        )

    def depends(self, node: Node, unknowns: tuple[str, ...]) -> bool:
        """Whether a side hangs on an unknown, through definitions."""
        symbols = [each for _, each in node.walk() if isinstance(each, Symbol)]
        if any(each.name in unknowns or each.stem in unknowns for each in symbols):
            return any(
                each.name not in self.settings.definitions
                for each in symbols
                if each.name in unknowns or each.stem in unknowns
            )
        try:
            evaluator = self.settings.narrow(())[0]
        except Unmet:
            return False
        return bool(evaluator.names(node) & set(unknowns)) and not _is_starred(node)

    def imposed(self, left: Node, relation: str, right: Node, found: Judgement) -> tuple[Role, Judgement]:
        """Judge an imposed equation where the question ties it: the stationary point must satisfy it."""
        stationary = self.question.stationary
        if not stationary:
            return "imposed", Judgement("holds")
        conditions = tuple(Condition(named(name), "eq", value) for name, value in stationary.items())
        at_point = self.judge.judged(left, relation, right, conditions, final=False)
        if at_point.verdict == "fails":
            return "step", replace(found, reason="not_at_stationary_point") if found.verdict == "fails" else at_point
        return "imposed", Judgement("holds")

    # --- eigenvalues
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
            self.look_ahead(statement, spectrum.unknown)
        definitions = self.settings.definitions
        if spectrum is None or not any(_names_plainly(side, spectrum.unknown, definitions) for side in (left, right)):
            return None
        relation = _comparison(statement.relation)
        sides = [unknown_in(side, spectrum.unknown) for side in (left, right)]
        if relation == "eq" and is_plain_unknown(left, spectrum.unknown) and not sides[1]:
            found = self.best(lambda conditions: member(self.settings, spectrum, right, conditions), statement)
            if found.verdict == "holds" and isinstance(left, Symbol) and left.subs:
                self.settings.define(left.name, Definition((), right))
            return found
        if relation == "eq" and all(sides) is False:
            bare = self.judge.judged(left, relation, right, final=False)
            if bare.verdict == "holds":
                return bare
            return self.best(lambda conditions: equation(self.settings, spectrum, left, right, conditions), statement)
        if relation in ORDERED:
            return self.best(
                lambda conditions: everywhere(self.settings, spectrum, left, relation, right, conditions), statement
            )
        return None

    def look_ahead(self, statement: Statement, unknown: str) -> None:
        """Take the value of an indexed eigenvalue from further down its paragraph: « avec λ_2 = … »."""
        for other in self.found[statement.index :]:
            name, value = other.left.node, other.right.node
            if other.paragraph != statement.paragraph or value is None or other.relation != "eq":
                continue
            if not isinstance(name, Symbol) or name.stem != unknown or not name.subs or unknown_in(value, unknown):
                continue
            if name.name not in self.settings.definitions:
                self.settings.define(name.name, Definition((), value))

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

    # --- implications
    def implied(self, statement: Statement) -> Judgement:
        """Judge an implication by the roles and verdicts of the statements that it joins."""
        before, after = statement.before, statement.after
        if not before or not after:
            return Judgement("undecided", reason="no_statement")
        if any(index not in self.judgements for index in (*before, *after)):
            return Judgement("undecided", reason="unread")
        if all(self.is_true(index) for index in after):
            return Judgement("holds")
        if all(self.judgements[index].verdict == "holds" for index in (*before, *after)) and all(
            "as_eigenvalue" in self.judgements[index].notes for index in after
        ):
            return Judgement("holds")
        if any(self.roles[index] == "step" and self.judgements[index].verdict == "fails" for index in after):
            return Judgement("undecided", reason="explained")
        if statement.relation == "iff" and all(self.is_true(index) for index in before):
            return Judgement("undecided", reason="one_way")
        return implication(
            self.settings, self.claims(before), self.claims(after), statement.relation, self.in_force(statement)
        )

    def is_true(self, index: int) -> bool:
        """Whether a statement holds everywhere and is no restriction."""
        return self.roles[index] in {"step", "definition"} and self.judgements[index].verdict == "holds" and (
            "as_eigenvalue" not in self.judgements[index].notes
        )  # fmt: skip

    def claims(self, indices: tuple[int, ...]) -> tuple[Claim, ...]:
        """Return statements as claims about numbers."""
        found: list[Claim] = []
        for index in indices:
            statement = self.found[index - 1]
            left, right = statement.left.node, statement.right.node
            if left is not None and right is not None:
                found.append((left, _comparison(statement.relation), right))
        return tuple(found)


def _comparison(relation: str) -> str:
    return "eq" if relation in EQUALITIES else relation


def _stem(head: Node) -> str:
    return head.stem if isinstance(head, Symbol) else ""


def _uses(body: Node, head: Symbol) -> bool:
    return any(each == head for _, each in body.walk())


def _subject(condition: Condition) -> frozenset[str]:
    """Return what a condition is about; a newer one about the same replaces it."""
    for side in (condition.left, condition.right):
        if isinstance(side, Symbol):
            return frozenset({side.name})
    return frozenset(
        each.name for side in (condition.left, condition.right) for _, each in side.walk() if isinstance(each, Symbol)
    )


def _names_plainly(node: Node, unknown: str, definitions: dict[str, Definition]) -> bool:
    """Whether a side names an eigenvalue that has no value of its own."""
    return any(
        isinstance(each, Symbol) and each.stem == unknown and each.name not in definitions for _, each in node.walk()
    )


def _is_plain(node: Node) -> bool:
    """Whether a side is arithmetic of numbers and names alone."""
    return all(
        isinstance(each, (Number, Symbol, Constant))
        or (isinstance(each, Op) and each.op in {"neg", "add", "mul", "div", "pow", "sqrt", "tuple", "sequence"})
        for _, each in node.walk()
    )


def _is_starred(node: Node) -> bool:
    return any(isinstance(each, Symbol) and "star" in each.marks for _, each in node.walk())
