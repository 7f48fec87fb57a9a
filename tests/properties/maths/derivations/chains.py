"""The model solution's chains in neutral form, and the worlds in which enumeration tells their mutants apart."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.properties.maths.derivations.enumeration import Bound, World
from tests.properties.maths.derivations.formulas import (
    Formula,
    add,
    dens,
    divergence,
    frac,
    log,
    mean,
    mul,
    neg,
    num,
    power,
    product,
    sym,
    total,
)


@dataclass(frozen=True)
class Chain:
    """Sides with the relations between them; side 0 is never mutated."""

    name: str
    part: str
    sides: tuple[Formula, ...]
    relations: tuple[str, ...]
    worlds: Callable[[], list[World]]


# --- worlds
def _tables(sizes: list[int], factors: list[tuple[list[int], list[int]]], rng: np.random.Generator) -> np.ndarray:
    """Multiply random conditional tables into a joint one; factors are (axes of, axes given)."""
    joint = np.ones(sizes)
    for of, given in factors:
        shape = [size if at in {*of, *given} else 1 for at, size in enumerate(sizes)]
        table = rng.uniform(0.15, 1.0, shape) ** 2
        joint = joint * table / table.sum(axis=tuple(of), keepdims=True)
    return joint


def diffusion() -> list[World]:
    worlds: list[World] = []
    for last, seed in ((3, 1), (4, 2)):
        rng = np.random.default_rng(seed)
        sizes = [2 + at % 2 for at in range(last + 1)]
        p = _tables(sizes, [([last], []), *(([t - 1], [t]) for t in range(1, last + 1))], rng)
        q = _tables(sizes, [([0], []), *(([t], [t - 1]) for t in range(1, last + 1))], rng)
        names = tuple(("x", at) for at in range(last + 1))
        worlds.append(World({}, last, names, {"p": p, "q": q}, (("x", 0),)))
    return worlds


def joint() -> list[World]:
    worlds: list[World] = []
    last = 3
    rng = np.random.default_rng(5)
    sizes = [2, 2, 3, 2, 3, 2]  # x_0 … x_3, z, c
    z, c = 4, 5
    p = _tables(
        sizes, [([z], []), ([c], [z]), ([last], [c, z]), *(([t - 1], [t, c, z]) for t in range(1, last + 1))], rng
    )
    q = _tables(sizes, [([0, c], []), ([z], [c, 0]), *(([t], [t - 1, c, z]) for t in range(1, last + 1))], rng)
    names = (*(("x", at) for at in range(last + 1)), ("z",), ("c",))
    worlds.append(World({}, last, names, {"p": p, "q": q}, (("c",), ("x", 0))))
    return worlds


def gaussians() -> list[World]:
    numbers = {"mu_1": 0.7, "mu_2": -0.45, "sigma_1": 1.3, "sigma_2": 0.8, "pi": math.pi}
    other = {"mu_1": -0.3, "mu_2": 0.9, "sigma_1": 0.9, "sigma_2": 1.55, "pi": math.pi}
    laws = {"p": ("mu_1", "sigma_1"), "q": ("mu_2", "sigma_2")}
    return [World(each, gaussians=laws) for each in (numbers, other)]


def radial() -> list[World]:
    def length(world: World, _: Bound) -> float:
        n = world.numbers
        return n["r"] + n["beta"] * n["r"] / (n["alpha"] + n["r"])

    def slope(world: World, _: Bound) -> float:
        n = world.numbers
        return 1 + n["alpha"] * n["beta"] / (n["alpha"] + n["r"]) ** 2

    functions = {"length": length, "slope": slope}
    numbers = ({"alpha": 1.3, "beta": 0.7, "r": 2.1}, {"alpha": 0.6, "beta": -0.4, "r": 0.9})
    return [World(each, functions=functions) for each in numbers]


def mixture() -> list[World]:
    def h(world: World, z: float) -> float:
        n = world.numbers
        return sum(n[f"w_{i}"] / (1 + math.exp(-n[f"a_{i}"] * z - n[f"b_{i}"])) for i in range(1, 4))

    def slope(world: World, _: Bound) -> float:
        z, step = world.numbers["z"], 1e-5
        g = [math.log(h(world, at) / (1 - h(world, at))) for at in (z + step, z - step)]
        return (g[0] - g[1]) / (2 * step)

    numbers = {"w_1": 0.2, "w_2": 0.5, "w_3": 0.3, "a_1": 1.4, "a_2": 0.6, "a_3": 2.2}
    numbers |= {"b_1": 0.4, "b_2": -0.9, "b_3": 0.2, "z": 0.35}
    return [World(numbers, functions={"slope": slope}, count=3)]


def game() -> list[World]:
    def field(name: str) -> Callable[[World, Bound], float]:
        def component(world: World, _: Bound) -> float:
            n = world.numbers
            s = 1 / (1 + math.exp(-n["psi_0"] * n["theta"] - n["psi_1"]))
            first = 1 / (1 + math.exp(-n["psi_1"]))
            return {
                "psi_0": -n["theta"] * s, "psi_1": 1 - first - s, "theta": n["psi_0"] * s,
                "damped": -n["theta"] * s - n["gamma"] * n["psi_0"],
                "poly": -(n["lambda"] + 0.5) * (n["lambda"] ** 2 + 0.25),
                "damped_poly": -(n["lambda"] + 0.5) * (n["lambda"] ** 2 + n["gamma"] * n["lambda"] + 0.25),
            }[name]  # fmt: skip

        return component

    functions = {name: field(name) for name in ("psi_0", "psi_1", "theta", "damped", "poly", "damped_poly")}
    return [
        World({"psi_0": 0.7, "psi_1": -0.4, "theta": 1.2, "gamma": 0.6, "lambda": 0.83}, functions=functions),
        World({"psi_0": -1.1, "psi_1": 0.3, "theta": 0.5, "gamma": 1.7, "lambda": -1.37}, functions=functions),
    ]


# --- pieces
def x(index: object) -> Formula:
    return ("x", index)


T, t, before = x("T"), x(("t", 0)), x(("t", -1))
z, c, x0, x1 = ("z",), ("c",), x(0), x(1)
latents, path = x(("range", 1, "T")), x(("range", 0, "T"))
HALF = frac(num(1), num(2))
TWO_PI = [mul(num(2), sym("pi"), power(sym(f"sigma_{at}"), 2)) for at in (1, 2)]
GAP = power(add(sym("mu_2"), neg(sym("mu_1"))), 2)
SPREAD = frac(add(power(sym("sigma_2"), 2), GAP), mul(num(2), power(sym("sigma_1"), 2)))
Q, P = dens("q", (("x",),)), dens("p", (("x",),))
reverse = dens("p_phi", (before,), (t,))
forward = dens("q", (t,), (before,))
posterior = dens("q", (before,), (t, x0))
bound = log(frac(dens("p_phi", (path,)), dens("q", (latents,), (x0,))))
all_given = dens("q", (latents,), (x0,))
JOINT, APPROX = dens("p", (path, c, z)), dens("q", (latents, z), (c, x0))
DIFFUSED = log(frac(dens("p_phi", (path,), (c, z)), dens("q", (latents,), (z, c, x0))))
S = ("sigma", add(mul(sym("psi_0"), sym("theta")), sym("psi_1")))
UNIT = ("sigma", add(mul(sym("a_i"), sym("z")), sym("b_i")))
MIXED = ("sumi", mul(sym("w_i"), UNIT))
ALPHA_R = add(sym("alpha"), sym("r"))

CHAINS = (
    Chain("kl", "Q1", (
        divergence(Q, P),
        add(("int", mul(Q, log(Q))), neg(("int", mul(Q, log(P))))),
        add(neg(mul(HALF, log(TWO_PI[1]))), neg(HALF), mul(HALF, log(TWO_PI[0])), SPREAD),
        add(log(frac(sym("sigma_1"), sym("sigma_2"))), SPREAD, neg(HALF)),
    ), ("=", "=", "="), gaussians),
    Chain("square", "Q1", (
        mean(None, power(add(sym("x"), neg(sym("mu_1"))), 2)),
        add(mean(None, power(add(sym("x"), neg(sym("mu_2"))), 2)), GAP),
        add(power(sym("sigma_2"), 2), GAP),
    ), ("=", "="), gaussians),
    Chain("slope", "Q2.2", (
        ("raw", "g'(z)", "slope"),
        frac(("sumi", mul(sym("w_i"), sym("a_i"), UNIT, add(num(1), neg(UNIT)))), mul(MIXED, add(num(1), neg(MIXED)))),
    ), ("=",), mixture),
    Chain("length", "Q2.4", (
        ("raw", "\\|y - z_0\\|", "length"),
        add(sym("r"), frac(mul(sym("beta"), sym("r")), ALPHA_R)),
        frac(mul(sym("r"), add(sym("alpha"), sym("beta"), sym("r"))), ALPHA_R),
    ), ("=", "="), radial),
    Chain("rise", "Q2.4", (
        ("raw", "\\frac{d}{dr}\\left(r + \\frac{\\beta r}{\\alpha + r}\\right)", "slope"),
        add(num(1), frac(mul(sym("alpha"), sym("beta")), power(ALPHA_R, 2))),
        frac(add(mul(sym("alpha"), add(sym("alpha"), sym("beta"))), power(sym("r"), 2),
                 mul(num(2), sym("alpha"), sym("r"))),
             power(ALPHA_R, 2)),
    ), ("=", "="), radial),
    Chain("bound", "Q3.a", (
        log(dens("p_phi", (x0,))),
        log(mean(all_given, frac(dens("p_phi", (path,)), all_given))),
        mean(all_given, bound),
        mean(None, log(frac(mul(dens("p", (T,)), product(1, "T", reverse)), product(1, "T", forward)))),
        mean(None, add(log(dens("p", (T,))), total(1, "T", log(frac(reverse, forward))))),
    ), ("=", "\\ge", "=", "="), diffusion),
    Chain("factors", "Q3.a", (
        all_given, product(1, "T", forward),
    ), ("=",), lambda: _open(diffusion())),
    Chain("divergences", "Q3.b", (
        mean(None, bound),
        mean(None, add(log(dens("p", (T,))), total(2, "T", log(frac(reverse, forward))),
                       log(frac(dens("p_phi", (x0,), (x1,)), dens("q", (x1,), (x0,)))))),
        mean(None, add(log(dens("p", (T,))), total(2, "T", log(frac(reverse, posterior))),
                       total(2, "T", log(frac(dens("q", (before,), (x0,)), dens("q", (t,), (x0,))))),
                       log(frac(dens("p_phi", (x0,), (x1,)), dens("q", (x1,), (x0,)))))),
        mean(None, add(log(dens("p_phi", (x0,), (x1,))), total(2, "T", log(frac(reverse, posterior))),
                       log(frac(dens("p", (T,)), dens("q", (T,), (x0,)))))),
        mean(None, add(log(dens("p_phi", (x0,), (x1,))), neg(total(2, "T", divergence(posterior, reverse))),
                       neg(divergence(dens("q", (T,), (x0,)), dens("p", (T,)))))),
    ), ("=", "=", "=", "="), diffusion),
    Chain("joint", "Q3.e", (
        mean(APPROX, log(frac(JOINT, APPROX))),
        mean(APPROX, log(frac(mul(dens("p", (z,)), dens("p_theta", (c,), (z,)), dens("p_phi", (path,), (c, z))),
                              mul(dens("q_psi", (z,), (c, x0)), dens("q", (latents,), (z, c, x0)))))),
        mean(APPROX, add(log(dens("p_theta", (c,), (z,))), log(frac(dens("p", (z,)), dens("q_psi", (z,), (c, x0)))),
                         DIFFUSED)),
        add(mean(dens("q_psi", (z,), (c, x0)), log(dens("p_theta", (c,), (z,)))),
            neg(divergence(dens("q_psi", (z,), (c, x0)), dens("p", (z,)))),
            mean(dens("q_psi", (z,), (c, x0)), mean(dens("q", (latents,), (z, c, x0)), DIFFUSED))),
    ), ("=", "=", "="), joint),
    Chain("evidence", "Q3.c", (
        log(dens("p", (x0, c))), log(mean(APPROX, frac(JOINT, APPROX))), mean(APPROX, log(frac(JOINT, APPROX))),
    ), ("=", "\\ge"), joint),
    Chain("v_psi_0", "Q4.1", (("raw", "v_{\\psi_0}", "psi_0"), neg(mul(sym("theta"), S))), ("=",), game),
    Chain("v_psi_1", "Q4.1", (
        ("raw", "v_{\\psi_1}", "psi_1"), add(num(1), neg(("sigma", sym("psi_1"))), neg(S)),
    ), ("=",), game),
    Chain("v_theta", "Q4.1", (("raw", "v_\\theta", "theta"), mul(sym("psi_0"), S)), ("=",), game),
    Chain("damped", "Q4.4", (
        ("raw", "\\bar v_{\\psi_0}", "damped"), add(neg(mul(sym("theta"), S)), neg(mul(sym("gamma"), sym("psi_0")))),
    ), ("=",), game),
    Chain("poly", "Q4.3", (
        ("raw", "\\det(J^* - \\lambda I)", "poly"),
        neg(mul(add(sym("lambda"), HALF), add(power(sym("lambda"), 2), frac(num(1), num(4))))),
    ), ("=",), game),
    Chain("damped_poly", "Q4.6", (
        ("raw", "\\det(\\bar J^* - \\lambda I)", "damped_poly"),
        neg(mul(add(sym("lambda"), HALF),
                add(power(sym("lambda"), 2), mul(sym("gamma"), sym("lambda")), frac(num(1), num(4))))),
    ), ("=",), game),
)  # fmt: skip


def _open(worlds: list[World]) -> list[World]:
    """Leave every variable free: the two sides must agree at all states."""
    return [World({}, each.last, each.names, each.tables, each.names) for each in worlds]
