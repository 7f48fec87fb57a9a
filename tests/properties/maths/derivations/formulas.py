"""A neutral form of formulas with two independent meanings: LaTeX, and a value by plain enumeration.

Imports nothing of the program under test. A formula is a nested tuple ``(kind, …)``; see ``latex`` for the kinds.
A variable of a law is ``("x", index)``, ``("z",)`` or ``("c",)``; an index is an integer, ``"T"``, ``("t", shift)`` or
``("range", first, last)``.
"""

from typing import Any

Formula = tuple[Any, ...]

GREEK = {"pi", "mu", "sigma", "alpha", "beta", "gamma", "psi", "theta", "lambda"}


def num(value: int) -> Formula:
    return ("num", value)


def sym(name: str) -> Formula:
    return ("sym", name)


def add(*terms: Formula) -> Formula:
    return ("add", *terms)


def neg(term: Formula) -> Formula:
    return ("neg", term)


def mul(*factors: Formula) -> Formula:
    return ("mul", *factors)


def frac(above: Formula, below: Formula) -> Formula:
    return ("frac", above, below)


def power(base: Formula, exponent: int) -> Formula:
    return ("pow", base, num(exponent))


def log(inner: Formula) -> Formula:
    return ("log", inner)


def dens(head: str, of: tuple[Formula, ...], given: tuple[Formula, ...] = ()) -> Formula:
    return ("dens", head, of, given)


def mean(law: Formula | None, body: Formula) -> Formula:
    return ("mean", law, body)


def total(first: int, last: Any, body: Formula) -> Formula:
    return ("sum", first, last, body)


def product(first: int, last: Any, body: Formula) -> Formula:
    return ("prod", first, last, body)


def divergence(left: Formula, right: Formula) -> Formula:
    return ("kl", left, right)


# --- LaTeX
def latex(node: Formula) -> str:
    """Write a formula as LaTeX."""
    kind = node[0]
    return _WRITERS[kind](*node[1:])


def _name(name: str) -> str:
    stem, _, index = name.partition("_")
    written = "\\" + stem if stem in GREEK else stem
    return f"{written}_{index}" if index else written


def _wrapped(node: Formula, *, kinds: tuple[str, ...]) -> str:
    return f"\\left({latex(node)}\\right)" if node[0] in kinds else latex(node)


def _sum(*terms: Formula) -> str:
    text = ""
    for term in terms:
        if term[0] == "neg":
            text += " - " + _wrapped(term[1], kinds=("add", "neg"))
        else:
            text += (" + " if text else "") + latex(term)
    return text.strip()


def _times(*factors: Formula) -> str:
    parts: list[str] = []
    for at, factor in enumerate(factors):
        written = _wrapped(
            factor, kinds=("add", "neg", "sum", "prod", "log") if at < len(factors) - 1 else ("add", "neg")
        )
        parts.append(f"\\cdot {written}" if at and written[:1].isdigit() else written)
    return " ".join(parts)


def _index(index: Any) -> str:
    if isinstance(index, tuple):
        if index[0] == "range":
            return f"{_index(index[1])}:{_index(index[2])}"
        name, shift = index
        return name if not shift else f"{name}{shift:+d}"
    return str(index)


def variable(each: Formula) -> str:
    return each[0] if len(each) == 1 else f"{each[0]}_{{{_index(each[1])}}}"


def _density(head: str, of: tuple[Formula, ...], given: tuple[Formula, ...]) -> str:
    inside = ", ".join(map(variable, of))
    if given:
        inside += " | " + ", ".join(map(variable, given))
    return f"{_HEADS.get(head, head)}({inside})"


_HEADS = {"p_phi": "p_\\phi", "p_theta": "p_\\theta", "q_psi": "q_\\psi"}


def _powered(base: Formula, exponent: Formula) -> str:
    written = latex(base)
    if base[0] not in {"sym", "num"}:
        written = f"\\left({written}\\right)"
    return f"{written}^{{{latex(exponent)}}}"


_WRITERS: dict[str, Any] = {
    "num": lambda value: str(value),
    "sym": _name,
    "raw": lambda text, _: text,
    "add": _sum,
    "neg": lambda term: "-" + _wrapped(term, kinds=("add", "neg")),
    "mul": _times,
    "frac": lambda above, below: f"\\frac{{{latex(above)}}}{{{latex(below)}}}",
    "pow": _powered,
    "log": lambda inner: f"\\log\\left({latex(inner)}\\right)",
    "exp": lambda inner: f"\\exp\\left({latex(inner)}\\right)",
    "sigma": lambda inner: f"\\sigma\\left({latex(inner)}\\right)",
    "dens": _density,
    "mean": lambda law, body: f"\\mathbb{{E}}_{{{'q' if law is None else latex(law)}}}\\left[{latex(body)}\\right]",
    "sum": lambda first, last, body: (
        f"\\sum_{{t={_index(first)}}}^{{{_index(last)}}} {_wrapped(body, kinds=('add', 'neg'))}"
    ),
    "prod": lambda first, last, body: (
        f"\\prod_{{t={_index(first)}}}^{{{_index(last)}}} {_wrapped(body, kinds=('add', 'neg'))}"
    ),
    "sumi": lambda body: f"\\sum_{{i=1}}^{{N}} {_wrapped(body, kinds=('add', 'neg'))}",
    "kl": lambda left, right: f"\\mathrm{{KL}}\\left[{latex(left)} \\middle\\| {latex(right)}\\right]",
    "int": lambda body: f"\\int {_wrapped(body, kinds=('add', 'neg'))} dx",
}
