"""A tree on one line, so that a table of cases can be read beside the LaTeX.

``add(x, neg(1))`` an operator; ``#pi`` a constant; ``'words'`` text; ``f<x>`` a call; ``p<<x | y>>`` a density;
``E_q[x | y]`` an expectation; ``sum(k; 1; n; -; body)`` a binder with variables, lower, upper, domain; ``x = y < z`` a
chain in round brackets; ``[a, b; c, d]`` a matrix.
"""

from grader.maths.notation import DEFAULT, Notation
from grader.maths.syntax import NO_MACROS, Macros, Parsed, ParseTrouble, parse_latex, parse_typed
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

_AVERAGES = {"expectation": "E", "variance": "V", "covariance": "Cov", "entropy": "H"}


def shape(node: Node) -> str:
    match node:
        case Number():
            return node.written
        case Symbol():
            return node.name
        case Constant():
            return f"#{node.name}"
        case Text():
            return f"'{node.text}'"
        case Op():
            return f"{node.op}({_list(node.args)})"
        case Call():
            return f"{shape(node.head)}<{_list(node.args)}>"
        case Density():
            given = f" | {_list(node.given)}" if node.given else ""
            return f"{shape(node.head)}<<{_list(node.of)}{given}>>"
        case Expectation():
            law = f"_{_list(node.laws)}" if node.laws else ""
            given = f" | {_list(node.given)}" if node.given else ""
            return f"{_AVERAGES[node.op]}{law}[{_list(node.args)}{given}]"
        case Binder():
            bounds = (shape(bound) if bound is not None else "-" for bound in (node.lower, node.upper, node.domain))
            return f"{node.op}({_list(node.variables)}; {'; '.join(bounds)}; {shape(node.body)})"
        case Relation():
            parts = (f" {name} {shape(side)}" for name, side in zip(node.relations, node.operands[1:], strict=True))
            return f"({shape(node.operands[0])}{''.join(parts)})"
        case Matrix():
            return f"[{'; '.join(_list(row) for row in node.rows)}]"
        case _:
            return repr(node)


def _list(nodes: tuple[Node, ...]) -> str:
    return ", ".join(map(shape, nodes))


def latex(text: str, notation: Notation = DEFAULT, macros: Macros = NO_MACROS) -> str:
    return _said(parse_latex(text, notation, macros))


def typed(text: str, notation: Notation = DEFAULT) -> str:
    return _said(parse_typed(text, notation))


def _said(result: Parsed | ParseTrouble) -> str:
    return f"! {result.code} {result.detail}".rstrip() if isinstance(result, ParseTrouble) else shape(result.node)


def notes(text: str, notation: Notation = DEFAULT) -> list[str]:
    result = parse_latex(text, notation)
    assert isinstance(result, Parsed)
    return [note.code for note in result.notes]
