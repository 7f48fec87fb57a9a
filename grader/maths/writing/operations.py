"""How each operator is drawn."""

from grader.maths.node import Node, Path
from grader.maths.tree import Call, Constant, Density, Number, Op, Symbol, Text
from grader.maths.writing import signs
from grader.maths.writing.boxes import Box, Decorated, Fence, Fraction, Glyph, Radical, Row, Scripts, Table, sign, word
from grader.maths.writing.compose import (
    AND,
    COMMA,
    IFF,
    NOT,
    OPEN,
    OPERAND,
    OR,
    POWER,
    PRODUCT,
    RIGHT,
    SUM,
    Composer,
    Drawn,
    joined,
)

# operator -> its own level, that of its first operand, that of the others
_INFIX = {
    "implies": (IFF, OR, OR), "iff": (IFF, OR, OR), "or": (OR, AND, AND), "xor": (OR, AND, AND), "and": (AND, NOT, NOT),
    "union": (SUM, PRODUCT, PRODUCT), "difference": (SUM, PRODUCT, PRODUCT), "plus_minus": (SUM, SUM, PRODUCT),
    "minus_plus": (SUM, SUM, PRODUCT), "intersection": (PRODUCT, POWER, POWER), "compose": (PRODUCT, POWER, POWER),
    "hadamard": (PRODUCT, POWER, POWER), "tensor": (PRODUCT, POWER, POWER), "mod": (PRODUCT, POWER, POWER),
    "cartesian": (PRODUCT, POWER, POWER), "cross": (PRODUCT, POWER, POWER),
}  # fmt: skip
_FENCED = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉"), "inner": ("⟨", "⟩"), "set": ("{", "}"),
           "tuple": ("(", ")"), "list": ("[", "]")}  # fmt: skip
_POSTFIX = {"factorial": ("!", "!"), "double_factorial": ("!!", "!!"), "percent": ("\\%", "%")}
_RAISED = {"transpose": ("\\top", "⊤"), "adjoint": ("\\dagger", "†"), "degrees": ("\\circ", "∘"),
           "from_above": ("+", "+"), "from_below": ("-", "−")}  # fmt: skip


class Writer(Composer):
    """Draws every tree."""

    def operation(self, node: Op, path: Path) -> Drawn:
        """Draw an operator with its arguments."""
        op = node.op
        if op in _INFIX and (len(node.args) > 1 or op not in {"plus_minus", "minus_plus"}):
            return self.infix(node, path)
        if op in signs.NAMES or op in signs.WORDS:
            return self.named(node, path)
        if op in _FENCED:
            return self.fenced(node, path), OPERAND
        if op in _POSTFIX:
            return Row((self.arg(node, path, 0, OPERAND), sign(*_POSTFIX[op]))), POWER
        if op in _RAISED:
            return Scripts(self.arg(node, path, 0, OPERAND), above=sign(*_RAISED[op])), POWER
        special = getattr(self, f"draw_{op}", None)
        if special is None:
            raise ValueError(f"no way to draw the operator {op!r}")
        drawn: Drawn = special(node, path)
        return drawn

    def arg(self, node: Op, path: Path, index: int, level: int = OPEN) -> Box:
        """Draw one argument for a place that needs a level."""
        return self.at(node.args[index], (*path, index), level)

    # --- families
    def infix(self, node: Op, path: Path) -> Drawn:
        """Draw operands with signs between them."""
        own, first, others = _INFIX[node.op]
        mark = sign(*signs.INFIX[node.op])
        boxes = [self.arg(node, path, index, first if index == 0 else others) for index in range(len(node.args))]
        return Row(tuple(joined(boxes, mark))), own

    def named(self, node: Op, path: Path) -> Drawn:
        """Draw a function as its name before brackets."""
        op = node.op
        name: Box = Glyph("mi", signs.NAMES[op], signs.NAMES[op][1:]) if op in signs.NAMES else word(signs.WORDS[op])
        if op == "gamma":
            name = Glyph("mi", "\\Gamma", "Γ")
        args = node.args
        if op == "log" and len(args) == 2:
            name, args = Scripts(name, self.arg(node, path, 1)), args[:1]
        return Row((name, Fence("(", ")", self.arguments(args, path, 0), applied=op == "gamma"))), OPERAND

    def fenced(self, node: Op, path: Path) -> Box:
        """Draw what stands between brackets of its own; one thing alone gets a comma where it would be a group."""
        inside = self.arguments(node.args, path, 0)
        if len(node.args) == 1 and node.op in {"tuple", "list"}:
            inside = Row((inside, COMMA))
        return Fence(*_FENCED[node.op], inside)

    # --- arithmetic
    def draw_add(self, node: Op, path: Path) -> Drawn:
        """Draw a sum; negative terms are subtracted."""
        boxes: list[Box] = []
        for index, arg in enumerate(node.args):
            here = (*path, index)
            negative = isinstance(arg, Op) and arg.op == "neg" and self.marked != here
            if negative and isinstance(arg, Op):
                boxes += [sign("-", "−"), self.at(arg.args[0], (*here, 0), PRODUCT)]
            else:
                boxes += [sign("+", "+")] if index else []
                boxes.append(self.at(arg, here, PRODUCT))
        return Row(tuple(boxes)), SUM

    def draw_neg(self, node: Op, path: Path) -> Drawn:
        """Draw a negative."""
        return Row((sign("-", "−"), self.arg(node, path, 0, PRODUCT))), SUM

    def draw_plus_minus(self, node: Op, path: Path) -> Drawn:
        """Draw ± before one operand."""
        return Row((sign("\\pm", "±"), self.arg(node, path, 0, PRODUCT))), SUM

    def draw_minus_plus(self, node: Op, path: Path) -> Drawn:
        """Draw ∓ before one operand."""
        return Row((sign("\\mp", "∓"), self.arg(node, path, 0, PRODUCT))), SUM

    def draw_mul(self, node: Op, path: Path) -> Drawn:
        """Draw factors side by side, with a dot where they would be read as something else."""
        boxes: list[Box] = []
        last = len(node.args) - 1
        for index, arg in enumerate(node.args):
            box, level = self.drawn(arg, (*path, index))
            # What acts to its right may stand at the end only.
            if level < (RIGHT if index == last else POWER):
                box = Fence("(", ")", box)
            if index:
                dot = needs_dot(node.args[index - 1], boxes[-1], box)
                boxes.append(sign("\\cdot", "⋅") if dot else sign("", "\u2062"))
            boxes.append(box)
        return Row(tuple(boxes)), PRODUCT

    def draw_div(self, node: Op, path: Path) -> Drawn:
        """Draw a fraction, or a slash where the fraction would be read as a derivative."""
        if all(starts_with_d(arg) for arg in node.args):
            return Row((self.arg(node, path, 0, POWER), sign("/", "/"), self.arg(node, path, 1, POWER))), PRODUCT
        return Fraction(self.arg(node, path, 0), self.arg(node, path, 1)), POWER

    def draw_mixed(self, node: Op, path: Path) -> Drawn:
        """Draw a mixed number."""
        return Row((self.arg(node, path, 0), self.arg(node, path, 1))), PRODUCT

    def draw_pow(self, node: Op, path: Path) -> Drawn:
        """Draw a power; that of a sine goes on its name."""
        base, exponent = node.args
        above = self.arg(node, path, 1)
        if isinstance(exponent, Symbol) and exponent.base == "T":
            above = Fence("(", ")", above, applied=True)
        plain = isinstance(exponent, Number) and self.marked != (*path, 0)
        if plain and isinstance(base, Op) and base.op in signs.ELEMENTARY_POWERS:
            name = Scripts(Glyph("mi", signs.NAMES[base.op], base.op), above=above)
            return Row((name, Fence("(", ")", self.arguments(base.args, (*path, 0), 0)))), POWER
        is_function = isinstance(base, Symbol) and (not self.needs_braces(base) or base.base == "d")
        box = self.arg(node, path, 0, OPERAND)
        if is_function or (isinstance(base, Symbol) and any(mark == "prime" for mark in base.marks)):
            box = Fence("(", ")", box)
        return Scripts(box, above=above), POWER

    def draw_sqrt(self, node: Op, path: Path) -> Drawn:
        """Draw a square root."""
        return Radical(self.arg(node, path, 0)), OPERAND

    def draw_root(self, node: Op, path: Path) -> Drawn:
        """Draw a root of any order."""
        return Radical(self.arg(node, path, 0), self.arg(node, path, 1)), OPERAND

    def draw_binomial(self, node: Op, path: Path) -> Drawn:
        """Draw a binomial coefficient."""
        return Fraction(self.arg(node, path, 0), self.arg(node, path, 1), line=False), OPERAND

    def draw_conjugate(self, node: Op, path: Path) -> Drawn:
        """Draw a complex conjugate of more than a letter."""
        if isinstance(node.args[0], (Symbol, Constant)):
            return Row((word("conj"), Fence("(", ")", self.arg(node, path, 0)))), OPERAND
        return Decorated("bar", self.arg(node, path, 0)), OPERAND

    def draw_norm(self, node: Op, path: Path) -> Drawn:
        """Draw a norm with its index."""
        box = Fence("‖", "‖", self.arg(node, path, 0))
        return (Scripts(box, self.arg(node, path, 1)) if len(node.args) == 2 else box), OPERAND

    def draw_indicator(self, node: Op, path: Path) -> Drawn:
        """Draw an indicator with its condition."""
        return Scripts(Glyph("mn", "\\mathbb{1}", "𝟙"), self.arg(node, path, 0)), OPERAND

    # --- functions and calculus
    def draw_prime(self, node: Op, path: Path) -> Drawn:
        """Draw a derivative by primes, from the fourth on by its order in brackets."""
        base = self.arg(node, path, 0, OPERAND)
        if not isinstance(node.args[0], Symbol):
            base = Fence("(", ")", self.arg(node, path, 0))
        order = node.args[1]
        if isinstance(order, Number) and order.value <= 3:
            count = int(order.value)
            return Scripts(base, above=sign("'" * count, "′" * count)), POWER
        return Scripts(base, above=Row((sign("(", "("), self.arg(node, path, 1), sign(")", ")")))), POWER

    def draw_inverse_function(self, node: Op, path: Path) -> Drawn:
        """Draw an inverse function."""
        minus_one = Row((sign("-", "−"), Glyph("mn", "1", "1")))
        return Scripts(self.arg(node, path, 0, OPERAND), above=minus_one), POWER

    def draw_derivative(self, node: Op, path: Path) -> Drawn:
        """Draw a derivative in Leibniz's notation."""
        return self.leibniz(node, path, Glyph("mi", "d", "d"))

    def draw_partial(self, node: Op, path: Path) -> Drawn:
        """Draw a partial derivative."""
        return self.leibniz(node, path, Glyph("mi", "\\partial", "∂"))

    def leibniz(self, node: Op, path: Path, d: Glyph) -> Drawn:
        """Draw a derivative: its body in the numerator if it is short, else to the right."""
        body, *rest = node.args
        orders = rest[1::2]
        total = sum(int(order.value) if isinstance(order, Number) else 1 for order in orders)
        below: list[Box] = []
        for index, order in enumerate(orders):
            variable = self.arg(node, path, 1 + 2 * index, OPERAND)
            once = isinstance(order, Number) and order.value == 1
            raised = variable if once else Scripts(variable, above=self.arg(node, path, 2 + 2 * index))
            below += [d, raised]
        literal = all(isinstance(order, Number) for order in orders)
        above = Glyph("mn", str(total), str(total)) if literal else self.arg(node, path, 2)
        top: Box = d if literal and total == 1 else Scripts(d, above=above)
        if isinstance(body, (Symbol, Call, Density)):
            return Fraction(Row((top, self.arg(node, path, 0))), Row(tuple(below))), POWER
        return Row((Fraction(top, Row(tuple(below))), self.arg(node, path, 0, POWER))), RIGHT

    def draw_gradient(self, node: Op, path: Path) -> Drawn:
        """Draw a gradient with its variables."""
        nabla: Box = sign("\\nabla", "∇")
        if len(node.args) == 2:
            by = node.args[1]
            names = self.arg(node, path, 1)
            if isinstance(by, Op) and by.op == "tuple":
                names = self.arguments(by.args, (*path, 1), 0)
            nabla = Scripts(nabla, names)
        return Row((nabla, self.arg(node, path, 0, POWER))), RIGHT

    def draw_laplacian(self, node: Op, path: Path) -> Drawn:
        """Draw a Laplacian."""
        square = Scripts(sign("\\nabla", "∇"), above=Glyph("mn", "2", "2"))
        return Row((square, self.arg(node, path, 0, POWER))), RIGHT

    def draw_divergence(self, node: Op, path: Path) -> Drawn:
        """Draw a divergence."""
        return Row((sign("\\nabla", "∇"), sign("\\cdot", "⋅"), self.arg(node, path, 0, POWER))), RIGHT

    def draw_jacobian(self, node: Op, path: Path) -> Drawn:
        """Draw a Jacobian matrix of tuples."""
        d = sign("\\partial", "∂")
        top, bottom = self.arg(node, path, 0, OPERAND), self.arg(node, path, 1, OPERAND)
        return Fraction(Row((d, top)), Row((d, bottom))), POWER

    def draw_differential(self, node: Op, path: Path) -> Drawn:
        """Draw a dx."""
        return Row((Glyph("mi", "\\mathrm{d}", "d"), self.arg(node, path, 0, OPERAND))), OPERAND

    def draw_at(self, node: Op, path: Path) -> Drawn:
        """Draw an evaluation at a condition; no operand, as a power behind it would be an upper bound."""
        return Scripts(Fence(".", "|", self.arg(node, path, 0)), self.arg(node, path, 1)), POWER

    def draw_between(self, node: Op, path: Path) -> Drawn:
        """Draw a difference of two evaluations."""
        bar = Fence(".", "|", self.arg(node, path, 0))
        return Scripts(bar, self.arg(node, path, 1), self.arg(node, path, 2)), POWER

    # --- collections and logic
    def draw_sequence(self, node: Op, path: Path) -> Drawn:
        """Draw a bare list inside something else."""
        return self.arguments(node.args, path, 0), OPEN

    def draw_range(self, node: Op, path: Path) -> Drawn:
        """Draw a range of indices."""
        return Row((self.arg(node, path, 0), sign(":", ":"), self.arg(node, path, 1))), OPEN

    def draw_interval(self, node: Op, path: Path) -> Drawn:
        """Draw an interval; open ends are drawn as ]a, b[ where round ones would be a point."""
        left, right = (isinstance(end, Constant) and end.name == "true" for end in node.args[2:])
        inside = self.arguments(node.args[:2], path, 0)
        opening = "[" if left else "(" if right else "]"
        closing = "]" if right else ")" if left else "["
        return Fence(opening, closing, inside), OPERAND

    def draw_complement(self, node: Op, path: Path) -> Drawn:
        """Draw a complement."""
        return Scripts(self.arg(node, path, 0, OPERAND), above=sign("c", "c")), POWER

    def draw_piecewise(self, node: Op, path: Path) -> Drawn:
        """Draw cases."""
        rows: list[tuple[Box, ...]] = []
        for index in range(0, len(node.args), 2):
            condition = node.args[index + 1]
            if isinstance(condition, Constant) and condition.name == "true":
                rows.append((self.arg(node, path, index), Glyph("mtext", "\\text{otherwise}", "otherwise")))
            else:
                rows.append((self.arg(node, path, index), self.arg(node, path, index + 1)))
        return Table(tuple(rows), cases=True), OPERAND

    def draw_not(self, node: Op, path: Path) -> Drawn:
        """Draw a negation."""
        return Row((sign("\\neg", "¬"), self.arg(node, path, 0, SUM))), NOT

    # --- linear algebra and probability
    def draw_entry(self, node: Op, path: Path) -> Drawn:
        """Draw an entry of a matrix."""
        return Scripts(Fence("(", ")", self.arg(node, path, 0)), self.arguments(node.args[1:], path, 1)), OPERAND

    def draw_normal(self, node: Op, path: Path) -> Drawn:
        """Draw a normal law, or its density at a point."""
        inside = self.arguments(node.args, path, 0)
        if len(node.args) == 3:
            inside = Row((self.arg(node, path, 0), sign(";", ";"), self.arguments(node.args[1:], path, 1)))
        return Row((Glyph("mi", "\\mathcal{N}", "𝒩"), Fence("(", ")", inside))), OPERAND

    def draw_kl(self, node: Op, path: Path) -> Drawn:
        """Draw a Kullback-Leibler divergence."""
        inside = Row((self.arg(node, path, 0), sign("\\|", "‖"), self.arg(node, path, 1)))
        return Row((word("KL"), Fence("[", "]", inside))), OPERAND

    # --- decorations
    def draw_underbrace(self, node: Op, path: Path) -> Drawn:
        """Draw a brace below with its label."""
        return Decorated("underbrace", self.arg(node, path, 0), self.label(node, path)), OPERAND

    def draw_overbrace(self, node: Op, path: Path) -> Drawn:
        """Draw a brace above with its label."""
        return Decorated("overbrace", self.arg(node, path, 0), self.label(node, path)), OPERAND

    def draw_above(self, node: Op, path: Path) -> Drawn:
        """Draw a label above."""
        return Decorated("above", self.arg(node, path, 0), self.label(node, path)), OPERAND

    def label(self, node: Op, path: Path) -> Box:
        """Draw the label of a decoration: words as they stand, or a formula."""
        label = node.args[1]
        if isinstance(label, Text):
            return Glyph("mtext", f"\\text{{{label.text}}}", label.text)
        return self.arg(node, path, 1)


def needs_dot(before: Node, drawn: Box, box: Box) -> bool:
    """Tell whether two factors side by side would be read as something else: digits run on, a name is applied."""
    while isinstance(box, Row) and box.boxes:
        box = box.boxes[0]
    while isinstance(box, Scripts):
        box = box.base
    if isinstance(box, Glyph) and box.kind == "mn":
        return True
    if isinstance(before, Number):
        return isinstance(box, Fraction) or (isinstance(box, Glyph) and box.latex == "e")
    if isinstance(box, Fence):
        applies = isinstance(before, Op) and before.op in {"compose", "inverse_function", "prime"}
        return applies or (not isinstance(before, Number) and not isinstance(drawn, Fence))
    return isinstance(before, Symbol) and len(before.base) > 1 and isinstance(box, Table)


def starts_with_d(node: Node) -> bool:
    """Tell whether a numerator or denominator begins with the letter d."""
    while isinstance(node, Op) and node.op in {"mul", "add", "pow"}:
        node = node.args[0]
    return isinstance(node, Symbol) and node.base == "d" and not node.marks
