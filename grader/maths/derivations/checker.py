"""Every statement given its role and verdict."""

from dataclasses import replace

from grader.maths.derivations.compare import ORDERED
from grader.maths.derivations.eigen import EigenLedger
from grader.maths.derivations.implications import Claim, implication
from grader.maths.derivations.judge import Judgement
from grader.maths.derivations.ledger import EQUALITIES, GIVEN, comparison
from grader.maths.derivations.settings import Condition, Unmet
from grader.maths.derivations.spectra import is_plain_unknown, member
from grader.maths.derivations.statements import Statement
from grader.maths.derivations.steps import Role
from grader.maths.derivations.words import introduces_condition, introduces_supposition
from grader.maths.tree import Density, Node, Op, Relation, Symbol
from grader.maths.worlds.context import named


class Checker(EigenLedger):
    """One pass over the statements under one model. Not to be reused."""

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
        if role == "condition" and (index not in self.joined or introduces_supposition(statement.lead)):
            self.conditions.append((index, Condition(left, comparison(statement.relation), right)))
        self.remember_matrix(left, right)

    def given(self, statement: Statement, left: Node, right: Node) -> None:
        """Take what is not a claim about numbers: ``x ∼ p``, ``z ∈ ℝ``, ``n → ∞``."""
        spectrum = self.spectrum_of(left)
        if statement.relation == "in" and spectrum is not None and is_plain_unknown(left, spectrum.unknown):
            self.roles[statement.index] = "step"
            self.judgements[statement.index] = member(self.settings, spectrum, right, self.in_force(statement))
            return
        self.roles[statement.index], self.judgements[statement.index] = "condition", Judgement("holds")

    def granted(self, left: Node, relation: str, right: Node) -> Judgement | None:
        """Judge a statement of the question itself: the law of a kernel, by its mean and variance."""
        if relation not in EQUALITIES or not isinstance(left, Density):
            return None
        for each in self.question.granted:
            if not isinstance(each, Relation) or not isinstance(each.operands[0], Density):
                continue
            given, law = each.operands[0], each.operands[1]
            same = (given.of, given.given) == (left.of, left.given) and stem_of(given.head) == stem_of(left.head)
            if same and isinstance(law, Op) and isinstance(right, Op) and law.op == right.op == "normal":
                judgements = [
                    self.judge.judged(mine, "eq", theirs)
                    for mine, theirs in zip(right.args[-2:], law.args[-2:], strict=True)
                ]
                return next((found for found in judgements if found.verdict != "holds"), Judgement("holds"))
        return None

    def judged(self, statement: Statement, left: Node, right: Node) -> tuple[Role, Judgement]:
        """Judge a relation and tell a claim from a condition or an imposed equation."""
        relation = comparison(statement.relation)
        spectral = self.spectral(statement, left, right)
        if spectral is not None:
            return "step", spectral
        found = self.judge.judged(left, relation, right)
        if found.verdict == "holds":
            if not statement.display and self.is_simple(left, relation, right) and introduces_condition(statement.lead):
                return "condition", found
            return "step", found
        supposed = introduces_supposition(statement.lead)
        if statement.index in self.joined and relation in ORDERED and not supposed:
            return "condition", Judgement("holds")  # nobody claims P who writes P ⇒ Q
        if found.verdict == "fails" and relation == "eq" and self.supposes_one_image(left, right):
            return "condition", Judgement("holds")  # g(z_1) = g(z_2): where an argument on injectivity begins
        if found.verdict == "fails" and relation == "eq" and self.restates(statement, left, right):
            return "condition", Judgement("holds")
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
                relaxed = tuple(each for each in conditions if each.relation not in {"ne", "lt", "gt"})
                if self.judge.judged(left, relation, right, relaxed).verdict == "holds":
                    return Judgement("holds", notes=("contradiction",))
            if under.verdict == "holds":
                return under
            if under.verdict == "fails" and statement.index not in self.conditions_used:
                self.conditions_used[statement.index] = conditions
            if found is bare or under.verdict == "undecided":
                found = under if bare.verdict == "fails" else found
        return found

    def restates(self, statement: Statement, left: Node, right: Node) -> bool:
        """Whether an arrow leads to an equation from a supposed one with the same difference of sides, up to sign."""
        for arrow in self.found:
            if not arrow.is_implication or statement.index not in arrow.after:
                continue
            for index in arrow.before:
                other = self.found[index - 1]
                if self.roles.get(index) != "condition" or other.left.node is None or other.right.node is None:
                    continue
                here = Op("add", (left, Op("neg", (right,))))
                there = Op("add", (other.left.node, Op("neg", (other.right.node,))))
                for signed in (there, Op("neg", (there,))):
                    if self.judge.judged(here, "eq", signed, final=False).verdict == "holds":
                        return True
        return False

    def supposes_one_image(self, left: Node, right: Node) -> bool:
        """Whether one formula stands on both sides at two free points of the author's."""
        pairs = [
            (a, b)
            for (_, a), (_, b) in zip(left.walk(), right.walk(), strict=False)
            if a != b and isinstance(a, Symbol)
        ]
        if len(set(pairs)) != 1:
            return False
        one, other = pairs[0]
        if not isinstance(other, Symbol) or one.stem != other.stem or renamed(left, one, other) != right:
            return False
        if left == one or any(each.name in self.question.reader.symbols for each in (one, other)):
            return False  # σ_1 and σ_2 are the question's: log σ_1 = log σ_2 is a claim
        return all(self.settings.is_number(each) or self.is_new(each) for each in (one, other))

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
        return bool(evaluator.names(node) & set(unknowns)) and not is_starred(node)

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
        own = {*before, *after}
        conditions = tuple(condition for index, condition in self.conditions if index not in own)
        near = tuple(condition for condition in self.in_force(statement) if condition in conditions)
        return implication(self.settings, self.claims(before), self.claims(after), statement.relation, near)

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
                found.append((left, comparison(statement.relation), right))
        return tuple(found)

    def verdict_of(self, index: int) -> str:
        """Return the verdict on a statement."""
        found = self.judgements.get(index)
        return "unread" if found is None else found.verdict


def renamed(node: Node, old: Symbol, new: Symbol) -> Node:
    """Return a formula with one name in the place of another."""
    if node == old:
        return new
    return node.with_children(tuple(renamed(child, old, new) for child in node.children))


def is_starred(node: Node) -> bool:
    """Return whether a formula names the stationary point."""
    return any(isinstance(each, Symbol) and "star" in each.marks for _, each in node.walk())


def stem_of(head: Node) -> str:
    """Return the stem of a law's name."""
    return head.stem if isinstance(head, Symbol) else ""
