"""What a text has said so far: definitions, conditions, and the verdicts on its statements."""

from grader.maths.derivations.compare import ORDERED
from grader.maths.derivations.judge import Judge, Judgement, mentions
from grader.maths.derivations.settings import Condition, Settings
from grader.maths.derivations.statements import Statement
from grader.maths.derivations.steps import Role
from grader.maths.derivations.words import (
    begins_definition,
    introduces_condition,
    introduces_definition,
    introduces_supposition,
)
from grader.maths.tree import Call, Constant, Density, Node, Number, Op, Symbol
from grader.maths.worlds.context import named
from grader.maths.worlds.question import Definition, Model, QuestionNotation, by_arity, defined

EQUALITIES = frozenset({"eq", "define", "equivalent", "defined_by"})
GIVEN = frozenset({
    "similar", "in", "not_in", "to", "subset", "subset_eq", "superset", "superset_eq", "independent", "congruent",
})  # fmt: skip
SEED = 20_240


class Ledger:
    """State of one pass over the statements of a text under one model."""

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
        self.joined = {index for each in found if each.is_implication for index in (*each.before, *each.after)}
        self.examples: list[tuple[int, str]] = []  # abstract functions made concrete, with their paragraph

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
        r"""Take ``\underbrace{…}_{name}`` as a definition of a new name."""
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
            if isinstance(name, Density) and not name.given:  # P(λ), a polynomial and no probability
                name = Call(name.head, name.of)
            head = name.head if isinstance(name, Call) else name
            if not isinstance(head, Symbol) or uses(body, head):
                continue
            if self.is_known(head) and not self.takes_over(head, body, statement):
                continue
            if isinstance(body, Symbol) and not self.is_known(body) and body.name not in self.settings.definitions:
                continue  # neither side is known yet
            found = defined(name, body)
            if found is not None:
                key, definition = found
                first = self.settings.definitions.get(key)
                if first is not None and definition.parameters and len(first.parameters) != len(definition.parameters):
                    key = by_arity(key, len(definition.parameters))  # H(q, p) beside H(q)
                return key, definition
        return None

    def takes_over(self, head: Symbol, body: Node, statement: Statement) -> bool:
        """Whether words give the question's other name of a function's value (y = g(z)) a meaning of the author's."""
        given = self.question.definitions.get(head.name)
        if (
            given is None
            or given.parameters
            or not isinstance(given.body, Call)
            or not begins_definition(statement.lead)
        ):
            return False
        declared = self.question.reader.declared(head)
        if declared is None or declared.shape != "scalar":
            return False
        return self.judge.judged(head, "eq", body, final=False).verdict == "fails"

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
        """Return the concrete function that a text takes for an abstract one: ``f(z) = −z + arctan z``."""
        if relation not in EQUALITIES or not isinstance(left, Call) or not isinstance(left.head, Symbol):
            return None
        if left.head.name not in self.question.functions:
            return None
        calls = (each for _, each in right.walk() if isinstance(each, Call))
        known = (*self.question.functions, *self.question.definitions, *self.settings.definitions)
        if any(mentions(call.head, known) for call in calls):
            return None
        return defined(left, right)

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
                key = subject_of(condition)
                if other.sentence != self.found[last.get(key, index) - 1].sentence:
                    chosen = [each for each in chosen if subject_of(each) != key]
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
                relation = comparison(other.relation)
                if self.is_condition(other, left, relation, right):
                    chosen.append(Condition(left, relation, right))
        return tuple(dict.fromkeys(chosen))

    def is_simple(self, left: Node, relation: str, right: Node) -> bool:
        """Whether a relation has the form of a condition: a parameter against a formula of parameters."""
        if relation in EQUALITIES or relation == "ne":
            return self.is_parameter(left) and is_plain(right) and not any(uses(right, each) for each in _names(left))
        names = [side for side in (left, right) if self.is_parameter(side) or self.is_new(side)]
        return bool(names) and relation in ORDERED and all(side in names or is_plain(side) for side in (left, right))

    def is_new(self, node: Node) -> bool:
        """Whether a side is a letter that neither the question nor the text has given a meaning."""
        return isinstance(node, Symbol) and not self.is_known(node) and node.name not in self.settings.definitions

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
        if relation in EQUALITIES and not _is_value(right):
            return False  # without a word that says so, x = a + b is a claim
        return not statement.display or statement.aside

    def is_index(self, node: Node) -> bool:
        """Whether a side is an index such as t."""
        return isinstance(node, Symbol) and (node.name in self.question.indices or node.name in self.question.sizes)

    def parameters(self) -> tuple[Symbol, ...]:
        """Return the declared numbers of the question, those of tables left aside."""
        if any(variable.kind == "discrete" for variable in self.question.random.values()):
            return ()
        symbols = (named(name) for name in self.question.reader.symbols if name.count("_") <= 1)
        return tuple(symbol for symbol in symbols if self.settings.is_number(symbol))


def comparison(relation: str) -> str:
    """Return the relation between numbers that a statement makes."""
    return "eq" if relation in EQUALITIES else relation


def subject_of(condition: Condition) -> frozenset[str]:
    """Return what a condition is about; a newer one about the same replaces it."""
    for side in (condition.left, condition.right):
        if isinstance(side, Symbol):
            return frozenset({side.name})
    return frozenset(
        each.name for side in (condition.left, condition.right) for _, each in side.walk() if isinstance(each, Symbol)
    )


def _names(node: Node) -> list[Symbol]:
    """Return the names of a parameter or of a tuple of them."""
    if isinstance(node, Symbol):
        return [node]
    return [each for child in node.children for each in _names(child)]


def _is_value(node: Node) -> bool:
    """Whether a side is a constant or one name."""
    if isinstance(node, Op) and node.op in {"neg", "tuple"}:
        return all(_is_value(arg) for arg in node.args)
    return isinstance(node, Symbol) or all(
        isinstance(each, (Number, Constant)) or (isinstance(each, Op) and each.op in {"div", "neg", "sqrt"})
        for _, each in node.walk()
    )


def is_plain(node: Node) -> bool:
    """Whether a side is arithmetic of numbers and names alone."""
    return all(
        isinstance(each, (Number, Symbol, Constant))
        or (isinstance(each, Op) and each.op in {"neg", "add", "mul", "div", "pow", "sqrt", "tuple", "sequence"})
        for _, each in node.walk()
    )


def uses(body: Node, head: Symbol) -> bool:
    """Return whether a name stands in a formula."""
    return any(each == head for _, each in body.walk())
