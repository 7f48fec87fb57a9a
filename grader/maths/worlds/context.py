"""What every part of the evaluator needs: the batch, definitions, names, indices."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from fractions import Fraction

from grader.maths.notation import Domain
from grader.maths.tree import Constant, Density, Expectation, Node, Number, Op, Symbol, Text
from grader.maths.worlds.batch import Batch
from grader.maths.worlds.question import Definition, DiracSpec, LawSpec, NormalSpec, QuestionNotation, Variable
from grader.maths.worlds.tables import TableLaw
from grader.maths.worlds.values import Meaning, Names, NoValue, Value

Bound = Meaning | int | frozenset[str]
Env = Mapping[str, Bound]
EMPTY: Env = {}
OUTER = "#outer"  # in an Env: the variables that an expectation around is going to bind


class Context(ABC):
    """A batch of worlds with the definitions that are in force.

    ``conditioned`` is the lenient reading of laws: what a question observes stands behind every bar. ``generic``
    takes names that nobody declared for arbitrary numbers of a domain: what holds then holds whatever they mean.
    """

    def __init__(
        self,
        batch: Batch,
        definitions: Mapping[str, Definition],
        *,
        conditioned: bool = False,
        generic: Domain | None = None,
    ) -> None:
        self.batch = batch
        self.question: QuestionNotation = batch.question
        self.definitions = dict(definitions)
        self.conditioned = conditioned
        self.generic: Domain | None = generic
        self.slips: dict[Node, str] = {}
        self._names: dict[Node, frozenset[str]] = {}
        self._tables: dict[str, TableLaw] = {}

    @abstractmethod
    def meaning(self, node: Node, env: Env) -> Meaning:
        """Return what a formula stands for; ``NoValue`` where it stands for nothing."""

    @abstractmethod
    def value(self, node: Node, env: Env) -> Value:
        """Return the number, vector or matrix of a formula."""

    @abstractmethod
    def applied(self, head: Node, arguments: tuple[Meaning, ...], env: Env) -> Meaning:
        """Apply a function."""

    # --- names
    def names(self, node: Node) -> frozenset[str]:
        """Return every name that a formula's value may hang on, through definitions and laws."""
        found = self._names.get(node)
        if found is None:
            self._names[node] = frozenset()  # a definition that uses itself adds nothing
            names: set[str] = set()
            if isinstance(node, Symbol):
                names |= self._names_of_symbol(node)
            elif isinstance(node, Density):
                names |= self._names_of_law(node.head)
            elif isinstance(node, Expectation):
                names.add(OUTER)
            for child in node.children:
                names |= self.names(child)
            found = frozenset(names)
            self._names[node] = found
        return found

    def _names_of_symbol(self, node: Symbol) -> set[str]:
        names = {node.name, node.stem}
        for name in (node.name, node.stem):
            definition = self.definitions.get(name)
            if definition is not None:
                names |= self.names(definition.body) | set(definition.parameters)
            names.update(self.question.groups.get(name, ()))
        return names | self._names_of_law(node)

    def _names_of_law(self, head: Node) -> set[str]:
        spec = self.law_spec(head)
        if isinstance(spec, NormalSpec):
            return {spec.variable} | self.names(spec.mean) | self.names(spec.variance)
        if isinstance(spec, DiracSpec):
            return {spec.variable} | self.names(spec.atom)
        return set()

    # --- laws
    def law_name(self, head: Node) -> str | None:
        """Return the declared name of a law."""
        return self.question.law_of(self.batch.model, head)

    def law_spec(self, head: Node) -> LawSpec | None:
        """Return what is declared of a law, None if nothing is."""
        name = self.law_name(head)
        return None if name is None else self.batch.model.laws[name]

    def table(self, head: Node) -> TableLaw:
        """Return the joint law that a name stands for.

        Raises:
            NoValue: ``unknown`` if it stands for none.
        """
        name = self.law_name(head)
        spec = self.law_spec(head)
        if name is None or spec is None or isinstance(spec, (NormalSpec, DiracSpec)):
            raise NoValue("unknown", head.name if isinstance(head, Symbol) else "law")
        law = self._tables.get(name)
        if law is None:
            law = self.batch.table_law(name, spec)
            self._tables[name] = law
        return law

    def random(self, symbol: Symbol) -> Variable | None:
        """Return the random variable that a symbol belongs to."""
        variables = self.question.random
        found = variables.get(symbol.name)
        if found is not None:
            return found
        found = variables.get(symbol.stem)
        return found if found is not None and (found.first is not None or not symbol.subs) else None

    def variables(self, nodes: tuple[Node, ...], env: Env) -> Names:
        r"""Resolve what stands in a density or below an integral to variables: ``x_{1:T}, z`` to x_1, …, x_T, z.

        Raises:
            NoValue: if something there is no discrete random variable of these worlds.
        """
        found: list[str] = []
        for at, node in enumerate(nodes):
            if isinstance(node, Constant) and node.name == "dots":
                found.extend(self._between(nodes, at, env))
            elif isinstance(node, Op) and node.op in {"tuple", "sequence", "list", "set"}:
                found.extend(self.variables(node.args, env))
            elif isinstance(node, Symbol):
                found.extend(self._resolved(node, env))
            else:
                raise NoValue("unsupported", "density of an expression")
        if any(isinstance(node, Constant) for node in nodes):  # x_1, …, x_T names one variable twice where T = 1
            return tuple(dict.fromkeys(found))
        return tuple(found)

    def _resolved(self, node: Symbol, env: Env) -> list[str]:
        variable = self.random(node)
        if variable is None or variable.kind != "discrete":
            raise NoValue("unknown", node.name)
        if variable.first is None or variable.last is None:
            return [variable.name]
        if len(node.subs) != 1:
            raise NoValue("unknown", node.name)
        low, high = self.batch.integer(variable.first), self.batch.integer(variable.last)
        index = node.subs[0]
        if isinstance(index, Op) and index.op == "range":
            first, last = self.index(index.args[0], env), self.index(index.args[1], env)
        else:
            first = last = self.index(index, env)
        if first < low or last > high:
            raise NoValue("range", node.name)
        return [f"{variable.name}_{at}" for at in range(first, last + 1)]

    def _between(self, nodes: tuple[Node, ...], at: int, env: Env) -> list[str]:
        """Return the variables that an ellipsis stands for."""
        before, after = nodes[at - 1] if at else None, nodes[at + 1] if at + 1 < len(nodes) else None
        if isinstance(before, Symbol) and isinstance(after, Symbol) and before.stem == after.stem:
            first, last = self._resolved(before, env), self._resolved(after, env)
            start, stop = int(first[-1].partition("_")[2]), int(last[0].partition("_")[2])
            return [f"{before.stem}_{index}" for index in range(start + 1, stop)]
        raise NoValue("unsupported", "…")

    # --- indices
    def index(self, node: Node, env: Env) -> int:
        """Return the integer that an index stands for.

        Raises:
            NoValue: if it stands for none.
        """
        match node:
            case Number(value=value) if value.denominator == 1:
                return int(value)
            case Symbol():
                bound = env.get(node.name)
                if isinstance(bound, int):
                    return bound
                if node.name in self.batch.sizes:
                    return self.batch.sizes[node.name]
                return self.batch.free_index(node.name)
            case Op(op="add", args=args):
                return sum(self.index(arg, env) for arg in args)
            case Op(op="neg", args=(arg,)):
                return -self.index(arg, env)
            case Op(op="mul", args=args):
                product = 1
                for arg in args:
                    product *= self.index(arg, env)
                return product
            case Text(text=text):
                raise NoValue("unknown", text)
            case _:
                raise NoValue("unsupported", "index")

    def indexed_name(self, symbol: Symbol, env: Env) -> tuple[str, int] | None:
        """Return stem and index of a symbol with one integer index, None of any other."""
        if len(symbol.subs) != 1 or symbol.sups:
            return None
        try:
            return symbol.stem, self.index(symbol.subs[0], env)
        except NoValue:
            return None


def named(name: str) -> Symbol:
    """Return the symbol of a canonical name with at most one plain index."""
    stem, _, index = name.partition("_")
    if not index:
        return Symbol(name)
    sub: Node = Number(Fraction(int(index)), index) if index.isdigit() else Symbol(index)
    return Symbol(stem, (), (sub,))
