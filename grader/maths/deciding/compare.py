"""The front door: compare two formulas of any kind."""

from grader.maths.deciding.budget import DEFAULT_BUDGET, Budget, Clock, OutOfBudget
from grader.maths.deciding.build import TRUE, ZERO, count_nodes, free_names, substitute
from grader.maths.deciding.closed_forms import closed_form, has_endless
from grader.maths.deciding.collections import ORDERED, compare_as_sets, compare_in_order, elements_of
from grader.maths.deciding.compiler import compile_formulas
from grader.maths.deciding.decimals import compare_to_digits
from grader.maths.deciding.expressions import compare_expressions, may_be_complex, surroundings
from grader.maths.deciding.matrices import NotAMatrix, has_matrices, written_out
from grader.maths.deciding.program import NotComputable
from grader.maths.deciding.proof import NO_PROOF, Proof, prove_equal
from grader.maths.deciding.rewrite import core, dependents, named_alike, spell_out
from grader.maths.deciding.statements import compare_statements
from grader.maths.deciding.survey import survey
from grader.maths.deciding.truth import NotAStatement, infinity_sign, is_statement, membership, signs_chosen, statement
from grader.maths.deciding.verdict import Comparison, different, same, undecided
from grader.maths.node import Node
from grader.maths.notation import DEFAULT, Notation
from grader.maths.tree import Binder, Call, Constant, Matrix, Op, Relation, Symbol

LONGEST_SPELLED_OUT = 50
_SETS = frozenset({"set"})
_SET_OPERATIONS = frozenset({"interval", "union", "intersection", "difference", "complement"})
_SET_CONSTANTS = frozenset({"empty_set", "reals", "naturals", "integers", "rationals", "complexes"})
_MEMBER = Symbol("⟨member⟩")


def compare(left: Node, right: Node, notation: Notation = DEFAULT, budget: Budget = DEFAULT_BUDGET) -> Comparison:
    """Compare two formulas as a mathematician would, or say that it is undecided.

    Args:
        left: a formula of any kind: an expression, an equation or inequality, logic, a set, a list, a matrix.
        right: another.
        notation: the domains of the symbols and the domain of those that are not declared.
        budget: what it may cost.

    Returns:
        The verdict. ``same`` and ``different`` are never guessed.
    """
    clock = Clock(budget)
    try:
        if count_nodes(left, right, most=budget.nodes) > budget.nodes:
            return undecided("too large")
        return _Comparing(notation, clock, dependents(left, right)).compare(left, right)
    except OutOfBudget:
        return undecided("out of budget")
    except RecursionError:
        return undecided("too deep")


class _Comparing:
    """One comparison with all that its parts share."""

    def __init__(self, notation: Notation, clock: Clock, depends: dict[str, frozenset[str]]) -> None:
        self.notation = notation
        self.clock = clock
        self.depends = depends

    def compare(self, left: Node, right: Node) -> Comparison:
        self.clock.check()
        if left == right:
            return same("identical", proved=True)
        left, right = self.without_algebra(left), self.without_algebra(right)
        kinds = kind_of(left), kind_of(right)
        match kinds:
            case ("value", "value"):
                return self.values(left, right)
            case ("statement", "statement"):
                return self.statements(left, right)
            case ("statement", "value") if isinstance(right, Symbol):
                return self.statements(left, right)
            case ("value", "statement") if isinstance(left, Symbol):
                return self.statements(left, right)
            case ("matrix", "matrix"):
                return self.matrices(left, right)
            case ("map", "map"):
                return self.maps(left, right)
            case _:
                return self.collections(left, right, kinds)

    def without_algebra(self, node: Node) -> Node:
        """Do the matrix algebra of an expression, if there is any."""
        if is_statement(node) or not has_matrices(node, self.notation):
            return node
        try:
            return written_out(node, self.notation)
        except NotAMatrix:
            return node

    def values(self, left: Node, right: Node) -> Comparison:
        """Compare two expressions, and the values that a ± stands for."""
        choices = signs_chosen(left), signs_chosen(right)
        if any(len(each) > 1 for each in choices):
            return compare_as_sets(*choices, self.compare)
        first, second = self.core(left), self.core(right)
        if first == second:
            return same("identical", proved=True)
        digits = compare_to_digits(first, second, self.notation, self.clock)
        if digits is not None:
            return digits
        infinite = _compare_infinities(first, second, self.notation)
        if infinite is not None:
            return infinite
        is_complex = may_be_complex(self.notation)

        def prover() -> Proof:
            return prove_equal(first, second, self.clock, is_complex=is_complex)

        result = compare_expressions(first, second, self.notation, self.clock, prover)
        if result.verdict != "undecided" or not (has_endless(first) or has_endless(second)):
            return result
        return self.in_closed_form(first, second, result)

    def in_closed_form(self, left: Node, right: Node, otherwise: Comparison) -> Comparison:
        """Compare again with limits, series and improper integrals replaced by what SymPy finds, in a child process."""
        if not self.clock.budget.helpers:
            return otherwise
        forms = [closed_form(node, self.notation, self.clock) for node in (left, right)]
        if any(form is None or has_endless(form) for form in forms):
            return otherwise
        first, second = [core(form, self.notation, self.clock) for form in forms if form is not None]
        if first == second:
            return same("closed forms, by SymPy", proved=False)
        result = compare_expressions(first, second, self.notation, self.clock, lambda: NO_PROOF)
        if result.is_same:
            return same(f"closed forms, by SymPy; {result.method}", proved=False)
        return undecided("closed forms, by SymPy, differ") if result.is_different else otherwise

    def core(self, node: Node) -> Node:
        """Bring an expression, or the sides of a statement, to the core."""
        spelled = named_alike(spell_out(node, LONGEST_SPELLED_OUT))
        return core(spelled, self.notation, self.clock, self.depends)

    def statements(self, left: Node, right: Node) -> Comparison:
        """Compare two statements."""
        definitions = self.definitions(left, right)
        if definitions is not None:
            return definitions
        try:
            splits = not may_be_complex(self.notation)
            first, second = statement(self.core(left), splits=splits), statement(self.core(right), splits=splits)
        except NotAStatement as trouble:
            return undecided(f"not a statement about numbers: {trouble}")
        result = compare_statements(first, second, self.notation, self.clock)
        return self.graphs(left, right) or result if result.verdict == "undecided" else result

    def graphs(self, left: Node, right: Node) -> Comparison | None:
        """Compare y = e^x with x = ln y: each holds all along the graph of the other."""
        proved = True
        for graph, other in ((left, right), (right, left)):
            explicit = _solved_for(graph)
            if explicit is None or not isinstance(other, Relation) or other.relations != ("eq",):
                return None
            name, value = explicit
            # Only where the graph is: a zero times the value keeps its domain.
            graph_only = Op("mul", (ZERO, value))
            along = [self.core(Op("add", (substitute(side, name, value), graph_only))) for side in other.operands]
            result = self.values(along[0], along[1])
            if not result.is_same:
                return None
            proved &= result.proved
        return same("each along the graph of the other", proved=proved)

    def definitions(self, left: Node, right: Node) -> Comparison | None:
        """Compare f(x) = x² with f(t) = t²: the name of the argument does not matter."""
        match left, right:
            case (
                Relation(operands=(Call(head=Symbol() as f, args=(*xs,)), body), relations=("eq" | "define",)),
                Relation(operands=(Call(head=Symbol() as g, args=(*ys,)), other), relations=("eq" | "define",)),
            ) if f == g and len(xs) == len(ys) and all(isinstance(each, Symbol) for each in (*xs, *ys)):
                return self.renamed(xs, body, ys, other)
            case _:
                return None

    def renamed(self, xs: list[Node], body: Node, ys: list[Node], other: Node) -> Comparison:
        """Compare two bodies whose variables correspond one by one."""
        for at, (x, y) in enumerate(zip(xs, ys, strict=True)):
            assert isinstance(x, Symbol)
            assert isinstance(y, Symbol)
            if x != y:
                fresh = Symbol(f"⟨argument {at}⟩")
                body, other = substitute(body, x.name, fresh), substitute(other, y.name, fresh)
        return self.compare(body, other)

    def maps(self, left: Node, right: Node) -> Comparison:
        """Compare x ↦ x² with t ↦ t²."""
        assert isinstance(left, Binder)
        assert isinstance(right, Binder)
        if len(left.variables) != len(right.variables):
            return different("number of arguments")
        return self.renamed(list(left.variables), left.body, list(right.variables), right.body)

    def matrices(self, left: Node, right: Node) -> Comparison:
        """Compare two written matrices by entry."""
        assert isinstance(left, Matrix)
        assert isinstance(right, Matrix)
        if left.shape != right.shape:
            return different("shape")
        return compare_in_order(left.entries, right.entries, self.compare)

    def collections(self, left: Node, right: Node, kinds: tuple[str, str]) -> Comparison:
        """Compare collections, and say of things of different kinds only what is certain."""
        first, second = elements_of(left, ORDERED), elements_of(right, ORDERED)
        if first is not None and second is not None:
            return self.in_order(left, right, first, second)
        if kinds in {("ordered", "value"), ("value", "ordered")} and _has_choice(left, right):
            one, other = [elements_of(node, ORDERED) or tuple(signs_chosen(node)) for node in (left, right)]
            return compare_as_sets(one, other, self.compare)
        if kinds in {("ordered", "statement"), ("statement", "ordered")}:
            return self.systems(left, right)
        if kinds in {("set", "value"), ("value", "set")} and _has_choice(left, right):
            left, right = [
                node if kind == "set" else Op("set", tuple(signs_chosen(node)))
                for kind, node in zip(kinds, (left, right), strict=True)
            ]
        one, other = elements_of(left, _SETS), elements_of(right, _SETS)
        if one is not None and other is not None:
            return compare_as_sets(one, other, self.compare)
        if "set" in kinds and all(kind in {"set", "ordered"} for kind in kinds):
            if _is_written_list(left, right) or _is_written_list(right, left):
                return different("a list and a set")
            return self.sets(left, right)
        if kinds[0] != kinds[1] and "unknown" not in kinds:
            return self.other_kinds(left, right, kinds)
        return undecided("kinds: " + " and ".join(kinds))

    def in_order(self, left: Node, right: Node, first: tuple[Node, ...], second: tuple[Node, ...]) -> Comparison:
        """Compare two lists; of equations the order may not have been meant."""
        result = compare_in_order(first, second, self.compare)
        if result.is_same and not left_is_like(left, right):
            return self.brackets(left, right)
        if result.is_different and all(is_statement(each) for each in (*first, *second)):
            unordered = compare_as_sets(first, second, self.compare)
            together = self.systems(left, right)
            if not (unordered.is_different and together.is_different):
                return undecided("equations in another order or form")
        return result

    def brackets(self, left: Node, right: Node) -> Comparison:
        """Tell [0, 1] from (0, 1): as intervals they differ at an end, as a list and a point they differ in kind."""
        ends = elements_of(left, ORDERED) or ()
        written = {node.op for node in (left, right) if isinstance(node, Op)}
        if written == {"list", "tuple"} and len(ends) == 2:
            try:
                rises = statement(self.core(Relation(ends, ("lt",))))
                is_interval = compare_statements(rises, TRUE, self.notation, self.clock).is_same
            except NotAStatement:
                is_interval = False
            if is_interval:
                return different("an end that lies in one interval alone")
        return undecided("brackets of another kind")

    def systems(self, left: Node, right: Node) -> Comparison:
        """Compare lists of equations as systems; that they differ as such says nothing about alternatives."""
        first, second = _system(left), _system(right)
        if not (is_statement(first) and is_statement(second)):
            return undecided("kinds")
        result = self.statements(first, second)
        is_list = [elements_of(node, ORDERED) is not None for node in (left, right)]
        is_plain = all(_is_solution(node) for node in (left, right) if elements_of(node, ORDERED) is not None)
        return result if result.is_same or all(is_list) or is_plain else undecided("a list of equations")

    def is_number(self, node: Node) -> bool:
        """Whether an expression is certainly a number, and no name for a vector or set."""
        if isinstance(node, Symbol):
            return False
        try:
            program = compile_formulas([self.core(node)], surroundings(self.notation, node))
        except NotComputable:
            return False
        return not program.traits.opaque and not survey(node).names & {"Call", "gradient", "cross"}

    def sets(self, left: Node, right: Node) -> Comparison:
        """Compare sets of real numbers by what lies in them."""
        try:
            first = statement(self.core(membership(_MEMBER, left)))
            second = statement(self.core(membership(_MEMBER, right)))
        except NotAStatement as trouble:
            return undecided(f"not a set of numbers: {trouble}")
        return compare_statements(first, second, self.notation, self.clock)

    def other_kinds(self, left: Node, right: Node, kinds: tuple[str, str]) -> Comparison:
        """A list of two is no number and no equation; but x = 2 may stand for 2, and {2} too."""
        sizes = {kind: _size(node) for kind, node in zip(kinds, (left, right), strict=True)}
        many = [kind for kind in kinds if sizes[kind] is not None and sizes[kind] != 1]
        value = left if kinds[0] == "value" else right
        if len(many) == 1 and "value" in kinds and not _has_choice(left, right) and self.is_number(value):
            return different("kinds: " + " and ".join(kinds))
        return undecided("kinds: " + " and ".join(kinds))


def _compare_infinities(left: Node, right: Node, notation: Notation) -> Comparison | None:
    """Compare ±∞ with each other and with finite constants."""
    first, second = infinity_sign(left), infinity_sign(right)
    if not (first or second):
        return None
    if first and second:
        return same("identical", proved=True) if first == second else different("infinities")
    finite = right if first else left
    try:
        program = compile_formulas([finite], surroundings(notation, finite))
    except NotComputable:
        return undecided("infinity")
    divides = survey(finite).names & {"div", "pow"}  # 1/0 is ∞ for some
    return undecided("infinity") if program.symbols or divides else different("an infinity and a number")


def kind_of(node: Node) -> str:
    """Return ``value``, ``statement``, ``ordered``, ``set``, ``matrix``, ``map`` or ``unknown``."""
    match node:
        case Matrix():
            return "matrix"
        case Constant(name=name) if name in _SET_CONSTANTS:
            return "set"
        case Op(op=op) if op in ORDERED:
            return "ordered"
        case Op(op=op) if op in _SET_OPERATIONS or op == "set":
            return "set"
        case Binder(op="map"):
            return "map"
        case Binder(op="set_of", variables=(Symbol(),)):
            return "set"
        case Binder(op="set_of" | "union" | "intersection" | "forall" | "exists"):
            return "unknown"
        case _:
            if is_statement(node):
                return "statement"
            return "unknown" if "Matrix" in survey(node).names else "value"


def _system(node: Node) -> Node:
    parts = elements_of(node, ORDERED)
    if parts is None or not all(is_statement(each) for each in parts):
        return node
    first, *others = parts
    return Op("and", parts) if others else first


def _is_solution(node: Node) -> bool:
    """Whether a list gives values to different symbols, x = 2, y = 3: nobody means alternatives by that."""
    found = [_solved_for(each) for each in elements_of(node, ORDERED) or ()]
    names = {each[0] for each in found if each is not None}
    return len(names) == len(found) and not any(names & free_names(each[1]) for each in found if each is not None)


def _solved_for(node: Node) -> tuple[str, Node] | None:
    """Return the symbol that an equation is solved for, and its value."""
    match node:
        case Relation(operands=(Symbol() as x, value), relations=("eq",)) if x.name not in free_names(value):
            return x.name, value
        case Relation(operands=(value, Symbol() as x), relations=("eq",)) if x.name not in free_names(value):
            return x.name, value
        case _:
            return None


def left_is_like(left: Node, right: Node) -> bool:
    """Whether two ordered collections are written with the same brackets."""
    return isinstance(left, Op) and isinstance(right, Op) and left.op == right.op


def _size(node: Node) -> int | None:
    match node:
        case Op(op=op, args=args) if op in ORDERED or op == "set":
            return len(args)
        case Matrix(entries=entries):
            return len(entries)
        case _:
            return None


def _is_written_list(ordered: Node, beside: Node) -> bool:
    """Whether a list in brackets stands beside a finite set; a bare ``1, 2`` may have been meant as one."""
    several = elements_of(beside, _SETS)
    few = elements_of(ordered, frozenset({"list", "tuple"}))
    return (
        several is not None and few is not None and not _has_choice(ordered, beside) and min(len(several), len(few)) > 1
    )


def _has_choice(*nodes: Node) -> bool:
    return any(len(signs_chosen(node)) > 1 for node in nodes)
