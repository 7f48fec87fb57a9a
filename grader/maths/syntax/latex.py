r"""The LaTeX reader: text to tree, strictly."""

from grader.maths.node import Node, Span
from grader.maths.notation import DEFAULT, Notation
from grader.maths.syntax.core import ONE, shown
from grader.maths.syntax.macros import NO_MACROS, Macros
from grader.maths.syntax.prepare import prepare
from grader.maths.syntax.probability import Probability
from grader.maths.syntax.result import MAX_DEPTH, MAX_LEVELS, Parsed, ParseTrouble, Stopped
from grader.maths.syntax.tables import (
    ACCENTS,
    ARROWS,
    BIG,
    CONSTANTS,
    EXTREMA,
    FONTS,
    FRACTIONS,
    FUNCTIONS,
    LOGIC,
    MULTIPLICATIVE,
    RELATIONS,
    TIMES,
    TRUTH_WORDS,
)
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Binder, Call, Constant, Number, Op, Relation, Symbol

_LONGEST_PERIOD = 60
_LARGEST_BASE = 36
_FUNCTION_OPERATORS = frozenset({"compose", "inverse_function", "prime"})  # in brackets, before arguments
_BINOMIALS = frozenset({"binom", "dbinom", "tbinom"})
_BEHIND = {"%": "percent", "degree": "degrees", "textdegree": "degrees"}
_NO_OPERAND = frozenset(
    {*RELATIONS, *ARROWS, *LOGIC, *MULTIPLICATIVE, *TIMES, "pm", "mp", "cup", "setminus", "backslash", "smallsetminus",
     "mid", "rvert", "rVert", "rangle", "rfloor", "rceil", "not", "div", "mapsto", "over", "choose", "%",
     "degree", "textdegree"}
)  # fmt: skip
_OPENING_COMMANDS = frozenset({"langle", "lfloor", "lceil"})


class LatexReader(Probability):
    """All layers together: what one operand is."""

    def starts_operand(self, token: Token) -> bool:
        """Tell whether an operand may begin here, so that two side by side are a product."""
        kind = token.kind
        if kind in {"letter", "digit", "(", "{", "\\{", "left", "begin", "d", "text", "other"}:
            return True
        if kind == "[":
            return not (self.bars[-1] == "interval" and self.ends_interval())
        if kind == "cmd":
            if token.text in {"lvert", "lVert"}:
                return True
            return token.text not in _NO_OPERAND
        if kind == "word":
            return token.text not in {"or", "and", "xor", "ou", "et"}
        if kind in {"|", "\\|"}:
            return self.starts_bar(token)
        return kind == "." and self.peek().kind == "digit" and self.peek().gap == 0

    def factor(self) -> Node:
        """Read an operand with what is attached to it."""
        start = self.at
        self.depth += 1  # by hand, as this is the innermost loop
        if self.depth > MAX_DEPTH:
            raise self.trouble("too_deep")
        node = self.attached(self.atom(), start)
        self.depth -= 1
        return node

    def attached(self, node: Node, start: int) -> Node:
        """Read exponents, factorials and indices behind an operand that is no plain name."""
        rounds = 0
        while True:
            kind = self.token.kind
            rounds += 1
            if rounds > 20:
                raise self.trouble("too_deep")
            if kind in {"^", "_"} and isinstance(node, Symbol) and self.tokens[self.at - 1].kind == "}" and rounds == 1:
                node = self.named(node, start)  # {\bf x}_t, {x'}^{(i)}: the name goes on behind its group
            elif kind == "^":
                if rounds > 1 and self.tokens[self.at - 1].kind not in {"!", "'"} and isinstance(node, Op):
                    raise self.trouble("double_script")
                self.at += 1
                node = self.raised(node, self.exponent(), start)
            elif kind == "!":
                self.at += 1
                double = self.token.kind == "!" and self.token.gap == 0 and self.accept("!")
                node = Op("double_factorial" if double else "factorial", (node,), self.span(start))
            elif kind == "'":
                self.at += 1
                node = Op("prime", (node, ONE), self.span(start))
            elif kind == "**":
                self.at += 1
                node = Op("pow", (node, self.signed_factor()), self.span(start))
            elif kind == "_":
                node = self.indexed(node, start)
            elif (
                (kind == "(" or (kind == "left" and self.token.text == "("))
                and isinstance(node, Op)
                and node.op in _FUNCTION_OPERATORS
            ):
                args, _ = self.arguments(allow_given=False)
                node = Call(node, args, self.span(start))
            elif kind == "cmd" and self.token.text in _BEHIND:
                node = Op(_BEHIND[self.advance().text], (node,), self.span(start))
            else:
                return node

    def indexed(self, node: Node, start: int) -> Node:
        r"""Read ``[F]_a^b``, ``(A)_{ij}`` and ``{x}_t`` with the cursor on the underscore."""
        previous = self.tokens[self.at - 1]
        if previous.kind not in {")", "]", "right"}:
            raise self.trouble("script_not_understood", detail="_")
        closing = previous
        after = self.closing(self.at + 1) if self.peek().kind == "{" else self.at + 1
        square = closing.kind == "]" or closing.text == "]"
        if square and self.token_at(after + 1).kind == "^":
            return self.evaluate_at(node, start)
        self.at += 1
        indices = self.indices()
        first = indices[0]
        if len(indices) == 1 and (isinstance(first, Relation) or (isinstance(first, Op) and first.op == "tuple")):
            return Op("at", (node, indices[0]), self.span(start))
        return Op("entry", (node, *indices), self.span(start))

    def atom(self) -> Node:
        """Read one operand."""
        token = self.token
        kind = token.kind
        start = self.at
        if kind == "letter":
            return self.letters(token, start)
        if kind == "digit" or (kind == "." and self.peek().kind == "digit" and self.peek().gap == 0):
            return self.numeral(start)
        if kind == "cmd":
            return self.command(token, start)
        if kind in {"(", "[", "\\{", "left", "]"}:
            return self.bracket()
        if kind == "{":
            return self.braced()
        if kind in {"|", "\\|"}:
            return self.bar()
        if kind == "word":
            self.at += 1
            return self.word(token.text, start)
        if kind == "begin":
            with self.deeper():
                return self.environment()
        if kind == "d":
            found = self.d(start)
            if found is not None:
                return found
            self.at += 1
            return self.symbol("d", (), start)
        if kind == "text":
            raise self.trouble("prose", detail=f"“{token.text}”")
        if kind == "other":
            raise self.trouble("unknown_character", detail=token.text)
        if kind in {"_", "^"}:
            raise self.trouble("script_without_base")
        raise self.missing_operand()

    def letters(self, token: Token, start: int) -> Node:
        """Read a letter, or the word that it begins."""
        if token.text == "d":
            found = self.d(start)
            if found is not None:
                return found
        if len(token.text) == 1:
            word = self.bare_word()
            if word is not None:
                self.at += len(word)
                return self.word(word, start)
        self.at += 1
        return self.symbol(token.text, (), start)

    def numeral(self, start: int) -> Node:
        r"""Read a number with what may belong to it: a period under a bar, a base below, a fraction behind."""
        number = self.number()
        return self.repeating(number, start) or self.in_base(number, start) or self.mixed(number, start)

    def repeating(self, number: Number, start: int) -> Node | None:
        r"""Read ``0.1\overline{6}`` as the fraction that it is; None if no period follows."""
        saved = self.at
        if not number.is_decimal and self.token.kind == "." and self.token.gap == 0:
            self.at += 1
        elif not number.is_decimal:
            return None
        token = self.token
        if token.kind == "cmd" and token.text in {"overline", "bar"} and token.gap == 0:
            self.at += 1
            period = self.bare_digits()
            if period is not None and len(period.written) <= _LONGEST_PERIOD and self.token.kind != "digit":
                shift = 10 ** len(number.written.partition(".")[2])
                value = number.value + period.value / (shift * (10 ** len(period.written) - 1))
                self.note("repeating", start)
                parts = [Number(ONE.value * each, str(each), self.span(start)) for each in value.as_integer_ratio()]
                return parts[0] if value.denominator == 1 else Op("div", (parts[0], parts[1]), self.span(start))
        self.at = saved
        return None

    def in_base(self, number: Number, start: int) -> Number | None:
        """Read ``1011_2`` as eleven; None if no base stands below or a digit is too large for it."""
        if self.token.kind != "_" or number.is_decimal:
            return None
        saved = self.at
        self.at += 1
        base = self.bare_digits()
        more = self.tokens[self.at].kind == "digit"
        if base is not None and 2 <= base.value <= _LARGEST_BASE and not more:
            radix = int(base.value)
            if all(int(digit) < radix for digit in number.written):
                value = int(number.written, radix)
                self.note("base", start)
                return Number(ONE.value * value, str(value), self.span(start))
        self.at = saved
        return None

    def mixed(self, number: Number, start: int) -> Node:
        r"""Read ``3\frac{1}{2}`` as a mixed number where the fraction is a proper one of bare digits."""
        token = self.token
        if not (token.kind == "cmd" and token.text in FRACTIONS) or number.is_decimal:
            return number
        saved = self.at
        self.at += 1
        parts = [self.bare_digits(), self.bare_digits()]
        if None in parts or self.token.kind == "^":
            self.at = saved
            return number
        upper, lower = (part for part in parts if part is not None)
        if not 0 < upper.value < lower.value:
            self.at = saved
            return number
        self.note("mixed_number", start)
        fraction = Op("div", (upper, lower), self.span(saved))
        return Op("mixed", (number, fraction), self.span(start))

    def bare_digits(self) -> Number | None:
        """Read a script of digits alone; None, with the cursor anywhere, if there is another."""
        if self.token.kind == "{":
            close = self.closing(self.at)
            if close == self.at + 1 or any(token.kind != "digit" for token in self.tokens[self.at + 1 : close]):
                return None
            self.at += 1
            number = self.number()
            self.expect("}")
            return number
        if self.token.kind != "digit":
            return None
        token = self.advance()
        return Number(ONE.value * int(token.text), token.text, Span(token.start, token.end))

    def word(self, word: str, start: int) -> Node:
        """Read what an upright word begins."""
        if word in TRUTH_WORDS:
            return Constant(TRUTH_WORDS[word], self.span(start))
        declared = word in self.notation.symbols
        if word in FUNCTIONS and not declared:
            return self.function_word(word, start)
        if word in EXTREMA and not declared:
            return self.extremum(word, start)
        if word == "sqrt":
            return self.root(start)
        return super().word(word, start)

    def command_argument(self) -> Node:
        """Read one command with its arguments and nothing after it."""
        token = self.token
        if token.kind == "word":
            self.at += 1
            return Symbol(token.text, (), (), (), Span(token.start, token.end))
        if token.text in FONTS or token.text in ACCENTS:
            mark = FONTS.get(token.text, "") or ACCENTS.get(token.text, "")
            self.at += 1
            inner = self.script()
            if isinstance(inner, Symbol):
                return Symbol(inner.base, (*inner.marks, mark) if mark else inner.marks, inner.subs, inner.sups)
            return inner
        return self.command(token, self.at)

    def command(self, token: Token, start: int) -> Node:
        """Read an operand that begins with a command."""
        name = token.text
        if name in _NO_OPERAND and name not in {"bot", "perp"}:
            raise self.missing_operand()
        if name in _OPENING_COMMANDS:
            self.at += 1
            return self.corner(name, start)
        if name in {"lvert", "lVert"}:
            return self.bar()
        self.at += 1
        if name in FRACTIONS:
            with self.deeper():
                return self.fraction(start)
        if name == "sqrt":
            return self.root(start)
        if name in FONTS:
            return self.font(FONTS[name], start)
        if name in ACCENTS:
            return self.font(ACCENTS[name], start)
        if name in BIG:
            return self.big(name, start)
        if name == "partial":
            return self.partial(start)
        if name == "nabla":
            return self.nabla(start)
        if name in _BINOMIALS:
            return self.binomial(start)
        if name == "Pr":
            return self.symbol("Pr", (), start)
        if name in {"underbrace", "overbrace"}:
            return self.brace(name, start)
        if name in {"overset", "stackrel", "stackbin"}:
            return self.above(start)
        if name in {"forall", "exists"}:
            return self.quantified(name, start)
        if name in CONSTANTS:
            return Constant(CONSTANTS[name], Span(token.start, token.end))
        raise self.trouble("unknown_command", token, f"\\{name}")


def parse_latex(text: str, notation: Notation = DEFAULT, macros: Macros = NO_MACROS) -> Parsed | ParseTrouble:
    r"""Read one formula of LaTeX mathematics completely, or say where reading stops.

    Dollar signs and ``\[ \]`` around the formula, and a full stop or comma behind it, are left aside.

    Args:
        text: the formula; at most ``MAX_LENGTH`` characters.
        notation: what its symbols are.
        macros: the definitions of its document.

    Returns:
        The tree with the notes on choices made, or the trouble.
    """
    try:
        tokens, notes = prepare(text, macros)
        begin, end = undelimited(tokens)
        if begin == end:
            return ParseTrouble("empty", text, Span(0, len(text)))
        reader = LatexReader(text, [*tokens[begin:end], tokens[-1]], notation)
        reader.notes.extend(notes)
        node = whole(reader)
    except Stopped as stopped:
        return stopped.trouble
    except RecursionError:  # a caller deep in its own stack; our own depth is bounded
        return ParseTrouble("too_deep", text, Span(0, len(text)))
    return Parsed(node, tuple(reader.notes))


def whole(reader: LatexReader) -> Node:
    """Read all tokens as a clause or a bare comma list.

    Raises:
        Stopped: where they are not one.
    """
    start = reader.at
    items = [reader.clause()]
    while reader.token.kind in {",", ";"}:
        reader.at += 1
        if reader.token.kind == "eof" and len(items) == 1:
            break
        items.append(reader.clause())
    while reader.token.kind in {".", ",", ";"} and reader.peek().kind == "eof":
        reader.at += 1
    token = reader.token
    if token.kind != "eof":
        closes = token.kind in {")", "]", "}", "\\}", "right", "end"}
        raise reader.trouble("unopened" if closes else "unexpected", detail=shown(token))
    if len(items) == 2 and is_bare_quantifier(items[1]) and isinstance(items[1], Binder):
        items = [items[1].with_children((*items[1].children[:-1], items[0]))]  # f(x) > 0, \forall x
    node = items[0] if len(items) == 1 else Op("sequence", tuple(items), reader.span(start))
    if node.depth() > MAX_LEVELS:
        raise reader.trouble("too_deep")
    return node


def is_bare_quantifier(node: Node) -> bool:
    """Tell whether a node is ``∀x ∈ A`` with nothing behind it."""
    return isinstance(node, Binder) and node.op in {"forall", "exists"} and node.body == Constant("true")


def undelimited(tokens: list[Token]) -> tuple[int, int]:
    r"""Return the range of tokens inside the dollars or ``\[ \]`` around a formula."""
    begin, end = 0, len(tokens) - 1
    while end - begin >= 2 and tokens[begin].kind == "$" and tokens[end - 1].kind == "$":
        begin, end = begin + 1, end - 1
    if end - begin >= 2 and tokens[begin].kind == "cmd" and tokens[begin].text in {"[", "("}:
        begin, end = begin + 1, end - 1
    return begin, end
