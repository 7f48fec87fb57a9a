"""The evaluator: formulas to arrays, one cached value for every node and what is bound around it."""

from collections.abc import Mapping
from functools import reduce

import numpy as np

from grader.maths.notation import Domain, Shape
from grader.maths.tree import (
    Binder,
    Call,
    Constant,
    Density,
    Expectation,
    Matrix,
    Node,
    Number,
    Op,
    Relation,
    Symbol,
    Text,
)
from grader.maths.worlds import binders, calculus, contract, matrices
from grader.maths.worlds.batch import Batch
from grader.maths.worlds.context import Bound, Env, named
from grader.maths.worlds.elementary import ELEMENTARY, log
from grader.maths.worlds.naming import Naming
from grader.maths.worlds.operators import SPECIAL, items_of, truth
from grader.maths.worlds.question import Definition, FunctionSpec, NormalSpec, by_arity
from grader.maths.worlds.values import (
    Meaning,
    NoValue,
    Several,
    Value,
    constant,
    entrywise,
    stacked,
)

_CONSTANTS = {"pi": np.pi, "e": np.e, "i": 1j, "euler_gamma": np.euler_gamma, "infinity": np.inf}
_REAL: tuple[Domain, Shape] = ("real", "scalar")
MOST_COMPUTED = 20_000  # values of one formula; sums inside sums inside sums need more and are not judged
CACHE_LIMIT = 60_000  # values kept; a repair that tries many edits starts afresh beyond


class Evaluator(Naming):
    """Values of formulas in one batch; ask ``meaning`` or ``value`` with nothing bound."""

    def __init__(
        self,
        batch: Batch,
        definitions: Mapping[str, Definition],
        *,
        conditioned: bool = False,
        generic: Domain | None = None,
    ) -> None:
        known = {**batch.question.definitions, **definitions}
        super().__init__(batch, known, conditioned=conditioned, generic=generic)
        self._cache: dict[tuple[object, ...], Meaning | NoValue] = {}
        self._unfolding: list[str] = []
        self._computed = 0
        self._limit = MOST_COMPUTED

    def define(self, name: str, definition: Definition) -> None:
        """Put a definition in force; what was computed with another meaning of the name is forgotten."""
        self.definitions[name] = definition
        self._cache.clear()
        self._names.clear()

    def meaning(self, node: Node, env: Env) -> Meaning:
        """Return what a formula stands for, from the cache if it was asked before."""
        if env:
            names = self.names(node)
            key = (node, *((name, env[name]) for name in env if name in names))
        else:
            key = (node,)
            self._limit = self._computed + MOST_COMPUTED
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) > CACHE_LIMIT:
                self._cache.clear()
            self._computed += 1
            if self._computed > self._limit:
                raise NoValue("too_large", "sum")
            try:
                found = self._compute(node, env)
            except NoValue as reason:
                found = reason
            except (ArithmeticError, LookupError, TypeError, ValueError) as surprise:  # one odd formula costs one step
                found = NoValue("unsupported", type(surprise).__name__)
            self._cache[key] = found
        if isinstance(found, NoValue):
            raise found
        return found

    def value(self, node: Node, env: Env) -> Value:
        """Return the number, vector or matrix of a formula; a tuple of numbers is a vector."""
        found = self.meaning(node, env)
        if isinstance(found, Several):
            return self.flattened(found)
        return found

    def flattened(self, several: Several) -> Value:
        """Return a tuple of numbers and vectors as one vector."""
        if several.kind == "either":
            raise NoValue("unsupported", "±")
        parts: list[Value] = []
        for item in several.items:
            part = self.flattened(item) if isinstance(item, Several) else item
            parts.extend(matrices.entries(part))
        return stacked(parts, (len(parts),))

    def _compute(self, node: Node, env: Env) -> Meaning:
        match node:
            case Number(value=value):
                return constant(float(value))
            case Symbol():
                return self.symbol(node, env)
            case Constant(name=name):
                return self._constant(name)
            case Op():
                return self._operator(node, env)
            case Call():
                return self.called(node, env)
            case Density():
                return contract.density(self, node, env)
            case Expectation():
                return contract.expectation(self, node, env)
            case Binder():
                return binders.binder(self, node, env)
            case Matrix():
                values = [self.value(entry, env) for entry in node.entries]
                if node.columns == 1 and any(value.rank for value in values):  # blocks of one vector
                    parts = [part for value in values for part in matrices.entries(value)]
                    return stacked(parts, (len(parts),))
                return stacked(values, node.shape)
            case Relation():
                return truth(self, node, env)
            case _:
                raise NoValue("unsupported", type(node).__name__.lower())

    def _constant(self, name: str) -> Value:
        if name == "identity":
            size = self.question.identity
            if size is None:
                return constant(1.0)
            return Value(np.eye(self.batch.integer(size))[None], (), 2)
        if name == "true":
            return Value(np.ones(1, dtype=bool))
        found = _CONSTANTS.get(name)
        if found is None:
            raise NoValue("unsupported", name)
        return constant(found)

    # --- symbols
    def symbol(self, node: Symbol, env: Env) -> Meaning:
        """Return what a name stands for."""
        name = node.name
        bound: Bound | None = env.get(name)
        if bound is not None and not isinstance(bound, frozenset):
            return constant(float(bound)) if isinstance(bound, int) else bound
        definition = self.definitions.get(name)
        if definition is not None:
            return self.unfolded(name, definition, env)
        if "star" in node.marks:
            return self._starred(node, env)
        if name in self.question.groups:
            return self._grouped(name, env)
        variable = self.random(node)
        if variable is not None and variable.kind == "discrete":
            states = [self.batch.states_of(resolved) for resolved in self.variables((node,), env)]
            return states[0] if len(states) == 1 else Several(tuple(states))
        indexed = self.indexed_name(node, env) if node.subs else None
        if indexed is not None:
            found = self._indexed(*indexed, node, env)
            if found is not None:
                return found
        law = self.law_spec(node)
        if isinstance(law, NormalSpec):  # ∫ q log p dx
            return contract.density(self, Density(node, (named(law.variable),)), env)
        labelled = self.labelled_definition(node)
        if labelled is not None:
            return self.unfolded(node.stem, labelled, env)
        if not node.subs:
            if name in self.batch.sizes:
                return constant(float(self.batch.sizes[name]))
            if name in self.question.indices:
                return constant(float(self.batch.free_index(name)))
            if name in self.question.families:
                return self._whole_family(name)
        return self._number(node, env)

    def _indexed(self, stem: str, index: int, node: Symbol, env: Env) -> Meaning | None:
        """Return an entry: of a family, a bound or defined vector; None if the stem is none of these."""
        declared = self.question.reader.symbols.get(node.name)
        if stem in self.question.families:
            family = self.question.reader.symbols.get(stem)
            return self.batch.member(stem, index, "real" if family is None else family.domain)
        resolved = f"{stem}_{index}"
        if resolved != node.name and resolved in env:
            bound = env[resolved]
            if not isinstance(bound, frozenset):
                return constant(float(bound)) if isinstance(bound, int) else bound
        if resolved != node.name and resolved in self.definitions:
            return self.unfolded(resolved, self.definitions[resolved], env)
        pattern = self.pattern(stem)
        if pattern is not None and resolved not in self.definitions:
            letter, definition = pattern
            return self.unfolded(resolved, definition, {**env, letter: index})
        if declared is None and resolved != node.name and self.domain_of(node) is not None:
            domain, shape = self.domain_of(node) or _REAL
            if shape == "scalar":
                return self.batch.number(resolved, domain)
        return None

    def _whole_family(self, name: str) -> Value:
        size = self.batch.sizes[self.question.families[name].size]
        found = self.question.reader.symbols.get(name)
        domain = "real" if found is None else found.domain
        return stacked([self.batch.member(name, at, domain) for at in range(1, size + 1)], (size,))

    def _number(self, node: Symbol, env: Env) -> Value:
        found = self.domain_of(node)
        if found is None and self.generic is not None:
            return self.batch.number(node.name, self.generic)
        if found is None:
            raise NoValue("unknown", node.name)
        domain, shape = found
        if shape == "vector":
            return self.batch.vector(node.name, domain, self.batch.sizes.get("D", 2))
        if shape == "matrix":
            raise NoValue("unsupported", f"matrix {node.name}")
        indexed = self.indexed_name(node, env)
        return self.batch.number(node.name if indexed is None else f"{indexed[0]}_{indexed[1]}", domain)

    def _starred(self, node: Symbol, env: Env) -> Meaning:
        marks = tuple(mark for mark in node.marks if mark != "star")
        plain = Symbol(node.base, marks, node.subs, node.sups)
        unlabelled = Symbol(node.base, node.marks, (), node.sups).name
        if node.subs and unlabelled in self.definitions and all(isinstance(sub, (Text, Symbol)) for sub in node.subs):
            return self.unfolded(unlabelled, self.definitions[unlabelled], env)
        if plain.name in self.question.groups:
            members = self.question.groups[plain.name]
            return Several(tuple(self._stationary(member, env) for member in members))
        return self._stationary(plain.name, env)

    def _stationary(self, name: str, env: Env) -> Value:
        found = self.question.stationary.get(name)
        if found is None:
            raise NoValue("unknown", f"{name}*")
        return self.value(found, env)

    def _grouped(self, name: str, env: Env) -> Several:
        return Several(tuple(self.by_name(member, env) for member in self.question.groups[name]))

    def by_name(self, name: str, env: Env) -> Value:
        """Return the value of a symbol that is known by its name alone."""
        return self.value(named(name), env)

    def unfolded(self, name: str, definition: Definition, env: Env) -> Meaning:
        """Return what a definition stands for; a function's name alone stands for it at its own variables."""
        if name in self._unfolding or len(self._unfolding) > 20:
            raise NoValue("cyclic", name)
        self._unfolding.append(name)
        try:
            return self.meaning(definition.body, env)
        finally:
            self._unfolding.pop()

    # --- functions
    def called(self, node: Call, env: Env) -> Meaning:
        """Apply a function to the values of its arguments."""
        head = node.head
        if isinstance(head, Symbol) and self.is_value(head) and len(node.args) == 1:
            return self.value(Op("mul", (head, node.args[0])), env)
        functional = self.functional(node)
        if functional is not None:
            return self.unfolded(head.name if isinstance(head, Symbol) else "", functional, env)
        arguments = tuple(self.meaning(arg, env) for arg in node.args)
        return self.applied(head, arguments, env)

    def applied(self, head: Node, arguments: tuple[Meaning, ...], env: Env) -> Meaning:
        """Apply a function: declared, defined, drawn, a derivative, an inverse, a composition."""
        match head:
            case Symbol():
                return self._applied_name(head, arguments, env)
            case Op(op="prime", args=(inner, Number(value=order))):
                return calculus.derivative_at(self, inner, arguments, int(order), env)
            case Op(op="inverse_function", args=(inner,)):
                if self.meaning_of(inner) == "logistic":
                    return self.elementary("logit", self._single(arguments))
                raise NoValue("unsupported", "inverse function")
            case Op(op="compose", args=parts):
                inside: Meaning = self.applied(parts[-1], arguments, env)
                for part in reversed(parts[:-1]):
                    inside = self.applied(part, (inside,), env)
                return inside
            case Op(op=op, args=(inner,)) if op in ELEMENTARY or op == "log":  # (log σ)(u)
                found = self.applied(inner, arguments, env)
                value = found if isinstance(found, Value) else self.flattened(found)
                return Value(log(value.data), value.axes) if op == "log" else self.elementary(op, value)
            case _:
                raise NoValue("unsupported", "function")

    def _single(self, arguments: tuple[Meaning, ...]) -> Value:
        if len(arguments) != 1 or isinstance(arguments[0], Several):
            raise NoValue("shape", "arguments")
        return arguments[0]

    def _applied_name(self, head: Symbol, arguments: tuple[Meaning, ...], env: Env) -> Meaning:
        for name in (by_arity(head.name, len(arguments)), head.name, head.stem):
            definition = self.definitions.get(name)
            if definition is not None:
                return self._applied_definition(name, definition, arguments, env)
        means = self.meaning_of(head)
        if means is not None and means in ELEMENTARY:
            return self.elementary(means, self._single(arguments))
        spec = self.question.functions.get(head.name) or self.question.functions.get(head.stem)
        declared = self.question.reader.declared(head)
        if spec is None and declared is not None and declared.role == "function" and means is None:
            spec = FunctionSpec()
        if spec is None:
            raise NoValue("unknown", head.name)
        numbers = [self._single((argument,)) for argument in arguments]
        function = self.batch.function(head.name, spec, len(numbers))
        total = reduce(lambda a, b: entrywise(np.add, a, b), numbers)
        spreads = [entrywise(lambda _, b: np.broadcast_to(b, np.broadcast_shapes(_.shape, b.shape)), total, number)
                   for number in numbers]  # fmt: skip
        return Value(function.apply(tuple(each.data for each in spreads)), total.axes, total.rank)

    def _applied_definition(
        self, name: str, definition: Definition, arguments: tuple[Meaning, ...], env: Env
    ) -> Meaning:
        flat = [item for argument in arguments for item in items_of(argument)]
        parameters = [member for each in definition.parameters for member in self.question.groups.get(each, (each,))]
        if len(flat) != len(parameters):
            if len(flat) == 1 and len(parameters) > 1:  # h(r) for h(α, r): the others keep their values
                parameters = parameters[-1:]
            elif not definition.parameters or len(arguments) != len(definition.parameters):
                raise NoValue("shape", f"arguments of {name}")
            else:
                flat, parameters = list(arguments), list(definition.parameters)
        return self.unfolded(name, definition, {**env, **dict(zip(parameters, flat, strict=True))})

    def elementary(self, name: str, value: Value) -> Value:
        """Apply a function of one number, entry by entry."""
        return Value(ELEMENTARY[name](value.data), value.axes, value.rank)

    # --- operators
    def _operator(self, node: Op, env: Env) -> Meaning:
        op = node.op
        special = SPECIAL.get(op)
        if special is not None:
            return special(self, node, env)
        if op in ELEMENTARY:
            if op == "abs" and len(node.args) == 1:
                inner = self.value(node.args[0], env)
                if inner.rank == 2 and inner.tensor_shape[0] == inner.tensor_shape[1]:
                    return matrices.determinant_of(inner)  # |A − λI|
                return matrices.norm(inner) if inner.rank else self.elementary("abs", inner)
            return self._each(op, self.meaning(node.args[0], env))
        raise NoValue("unsupported", op)

    def _each(self, op: str, meaning: Meaning) -> Meaning:
        """Apply a function of one number to each of several values."""
        if isinstance(meaning, Several):
            return Several(tuple(self._each(op, item) for item in meaning.items), meaning.kind)
        return self.elementary(op, meaning)
