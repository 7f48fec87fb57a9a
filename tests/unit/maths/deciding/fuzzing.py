"""Random inputs: formulas of a grammar, mutilated formulas, and noise."""

from random import Random

from tests.unit.maths.deciding.own_pairs import PAIRS

LEAVES = (
    "x",
    "y",
    "a_1",
    "n",
    "0",
    "1",
    "2",
    "3",
    "7",
    "0.5",
    "1e3",
    r"\pi",
    "e",
    "i",
    r"\infty",
    r"\alpha",
    "12345678901",
)
UNARY = (
    r"\sin", r"\cos", r"\tan", r"\ln", r"\exp", r"\sqrt", r"\arcsin", r"\arctan", r"\sinh", r"\tanh", r"\Gamma",
    r"\operatorname{erf}", r"\lfloor %s \rfloor", r"|%s|", "-%s", "(%s)!", r"\overline{%s}", r"\{%s\}", r"\zeta",
    r"\frac{d}{dx} (%s)", r"\neg (%s)", r"\operatorname{sgn}",
)  # fmt: skip
BINARY = (
    "(%s)+(%s)", "(%s)-(%s)", "(%s)(%s)", r"\frac{%s}{%s}", "{(%s)}^{%s}", r"\binom{%s}{%s}", r"\max(%s,%s)", "(%s,%s)",
    "[%s,%s)", r"\{%s,%s\}", "%s=%s", "%s<%s", r"%s\ge %s", r"(%s)\wedge(%s)", r"(%s)\vee(%s)", r"(%s)\Rightarrow(%s)",
    r"\sum_{k=1}^{%s} (%s)", r"\prod_{k=%s}^{4} (%s)", r"\int_0^{%s} (%s) dx", r"\log_{%s} (%s)", r"(%s)\pm(%s)",
    r"\begin{pmatrix}%s\\%s\end{pmatrix}", r"(%s)\cup(%s)", r"\sqrt[%s]{%s}", r"f(%s, %s)",
)  # fmt: skip
NOISE = "xy0123456789+-*/^_(){}[]|<>=!,.;:\\&%$~'\"#@ \t\nαπ∞∫√≤∈ℝ\x00\u202e𝑥"
COMMANDS = (
    r"\frac",
    r"\left(",
    r"\right)",
    r"\sqrt",
    r"\sum",
    r"\int",
    r"\begin{cases}",
    r"\end{cases}",
    r"\\",
    r"\text{",
)


def formula(random: Random, depth: int) -> str:
    """Return a formula of the grammar."""
    if depth == 0 or random.random() < 0.15:
        return random.choice(LEAVES)
    if random.random() < 0.4:
        shape = random.choice(UNARY)
        inside = formula(random, depth - 1)
        return shape % inside if "%s" in shape else f"{shape}{{({inside})}}"
    shape = random.choice(BINARY)
    return shape % (formula(random, depth - 1), formula(random, depth - 1))


def mutilated(random: Random, text: str) -> str:
    """Return a text with pieces cut out, doubled or replaced."""
    for _ in range(random.randint(1, 4)):
        at, length = random.randrange(len(text) + 1), random.randint(0, 6)
        piece = random.choice((random.choice(NOISE), random.choice(COMMANDS), text[at : at + length] * 2, ""))
        text = text[:at] + piece + text[at + random.randint(0, 3) :]
    return text


def noise(random: Random) -> str:
    """Return characters and commands in any order."""
    pieces = [random.choice((random.choice(NOISE), random.choice(COMMANDS))) for _ in range(random.randint(0, 30))]
    return "".join(pieces)


def pair(random: Random) -> tuple[str, str, str, str]:
    """Return two texts, a syntax and a domain."""
    kind = random.random()
    if kind < 0.7:
        a = formula(random, random.randint(1, 4))
        b = mutilated(random, a) if random.random() < 0.3 else formula(random, random.randint(1, 3))
    elif kind < 0.9:
        a, b, _, _ = random.choice(PAIRS)
        a = mutilated(random, a)
    else:
        a, b = noise(random), noise(random)
    syntax = "latex" if random.random() < 0.95 else "typed"
    return a, b, syntax, random.choice(("real", "real", "positive", "complex"))
