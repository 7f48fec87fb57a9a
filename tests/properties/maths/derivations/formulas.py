"""A neutral form of formulas with two independent meanings: LaTeX, and a value by plain enumeration.

Imports nothing of the program under test. A formula is a nested tuple ``(kind, …)``; see ``latex`` for the kinds.
A variable of a law is ``("x", index)``, ``("z",)`` or ``("c",)``; an index is an integer, ``"T"``, ``("t", shift)`` or
``("range", first, last)``.
"""

from typing import Any, cast

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
    kind: str = node[0]
    arguments: tuple[Any, ...] = node[1:]
    if kind in _PATTERNS:
        return _PATTERNS[kind].format(*(latex(argument) for argument in arguments))
    if kind == "num":
        return str(arguments[0])
    if kind == "sym":
        return _name(arguments[0])
    if kind == "raw":
        return str(arguments[0])
    if kind == "add":
        return _sum(*arguments)
    if kind == "mul":
        return _times(*arguments)
    if kind == "neg":
        return "-" + _wrapped(arguments[0], kinds=("add", "neg"))
    if kind == "pow":
        return _powered(arguments[0], arguments[1])
    if kind == "dens":
        return _density(*arguments)
    if kind == "mean":
        law = "q" if arguments[0] is None else latex(arguments[0])
        return f"\\mathbb{{E}}_{{{law}}}\\left[{latex(arguments[1])}\\right]"
    body = _wrapped(arguments[-1], kinds=("add", "neg"))
    if kind == "sumi":
        return f"\\sum_{{i=1}}^{{N}} {body}"
    if kind == "int":
        return f"\\int {body} dx"
    sign = "\\sum" if kind == "sum" else "\\prod"
    return f"{sign}_{{t={_index(arguments[0])}}}^{{{_index(arguments[1])}}} {body}"


_PATTERNS = {
    "frac": "\\frac{{{}}}{{{}}}",
    "log": "\\log\\left({}\\right)",
    "exp": "\\exp\\left({}\\right)",
    "sigma": "\\sigma\\left({}\\right)",
    "kl": "\\mathrm{{KL}}\\left[{} \\middle\\| {}\\right]",
}


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
    if not isinstance(index, tuple):
        return str(index)
    parts = cast("tuple[Any, ...]", index)
    if parts[0] == "range":
        return f"{_index(parts[1])}:{_index(parts[2])}"
    name, shift = str(parts[0]), int(parts[1])
    return name if not shift else f"{name}{shift:+d}"


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
