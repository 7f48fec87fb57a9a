r"""Sums, integrals, expectations, variances and divergences: one operation, contraction over an axis with a measure.

A discrete variable's axis is contracted with weights from its law's table or with ones; a real variable is put on a
grid (its axis) whose trapezoidal rule is exact to more digits than are compared, for the analytic integrands that die
out like Gaussians do; a Dirac law puts its atom in the variable's place.
"""

import numpy as np

from grader.maths.tree import Constant, Density, Expectation, Node, Op, Relation, Symbol
from grader.maths.worlds.context import EMPTY, OUTER, Bound, Context, Env
from grader.maths.worlds.elementary import log, sqrt
from grader.maths.worlds.question import DiracSpec, NormalSpec, TableSpec
from grader.maths.worlds.values import (
    Array,
    Names,
    NoValue,
    Value,
    constant,
    contracted,
    entrywise,
    over_axis,
)

REACH, STEP = 17.0, 0.3  # of the grid: 9 of the largest standard deviations; error exp(−2π²σ²/h²) < 1e-30
GRID = np.arange(-REACH, REACH + STEP / 2, STEP)
MOST_POINTS = 4000


def grid(ctx: Context) -> tuple[Array, float]:
    """Return points (1, n) and step; finer and wider where a text gives its laws numbers, σ = 0.1 or μ = 30."""
    if not ctx.batch.fixed:
        return GRID[None], STEP
    reach, step = REACH, STEP
    for spec in ctx.batch.model.laws.values():
        if isinstance(spec, NormalSpec):
            mean, spread = ctx.value(spec.mean, EMPTY).data, np.sqrt(np.abs(ctx.value(spec.variance, EMPTY).data))
            reach = max(reach, float(np.abs(mean).max() + 10 * spread.max()))
            step = min(step, 0.5 * float(spread.min()))
    if not step > 0 or 2 * reach / step > MOST_POINTS:
        raise NoValue("too_large", "integral")
    return np.arange(-reach, reach + step / 2, step)[None], step


def normal_density(x: Value, mean: Value, variance: Value) -> Value:
    """Return the density of N(mean, variance) at numbers x."""
    if x.rank or mean.rank or variance.rank:
        raise NoValue("unsupported", "normal law of a vector")
    gap = entrywise(np.subtract, x, mean)
    exponent = entrywise(lambda d, v: -d * d / (2 * v), gap, variance)
    return entrywise(lambda e, v: np.exp(e) / sqrt(2 * np.pi * v), exponent, variance)


def density(ctx: Context, node: Density, env: Env) -> Value:
    """Return a law at a point."""
    spec = ctx.law_spec(node.head)
    if isinstance(spec, TableSpec):
        return conditional(ctx, node, env)
    if isinstance(spec, NormalSpec):
        if len(node.of) != 1 or node.given:
            raise NoValue("shape", "density")
        if _is_factor(node.of[0], spec.variable):
            return entrywise(np.multiply, density(ctx, Density(node.head, (Symbol(spec.variable),)), env),
                             ctx.value(node.of[0], env))  # fmt: skip
        return normal_density(ctx.value(node.of[0], env), ctx.value(spec.mean, env), ctx.value(spec.variance, env))
    if isinstance(node.head, Symbol) and not node.given and node.head.name in ctx.definitions:
        found = ctx.applied(node.head, tuple(ctx.meaning(arg, env) for arg in node.of), env)
        if isinstance(found, Value):
            return found
    raise NoValue("unknown", node.head.name if isinstance(node.head, Symbol) else "law")


def _is_factor(argument: Node, variable: str) -> bool:
    r"""Whether the bracket of ``q\left(-\log σ - …\right)`` is a factor: it holds x and more than sums."""
    inside = [each for _, each in argument.walk()]
    return any(isinstance(each, Symbol) and each.name == variable for each in inside) and any(
        isinstance(each, Density) or (isinstance(each, Op) and each.op in {"log", "pow", "exp"}) for each in inside
    )


def conditional(ctx: Context, node: Density, env: Env) -> Value:
    """Return a conditional of a joint law; where the lenient reading is on, given what is observed as well."""
    law = ctx.table(node.head)
    of, given = ctx.variables(node.of, env), tuple(dict.fromkeys(ctx.variables(node.given, env)))
    fixed = tuple(name for name in of if name in given)
    if not fixed:
        return law.conditional(of, given)
    rest = tuple(name for name in of if name not in given)  # q(x, y | x) puts all its mass at that x
    return law.conditional(rest, given) if rest else constant(1.0)


def named_law(ctx: Context, law: Node, env: Env) -> tuple[Node, Names, Names]:
    """Return head, variables and conditions of a law that is written with its variables."""
    if isinstance(law, Density):
        return law.head, ctx.variables(law.of, env), ctx.variables(law.given, env)
    raise NoValue("unsupported", "law")


def expectation(ctx: Context, node: Expectation, env: Env) -> Value:
    """Return an expectation, variance, covariance or entropy."""
    laws = _laws(ctx, node)
    if node.op == "entropy":
        return _entropy(ctx, node, env)
    if _is_discrete(ctx, laws):
        return _moments(node, [_DiscreteMean(ctx, laws, node, env)] * len(node.args))
    return _moments(node, [_RealMean(ctx, laws, node, env)] * len(node.args))


def _laws(ctx: Context, node: Expectation) -> tuple[Node, ...]:
    """Return the laws below an E, the question's own if there are none, each variable's name by its law."""
    found: list[Node] = []
    last = node.laws[-1] if node.laws else None
    if len(node.laws) > 1 and not any(isinstance(law, Relation) for law in node.laws[:-1]):
        match last:
            case Relation(operands=(_, Symbol() as law), relations=("similar",)):
                return (law,)  # x_1, …, x_T ∼ q
            case _:
                pass
    for law in node.laws:
        if isinstance(law, Relation) and law.relations == ("similar",):
            variable, named = law.operands
            if isinstance(named, Symbol) and isinstance(ctx.law_spec(named), TableSpec):
                found.append(Density(named, _listed(variable)))
            else:
                found.append(_of_variable(named, variable) if isinstance(named, Density) else law)
        elif isinstance(law, Op) and law.op in {"sequence", "tuple"}:
            found.extend(law.args)
        else:
            found.append(law)
    if not found and ctx.question.expectation is not None:
        found.append(Symbol(ctx.question.expectation))
    return tuple(found)


def _of_variable(law: Density, variable: Node) -> Density:
    """Read q(·|x_0) as the law of the variable before the ∼."""
    if any(isinstance(each, Constant) and each.name == "dot" for each in law.of):
        return Density(law.head, _listed(variable), law.given)
    return law


def _listed(variable: Node) -> tuple[Node, ...]:
    if isinstance(variable, Op) and variable.op in {"sequence", "tuple"}:
        return variable.args
    return (variable,)


def _is_discrete(ctx: Context, laws: tuple[Node, ...]) -> bool:
    return any(variable.kind == "discrete" for variable in ctx.question.random.values())


class _Mean:
    """Weighted sums of bodies under the laws of one expectation."""

    def of(self, body: Node) -> Value:
        """Return the body's mean."""
        raise NotImplementedError

    def of_product(self, first: Node, second: Node) -> Value:
        """Return the mean of a product."""
        return self.of(Op("mul", (first, second)))


class _DiscreteMean(_Mean):
    def __init__(self, ctx: Context, laws: tuple[Node, ...], node: Expectation, env: Env) -> None:
        self.ctx, self.laws, self.node, self.env = ctx, laws, node, env

    def of(self, body: Node) -> Value:
        ctx, env = self.ctx, self.env
        inside: Env = {**env, OUTER: self._outer() | self._bound_here()}
        value = ctx.value(body, inside)
        for law in reversed(self.laws):
            value = self._under(law, value, ctx, env)
        return value

    def _outer(self) -> frozenset[str]:
        """Return the variables that expectations around bind."""
        found = self.env.get(OUTER)
        return found if isinstance(found, frozenset) else frozenset()

    def _bound_here(self) -> frozenset[str]:
        """Return what this expectation binds: the variables of its laws, without one all that are not observed."""
        names: set[str] = set()
        for law in self.laws:
            if isinstance(law, Density):
                names.update(self.ctx.variables(law.of, self.env))
            else:
                names.update(self.ctx.batch.variables())
        return frozenset(names) - frozenset(self.ctx.question.observed)

    def _under(self, law: Node, value: Value, ctx: Context, env: Env) -> Value:
        observed = frozenset(ctx.question.observed)
        given_behind = ctx.variables(self.node.given, env)
        head: Node = law
        if isinstance(law, Density):
            table = ctx.table(law.head)
            of, given = ctx.variables(law.of, env), ctx.variables(law.given, env)
            bound = frozenset(of)
            extra = tuple(axis for axis in value.axes if axis not in bound | observed | self._outer() | {*given})
            if len(self.laws) > 1 or given_behind:
                extra = ()
            if extra:
                ctx.slips[self.node] = "bound_beyond_law"
            wanted = tuple(axis for axis in value.axes if axis in bound or axis in extra)
            if ctx.conditioned:
                given = tuple(sorted({*given, *(name for name in observed if name in table.variables)} - bound))
            of = wanted
        else:
            if isinstance(law, Symbol) and ctx.random(law) is not None:
                if ctx.question.expectation is None:
                    raise NoValue("unknown", "the law of an expectation")
                head = Symbol(ctx.question.expectation)
                only = frozenset(ctx.variables((law,), env))
            else:
                only = None
            table = ctx.table(head)
            of = tuple(
                axis for axis in value.axes if axis not in observed and axis not in given_behind
                and (only is None or axis in only)
            )  # fmt: skip
            given = tuple(name for name in sorted(observed) if name in table.variables)
        given = tuple(sorted({*given, *given_behind}))
        if not of:
            return value
        return contracted(entrywise(np.multiply, table.conditional(of, given), value), of)


class _RealMean(_Mean):
    def __init__(self, ctx: Context, laws: tuple[Node, ...], node: Expectation, env: Env) -> None:
        self.ctx, self.laws, self.node, self.env = ctx, laws, node, env

    def of(self, body: Node) -> Value:
        return self._under(self.laws, body, self.env)

    def _under(self, laws: tuple[Node, ...], body: Node, env: Env) -> Value:
        if not laws:
            return self.ctx.value(body, env)
        law, rest = laws[0], laws[1:]
        ctx = self.ctx
        names = {name for name in ctx.names(body) if name in ctx.question.random}
        names |= _variables_of(ctx, law)
        spec = ctx.law_spec(_head_of(law))
        if isinstance(spec, DiracSpec):
            atom = ctx.value(spec.atom, env)
            return self._under(rest, body, {**env, **dict.fromkeys(names, atom)})
        axis = f"~{min(names, default='x')}{len(env)}"
        points, step = grid(ctx)
        inside: Env = {**env, **dict.fromkeys(names, over_axis(points, axis))}
        point = next(iter(names), None)
        if point is None:
            return self._under(rest, body, env)
        weight = law_at(ctx, law, inside[point], env)
        product = entrywise(np.multiply, weight, self._under(rest, body, inside))
        return _scaled(contracted(product, (axis,)), step)


def _scaled(value: Value, factor: float) -> Value:
    return Value(value.data * factor, value.axes, value.rank)


def _head_of(law: Node) -> Node:
    if isinstance(law, Density):
        return law.head
    if isinstance(law, Relation):
        return _head_of(law.operands[-1])
    return law


def _variables_of(ctx: Context, law: Node) -> set[str]:
    """Return the names that a law says it is about."""
    if isinstance(law, Density):
        return {each.name for each in law.of if isinstance(each, Symbol)}
    if isinstance(law, Relation) and isinstance(law.operands[0], Symbol):
        return {law.operands[0].name}
    spec = ctx.law_spec(law)
    return {spec.variable} if isinstance(spec, (NormalSpec, DiracSpec)) else set()


def law_at(ctx: Context, law: Node, point: Bound, env: Env) -> Value:
    """Return a real law's density at points."""
    if not isinstance(point, Value):
        raise NoValue("shape", "density")
    if isinstance(law, Relation):
        return law_at(ctx, law.operands[-1], point, env)
    if isinstance(law, Op) and law.op == "normal" and len(law.args) >= 2:
        mean, variance = (ctx.value(arg, env) for arg in law.args[-2:])
        return normal_density(point, mean, variance)
    spec = ctx.law_spec(_head_of(law))
    if isinstance(spec, NormalSpec):
        return normal_density(point, ctx.value(spec.mean, env), ctx.value(spec.variance, env))
    if isinstance(law, Symbol) and ctx.random(law) is not None and ctx.question.expectation is not None:
        return law_at(ctx, Symbol(ctx.question.expectation), point, env)
    raise NoValue("unknown", "law")


def _moments(node: Expectation, means: "list[_DiscreteMean] | list[_RealMean]") -> Value:
    """Return what the operator makes of its arguments' means."""
    mean = means[0]
    first = node.args[0]
    if node.op == "expectation":
        return mean.of(first)
    second = node.args[-1]
    product = mean.of_product(first, second)
    apart = entrywise(np.multiply, mean.of(first), mean.of(second))
    return entrywise(np.subtract, product, apart)


def _entropy(ctx: Context, node: Expectation, env: Env) -> Value:
    """Return the entropy of a law."""
    law = (*node.laws, *node.args)[-1]
    if isinstance(law, Density) and isinstance(ctx.law_spec(law.head), TableSpec):
        table = conditional(ctx, law, env)
        term = Value(-table.data * np.log(table.data), table.axes)
        return contracted(term, ctx.variables(law.of, env))
    axis = f"~H{len(env)}"
    points, step = grid(ctx)
    weight = law_at(ctx, law, over_axis(points, axis), env)
    return _scaled(contracted(Value(-weight.data * log(weight.data), weight.axes), (axis,)), step)


def divergence(ctx: Context, node: Op, env: Env) -> Value:
    """Return KL[q‖p]; it contracts the variables left of q's bar alone."""
    left, right = node.args
    if _is_discrete(ctx, ()):
        return _discrete_divergence(ctx, left, right, env)
    names = sorted(_variables_of(ctx, left) | _variables_of(ctx, right))
    axis = f"~{names[0] if names else 'x'}{len(env)}"
    points, step = grid(ctx)
    line = over_axis(points, axis)
    inside: Env = {**env, **dict.fromkeys(names, line)}
    first, second = law_at(ctx, left, line, inside), law_at(ctx, right, line, inside)
    return _scaled(contracted(_relative(first, second), (axis,)), step)


def _relative(first: Value, second: Value) -> Value:
    """Return q log(q/p) entry by entry."""
    return entrywise(lambda q, p: q * (log(q) - log(p)), first, second)


def _discrete_divergence(ctx: Context, left: Node, right: Node, env: Env) -> Value:
    if isinstance(left, Density):
        given = ctx.variables(left.given, env)
        of = tuple(name for name in ctx.variables(left.of, env) if name not in given)
        first = conditional(ctx, left, env)
    else:
        table = ctx.table(left)
        given = tuple(name for name in ctx.question.observed if name in table.variables)
        of = tuple(axis for axis in table.variables if axis not in given)
        first = table.conditional(of, given)
    if isinstance(right, Density):
        second = conditional(ctx, right, env)
    else:
        table = ctx.table(right)
        given = tuple(name for name in ctx.question.observed if name in table.variables)
        second = table.conditional(of, given)
    return contracted(_relative(first, second), of)
