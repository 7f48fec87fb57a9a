"""Displays as chains, claims, arrows and prose, row by row."""

import pytest

from grader.maths.node import Node
from grader.maths.syntax import Arrow, Chain, Claim, Display, ParseTrouble, Prose, Side, parse_display
from tests.unit.maths.reading.shape import shape


def content(found: Node | ParseTrouble) -> str:
    return f"!{found.code}" if isinstance(found, ParseTrouble) else shape(found)


def told(text: str) -> list[str]:
    """Tell a display piece by piece; rows in square brackets, ``…`` before a chain that goes on."""
    display = parse_display(text)
    assert isinstance(display, Display), display
    lines: list[str] = []
    for piece in display.pieces:
        match piece:
            case Chain():
                lines.append(_chain(piece))
            case Claim():
                lines.append(f"claim {content(piece.content)}")
            case Arrow():
                lines.append(f"{piece.name} [{piece.row}]")
            case Prose():
                lines.append(f"'{piece.text}'")
    return lines


def _chain(chain: Chain) -> str:
    def side(each: Side) -> str:
        return f"{content(each.content)}[{each.row}]"

    sides = list(map(side, chain.sides))
    line = "…" if chain.continues else sides.pop(0)
    for name, each in zip(chain.relations, sides, strict=True):
        line += f" {name} {each}"
    return line


CASES = [
    ("x = 1", ["x[0] eq 1[0]"]),
    ("x + 1", ["add(x, 1)[0]"]),
    (r"\[ a = b < c. \]", ["a[0] eq b[0] lt c[0]"]),
    (r"\begin{align*} a &= b \\ &= c \\ &\leq d. \end{align*}", ["a[0] eq b[0] eq c[1] le d[2]"]),
    (r"\begin{eqnarray*} a &=& b \\ &=& c \end{eqnarray*}", ["a[0] eq b[0] eq c[1]"]),
    (r"\begin{equation}\begin{split} a &= b \\ &= c \end{split}\label{x}\end{equation}", ["a[0] eq b[0] eq c[1]"]),
    (r"$$\begin{aligned} a &= b \\ c &= d \end{aligned}$$", ["a[0] eq b[0]", "c[1] eq d[1]"]),
    (r"a &= b + c \\ &\quad + d \\ &\quad - t", ["a[0] eq add(b, c, d, neg(t))[0]"]),
    (r"a = b \\ -x = y", ["a[0] eq b[0]", "neg(x)[1] eq y[1]"]),
    (r"a = b + \\ c = d", ["a[0] eq add(b, c)[0] eq d[1]"]),
    (r"a = \\ b", ["a[0] eq b[1]"]),
    (r"a = ( b \\ & + c ) \\ = d", ["a[0] eq add(b, c)[0] eq d[2]"]),
    (r"a &= \left( b \right. \\ & \left. + c \right)", ["a[0] eq add(b, c)[0]"]),
    (r"a &= b & c &= d \\ x &= y & z &= t", ["a[0] eq b[0]", "c[0] eq d[0]", "x[1] eq y[1]", "z[1] eq t[1]"]),
    (r"a &= b && \text{by Bayes} \\ &= c", ["a[0] eq b[0]", "'by Bayes'", "… eq c[1]"]),
    (r"a = b \\ \intertext{donc} c = d", ["a[0] eq b[0]", "'donc'", "c[1] eq d[1]"]),
    (r"x = 1, \quad y = 2", ["x[0] eq 1[0]", "y[0] eq 2[0]"]),
    (r"x = 1, y = 2", ["x[0] eq 1[0]", "y[0] eq 2[0]"]),
    (r"x = 1 \qquad y = 2", ["x[0] eq 1[0]", "y[0] eq 2[0]"]),
    (r"\lambda = -\frac12, \frac{i}{2}", ["lambda[0] eq sequence(neg(div(1, 2)), div(#i, 2))[0]"]),
    (r"t = 2, \dots, T", ["t[0] eq sequence(2, #dots, T)[0]"]),
    (r"x = 1 \Rightarrow y = 2 \Leftrightarrow z = 3", [
        "x[0] eq 1[0]", "implies [0]", "y[0] eq 2[0]", "iff [0]", "z[0] eq 3[0]"]),
    (r"x = 1 \\ \Rightarrow \quad y = 2", ["x[0] eq 1[0]", "implies [1]", "y[1] eq 2[1]"]),
    (r"x = 1 \text{ or } x = 2", ["claim or((x eq 1), (x eq 2))"]),
    (r"\forall x, f(x) > 0", ["claim forall(x; -; -; -; (f<x> gt 0))"]),
    (r"f(x) > 0 \text{ for } x > 1", ["f<x>[0] gt 0[0]", "'for'", "x[0] gt 1[0]"]),
    (r"a \overset{(a)}{=} b \stackrel{(b)}{\geq} c", ["a[0] eq b[0] ge c[0]"]),
    (r"a = \foo = c", ["a[0] eq !unknown_command[0] eq c[0]"]),
    (r"a = b =", ["a[0] eq b[0] eq !expected_end[0]"]),
    (r"= a", ["… eq a[0]"]),
    (r"x \in ]0,1[ \Rightarrow y \in (0, 1]", [
        "x[0] in interval(0, 1, #false, #false)[0]", "implies [0]", "y[0] in interval(0, 1, #false, #true)[0]"]),
    (r"J = \begin{pmatrix} 0 & 1 \\ 2 & 3 \end{pmatrix} \\ K = 1", ["J[0] eq [0, 1; 2, 3][0]", "K[1] eq 1[1]"]),
    (r"f(x) = \begin{cases} 1 & x = 0 \\ 0 & x \ne 0 \end{cases}", [
        "f<x>[0] eq piecewise(1, (x eq 0), 0, (x ne 0))[0]"]),
    (r"\prod_{\substack{i = 1 \\ i \ne j}} x_i = 1", ["product(i; 1; -; (i ne j); x_i)[0] eq 1[0]"]),
    (r"q(x_{t-1} | x_t) = \frac{a = b}{c}", ["q<<x_{t-1} | x_t>>[0] eq div((a eq b), c)[0]"]),
    (r"0 < h < 1, \forall z \in \mathbb{R}", ["0[0] lt h[0] lt 1[0]", "claim forall(z; -; -; #reals; #true)"]),
    (r"f'(z) > -1 \quad \forall z", ["prime(f, 1)<z>[0] gt neg(1)[0]", "claim forall(z; -; -; -; #true)"]),
    (r"g: \mathbb{R} \to \mathbb{R}", ["claim (g maps #reals to #reals)"]),
    (r"a.f(bz+c) = 0.", ["mul(a, f<add(mul(b, z), c)>)[0] eq 0[0]"]),
    (r"\left[x + \theta\right]_{(0,0)} = 0", ["at(add(x, theta), tuple(0, 0))[0] eq 0[0]"]),
    (r"Re(\lambda_i) < 0", ["re(lambda_i)[0] lt 0[0]"]),
    (r"a \not= b", ["a[0] ne b[0]"]),
    (r"a = b \tag{1} \nonumber \\", ["a[0] eq b[0]"]),
    (r"\text{Soit } f(z) = z", ["'Soit'", "f<z>[0] eq z[0]"]),
    (r"\text{if $x > 0$ then } y = 1", ["'if'", "x[0] gt 0[0]", "'then'", "y[0] eq 1[0]"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_pieces(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_a_real_derivation_is_one_chain() -> None:
    text = r"""\begin{align*}
    \log p_\phi(x_0) &= \log \int p_\phi(x_{0:T})\, dx_{1:T} \\
    &= \log \mathbb{E}_{q(x_{1:T}|x_0)}\!\left[\frac{p_\phi(x_{0:T})}{q(x_{1:T}|x_0)}\right] \\
    &\geq \mathbb{E}_{q}\left[\log \frac{p_\phi(x_{0:T})}{q(x_{1:T}|x_0)}\right] = L_{DDPM}.
    \end{align*}"""
    display = parse_display(text)
    assert isinstance(display, Display)
    (chain,) = display.pieces
    assert isinstance(chain, Chain)
    assert chain.relations == ("eq", "eq", "ge", "eq")
    assert [text[place.start : place.end] for place in chain.places] == ["=", "=", r"\geq", "="]
    assert [side.row for side in chain.sides] == [0, 0, 1, 2, 2]
    assert display.rows == 3
    assert display.troubles == ()


def test_sides_carry_their_place_in_the_source() -> None:
    text = r"a + 1 &= \frac{b}{2} \\ &= c"
    display = parse_display(text)
    assert isinstance(display, Display)
    (chain,) = display.pieces
    assert isinstance(chain, Chain)
    assert [text[side.span.start : side.span.end] for side in chain.sides] == ["a + 1", r"\frac{b}{2}", "c"]


def test_troubles_of_all_sides_are_gathered() -> None:
    display = parse_display(r"\foo = x = \bar")
    assert isinstance(display, Display)
    assert [trouble.code for trouble in display.troubles] == ["unknown_command", "expected_end"]
