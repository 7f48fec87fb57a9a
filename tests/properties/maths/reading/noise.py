"""Hostile and broken formulas: mutants of good ones, random pieces, bytes, repetitions."""

import random
from collections.abc import Iterator

GOOD = [
    r"\log p_\phi(x_0) \geq \mathbb{E}_{q(x_{1:T}|x_0)}\left[\log \frac{p_\phi(x_{0:T})}{q(x_{1:T}|x_0)}\right]",
    r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise}\end{cases}",
    r"\begin{align*} a &= b \\ &\leq \left. c \right|_{x=0} \Rightarrow d, \quad e = f \end{align*}",
    r"\int_{-\infty}^{\infty} q(x) \log q(x)\, dx = -\tfrac12 \log(2\pi\sigma_2^2) - \frac{1}{2}",
    r"\frac{d}{dx} \sin^2(x) + \sum_{i=1}^n x_i^{(k)} \cdot \|z - z_0\|_2",
    r"KL[q(x)\|p(x)] + ]0,1] \cup \{x \in \mathbb{R} \mid x > 0\}",
    r"J = \begin{pmatrix} 0 & \frac{1}{2} \\ -1{,}000 & |x| \end{pmatrix}^{-1}",
]
PIECES = [
    r"\frac", "{", "}", "(", ")", "[", "]", "|", r"\|", "^", "_", r"\left", r"\right", ".", "x", "2",
    r"\sum", r"\int", "d",
    "dx", r"\partial", r"\mathbb{E}", r"\begin{cases}", r"\end{cases}", "&", r"\\", ",", "=", r"\Rightarrow",
    r"\text{or}",
    r"\text{", "$", r"\sqrt", "[3]", r"\log", r"\sin", "p", "q", r"\mid", "KL", r"\nabla", "!", "'", r"\hat",
    r"\mathbf", "-",
    "+", "/", r"\cdot", " ", r"\{", r"\}", r"\underbrace", r"\operatorname", r"\overset", r"\not", r"\begin{pmatrix}",
    r"\end{pmatrix}", r"\lim", r"\to", "%", "#1", "~", "\\", "é", "²", "∑", "𝔼", r"\max", r"\substack",
    r"\mathrm", r"\forall",
    r"\Big", r"\tag", r"\color", r"\cancel", r"\binom", r"\quad", ";", ":", '"', "\x00", "\u0302", "1{,}000",
]  # fmt: skip
TYPED = [
    "x", "2", "(", ")", "[", "]", "{", "}", "|", "*", "**", "/", "+", "-", "=", "<=", "!=", " and ", " or ",
    "not ", "!", "f",
    "sin", "Sum", "(x,1,2)", ",", "Matrix", ".", "T", "e-2", "'", "%", "∞", "²", "_", "√", "Interval.open",
    "Derivative", "oo",
    "->", "&", "~", '"', "#", " ", "1e9999999", "__import__",
]  # fmt: skip


def formulas(seed: int, count: int) -> Iterator[str]:
    """Yield formulas to be thrown at every reader."""
    draw = random.Random(seed)
    for _ in range(count):
        kind = draw.random()
        if kind < 0.5:
            yield _mutant(draw)
        elif kind < 0.65:
            yield "".join(draw.choices(PIECES, k=draw.randint(1, 40)))
        elif kind < 0.8:
            yield "".join(draw.choices(TYPED, k=draw.randint(1, 30)))
        elif kind < 0.95:
            yield draw.randbytes(draw.randint(1, 60)).decode("latin-1")
        elif kind < 0.98:
            yield "".join(draw.choices(PIECES, k=2)) * draw.randint(10, 60)
        else:
            yield "".join(draw.choices(PIECES, k=2)) * draw.randint(200, 1500)


def _mutant(draw: random.Random) -> str:
    text = draw.choice(GOOD)
    for _ in range(draw.randint(1, 6)):
        at = draw.randint(0, len(text))
        match draw.randrange(3):
            case 0:
                text = text[:at] + draw.choice(PIECES) + text[at:]
            case 1:
                text = text[:at] + text[at + draw.randint(1, 4) :]
            case _:
                start = draw.randint(0, len(text))
                text = text[:at] + text[start : start + draw.randint(1, 9)] + text[at:]
    return text
