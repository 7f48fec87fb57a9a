"""The worlds of a derivation: batches under the conditions in force, one evaluator each, kept for all its steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from grader.maths.derivations.solve import solutions
from grader.maths.notation import Domain
from grader.maths.tree import Call, Node, Number, Op, Relation, Symbol
from grader.maths.worlds.batch import BOUNDARY_SHARE, Batch
from grader.maths.worlds.choose import DENSE, NARROW, dense_batches, has_tables, narrow_batches
from grader.maths.worlds.draws import numbers
from grader.maths.worlds.evaluate import Evaluator
from grader.maths.worlds.question import Definition, Model, QuestionNotation
from grader.maths.worlds.values import Array, NoValue

FEWEST = 2  # worlds that must satisfy the conditions for a step to be judged under them


@dataclass(frozen=True, slots=True)
class Condition:
    """A relation that bounds the worlds of what follows it."""

    left: Node
    relation: str
    right: Node

    @property
    def is_equation(self) -> bool:
        """Whether it fixes values rather than a region."""
        return self.relation in {"eq", "define", "equivalent"}


class Unmet(Exception):
    """No worlds, or too few, satisfy the conditions."""


class Settings:
    """Evaluators by conditions, for one model of a question and one set of definitions."""

    def __init__(self, question: QuestionNotation, model: Model, seed: int) -> None:
        self.question = question
        self.model = model
        self.seed = seed
        self.definitions: dict[str, Definition] = {}
        self._narrow: dict[tuple[object, ...], tuple[Evaluator, ...]] = {}
        self._dense: dict[tuple[object, ...], tuple[Evaluator, ...]] = {}
        declared = [condition for node in question.conditions for condition in conditions_of(node)]
        self.declared = tuple(declared)

    def define(self, name: str, definition: Definition) -> None:
        """Put a definition in force."""
        if self.definitions.get(name) != definition:
            self.definitions[name] = definition
            self._narrow.clear()
            self._dense.clear()

    def forget(self, name: str) -> None:
        """Take a definition out of force."""
        if self.definitions.pop(name, None) is not None:
            self._narrow.clear()
            self._dense.clear()

    def narrow(
        self, conditions: tuple[Condition, ...], *, conditioned: bool = False, generic: Domain | None = None
    ) -> tuple[Evaluator, ...]:
        """Return the evaluators for equalities under these conditions.

        Raises:
            Unmet: if no worlds satisfy them.
        """
        key = (conditions, conditioned, generic)
        found = self._narrow.get(key)
        if found is None:
            batches = narrow_batches(self.question, self.model, self.seed)
            limit = NARROW if not has_tables(self.question) else 10_000
            found = self._evaluators(batches, conditions, limit, conditioned=conditioned, generic=generic)
            self._narrow[key] = found
        return found

    def dense(self, conditions: tuple[Condition, ...], *, generic: Domain | None = None) -> tuple[Evaluator, ...]:
        """Return the evaluators for inequalities under these conditions.

        Raises:
            Unmet: if no worlds satisfy them.
        """
        key = (conditions, generic)
        found = self._dense.get(key)
        if found is None:
            batches = dense_batches(self.question, self.model, self.seed)
            limit = DENSE if not has_tables(self.question) else 10_000
            found = self._evaluators(batches, conditions, limit, generic=generic, dense=True)
            self._dense[key] = found
        return found

    def _evaluators(
        self,
        batches: tuple[Batch, ...],
        conditions: tuple[Condition, ...],
        limit: int,
        *,
        conditioned: bool = False,
        generic: Domain | None = None,
        dense: bool = False,
    ) -> tuple[Evaluator, ...]:
        found: list[Evaluator] = []
        for batch in batches:
            try:
                for condition in sorted((*self.declared, *conditions), key=_turn):
                    batch = self.restricted(batch, condition, dense=dense)
            except Unmet:  # of one shape: there is no t ≥ 2 where T = 1
                continue
            if batch.count >= min(FEWEST, batch.pool):
                chosen = batch.first(limit)
                found.append(Evaluator(chosen, self.definitions, conditioned=conditioned, generic=generic))
        if not found:
            raise Unmet
        return tuple(found)

    def restricted(self, batch: Batch, condition: Condition, *, dense: bool) -> Batch:
        """Return a batch with the worlds that satisfy a condition.

        Raises:
            Unmet: if the condition cannot be evaluated.
        """
        try:
            if condition.is_equation:
                return self._equated(batch, condition)
            if dense and condition.relation in {"le", "ge"}:
                batch = self._with_boundary(batch, condition)
            evaluator = Evaluator(batch, self.definitions, generic="real")  # « b > a » of names that nobody declared
            relation = Relation((condition.left, condition.right), (condition.relation,))
            holds = evaluator.value(relation, {}).data
            if condition.relation in {"lt", "gt"}:  # not by a rounding error of what was solved for
                apart = Relation((condition.left, condition.right), ("ne",))
                holds = holds & evaluator.value(apart, {}).data
            return batch.restricted(np.broadcast_to(holds.reshape(len(holds), -1).all(axis=1), (batch.count,)))
        except NoValue as reason:
            raise Unmet from reason

    def _equated(self, batch: Batch, condition: Condition) -> Batch:
        for name, value in ((condition.left, condition.right), (condition.right, condition.left)):
            if not isinstance(name, Symbol):
                continue
            if name.name in self.question.indices and isinstance(value, Number) and value.value.denominator == 1:
                return _sized(batch, name.name, int(value.value))
            if self.is_number(name):
                found = Evaluator(batch, self.definitions).value(value, {})
                if not found.axes and not found.rank:
                    resolved = Evaluator(batch, self.definitions).indexed_name(name, {})
                    key = name.name if resolved is None else f"{resolved[0]}_{resolved[1]}"
                    return batch.fixing(key, found.data)
        new = self._new_names(condition)
        if new:  # « il existe ξ tel que f(b) − f(a) = f'(ξ)(b − a) »
            starts = {
                name: batch.selected(numbers(f"start {name}", "real", self.seed, batch.pool, wide=False))
                for name in new
            }
            return solutions([(condition.left, condition.right)], starts, batch, self.definitions)
        unknowns = self.unknowns(((condition.left, condition.right),), batch, is_complex=False)
        return solutions([(condition.left, condition.right)], unknowns, batch, self.definitions)

    def _new_names(self, condition: Condition) -> list[str]:
        """Return the letters of an equation that nobody gave a meaning."""
        known = {*self.definitions, *self.question.definitions, *self.question.groups, *self.question.families}
        known |= {*self.question.random, *self.question.sizes, *self.question.indices, *self.question.functions}
        return sorted({
            symbol.name
            for side in (condition.left, condition.right)
            for symbol in self._symbols(side)
            if self.question.reader.declared(symbol) is None and not known & {symbol.name, symbol.stem}
            and "star" not in symbol.marks
        })  # fmt: skip

    def _with_boundary(self, batch: Batch, condition: Condition) -> Batch:
        """Put some worlds on the boundary of a closed condition."""
        for name, bound in ((condition.left, condition.right), (condition.right, condition.left)):
            if isinstance(name, Symbol) and self.is_number(name):
                evaluator = Evaluator(batch, self.definitions)
                here, there = evaluator.value(name, {}).data, evaluator.value(bound, {}).data
                chosen = np.arange(batch.count) % BOUNDARY_SHARE == 0
                return batch.fixing(name.name, np.where(chosen, there, here))
        return batch

    def is_number(self, symbol: Symbol) -> bool:
        """Whether a symbol is a declared parameter that has no definition."""
        if symbol.name in self.definitions or symbol.name in self.question.definitions:
            return False
        declared = self.question.reader.declared(symbol)
        return (
            declared is not None
            and not declared.is_applied
            and declared.shape == "scalar"
            and symbol.stem not in self.question.families
            and "star" not in symbol.marks
        )

    def unknowns(
        self, equations: tuple[tuple[Node, Node], ...], batch: Batch, *, is_complex: bool
    ) -> Mapping[str, Array]:
        """Return random starts for every number that equations are about."""
        evaluator = Evaluator(batch, self.definitions)
        names = {name for pair in equations for side in pair for name in evaluator.names(side)}
        symbols = {
            node.name: node
            for pair in equations
            for side in pair
            for node in self._symbols(side)
            if self.is_number(node) and node.name in names
        }
        starts: dict[str, Array] = {}
        for name, symbol in symbols.items():
            declared = self.question.reader.declared(symbol)
            domain = "real" if declared is None else declared.domain
            start = batch.selected(numbers(f"start {name}", domain, self.seed, batch.pool, wide=False))
            if is_complex:
                start = start + 1j * batch.selected(
                    numbers(f"start i{name}", "real", self.seed, batch.pool, wide=False)
                )
            starts[name] = start
        return starts

    def _symbols(self, node: Node) -> list[Symbol]:
        """Return the symbols of a formula, through definitions."""
        found: list[Symbol] = []
        stack: list[Node] = [node]
        seen: set[str] = set()
        while stack:
            each = stack.pop()
            if isinstance(each, Symbol):
                found.append(each)
                for name in (each.name, each.stem):
                    definition = self.definitions.get(name) or self.question.definitions.get(name)
                    if definition is not None and name not in seen:
                        seen.add(name)
                        if not definition.parameters or not isinstance(node, Call):
                            stack.append(definition.body)
            stack.extend(each.children)
        return found


def _turn(condition: Condition) -> int:
    """Return when a condition is applied: values first, then what hangs on them, then regions."""
    if not condition.is_equation:
        return 3 if condition.relation == "ne" else 2
    names = [isinstance(side, Symbol) for side in (condition.left, condition.right)]
    return 1 if all(names) or not any(names) else 0


def _sized(batch: Batch, name: str, value: int) -> Batch:
    return replace(batch, sizes={**batch.sizes, name: value})


def conditions_of(node: Node) -> list[Condition]:
    """Return the single relations of a chain or system."""
    if isinstance(node, Op) and node.op in {"and", "sequence"}:
        return [condition for arg in node.args for condition in conditions_of(arg)]
    if not isinstance(node, Relation):
        return []
    pairs = zip(node.operands, node.relations, node.operands[1:], strict=False)
    return [Condition(left, relation, right) for left, relation, right in pairs]
