"""The reader of typed mathematics: SymPy-like, as people write it in code, forms and Markdown; never ``eval``."""

from fractions import Fraction

from grader.maths.node import Node, Span
from grader.maths.notation import DEFAULT, FUNCTION_LETTERS, Notation
from grader.maths.syntax.core import ONE, neg
from grader.maths.syntax.result import MAX_DIGITS, MAX_LEVELS, Note, Parsed, ParseTrouble, Stopped
from grader.maths.syntax.tables import GREEK
from grader.maths.syntax.typed_algebra import TypedAlgebra
from grader.maths.syntax.typed_names import CONSTANTS, FUNCTIONS, MODULES, build, is_known, symbol_of
from grader.maths.syntax.typed_tokens import TypedToken
from grader.maths.tree import Binder, Call, Constant, Number, Op, Relation, Symbol

_INVERSES = {name: f"a{name}" for base in ("sin", "cos", "tan", "cot", "sec", "csc") for name in (base, f"{base}h")}


class TypedReader(TypedAlgebra):
    """The operands of typed mathematics, and with them the whole reader."""

    # --- operands
    def operand(self) -> Node:
        """Read a number, a name with its arguments, or a bracket."""
        token = self.token
        start = self.at
        if token.kind == "number":
            return self.number()
        if token.kind == "name":
            return self.name(start)
        if token.kind in {"(", "[", "{"}:
            return self.bracket(start)
        if token.kind == "|":
            return self.absolute(start)
        if token.kind == "eof":
            raise self.trouble("expected_end")
        raise self.trouble("expected_operand", detail=token.text)

    def number(self) -> Number:
        """Read a number; a decimal comma stands only where the notation has it and no space follows."""
        token = self.token
        start = self.at
        self.at += 1
        text = token.text.lower()
        if len(text) > MAX_DIGITS:
            raise self.trouble("too_many_digits", token)
        comma, after = self.token, self.peek()
        adjacent = comma.kind == "," and not comma.spaced and after.kind == "number" and not after.spaced
        if self.notation.decimal_comma and adjacent and after.text.isdigit() and "." not in text:
            text = f"{text}.{after.text}"
            self.at += 2
        digits, _, exponent = text.partition("e")
        digits = f"0{digits}" if digits.startswith(".") else digits
        digits = digits[:-1] if digits.endswith(".") else digits
        power = int(exponent) if exponent and len(exponent) < 6 else 0
        if abs(power) > MAX_DIGITS or len(exponent) >= 6:
            raise self.trouble("too_many_digits", token)
        written = f"{digits}e{power}" if exponent else digits
        return Number(Fraction(digits) * Fraction(10) ** power, written, self.span(start))

    def name(self, start: int) -> Node:
        """Read a name: a constant, a function with its arguments, a symbol."""
        token = self.token
        self.at += 1
        text = token.text
        if text in MODULES and self.token.kind == "." and self.peek().kind == "name":
            text = self.peek().text
            self.at += 2
            if not (is_known(text) or text in CONSTANTS or text == "Half"):
                raise self.trouble("unknown_function", self.tokens[start], text)
            if text == "Half":
                text = "½"
        if text == "Interval" and self.token.kind == "." and self.peek().kind == "name":
            text = f"Interval.{self.peek().text}"
            self.at += 2
        symbol = self.notation.canonical(symbol_of(text, self.span(start)))
        declared = self.notation.declared(symbol)
        primes = 0
        while self.accept("'"):
            primes += 1
        if self.token.kind == "(":
            if declared is None and not primes and is_known(text):
                return self.known(text, start)
            if self.is_call(symbol):
                return self.call(symbol, primes, start)
        elif declared is None and text in FUNCTIONS and text not in GREEK and not primes:
            return self.bare_function(text, start)
        if primes:
            if symbol.base in FUNCTION_LETTERS or (declared is not None and declared.is_applied):
                return Op("prime", (symbol, Number(ONE.value * primes, str(primes))), self.span(start))
            return Symbol(symbol.base, (*symbol.marks, *("prime",) * primes), symbol.subs, (), self.span(start))
        if declared is not None:
            return Constant("identity", symbol.span) if declared.means == "identity" else symbol
        if text in CONSTANTS:
            return Constant(CONSTANTS[text], symbol.span)
        if text == "½":
            half = Number(Fraction(2), "2", symbol.span)
            return Op("div", (Number(Fraction(1), "1", symbol.span), half), symbol.span)
        if len(symbol.base) > 1 and symbol.base not in GREEK:
            self.note("name", start)
        return symbol

    def note(self, code: str, start: int) -> None:
        """Record a choice made over the tokens from index ``start``."""
        self.notes.append(Note(code, self.span(start)))

    def known(self, text: str, start: int) -> Node:
        """Read the arguments of a well-known function."""
        args = self.arguments()
        node = build(text, args, self.span(start))
        if node is None:
            raise self.trouble("arguments", self.tokens[start], text)
        return node

    def arguments(self) -> tuple[Node, ...]:
        """Read ``(a, b)`` behind a function, with the cursor on its opening."""
        opening = self.token
        self.at += 1
        self.in_bars.append(False)
        args: list[Node] = []
        while self.token.kind != ")":
            args.append(self.clause())
            if self.token.kind == "eof":
                raise self.trouble("unclosed", opening, "(")
            if self.token.kind not in {",", ";", ")"}:
                raise self.trouble("unexpected", detail=self.token.text)
            if self.token.kind != ")":
                self.at += 1
        self.in_bars.pop()
        self.at += 1
        return tuple(args)

    def is_call(self, symbol: Symbol) -> bool:
        """Decide whether brackets behind a name hold arguments.

        Raises:
            Stopped: if it may as well be a product.
        """
        declared = self.notation.declared(symbol)
        if declared is not None:
            return declared.is_applied
        base = symbol.base
        if base in FUNCTION_LETTERS or (len(base) > 1 and base not in GREEK and base not in CONSTANTS):
            return True
        if base in CONSTANTS:
            return False
        closing = self.at + 1
        depth = 0
        commas = 0
        while self.tokens[closing].kind != "eof" and closing < self.at + 200:
            kind = self.tokens[closing].kind
            if kind in {"(", "[", "{"}:
                depth += 1
            elif kind in {")", "]", "}"}:
                if depth == 0:
                    break
                depth -= 1
            commas += kind == "," and depth == 0
            closing += 1
        if commas or (closing == self.at + 2 and self.tokens[self.at + 1].kind == "name"):
            return True
        raise self.trouble("ambiguous_product", self.tokens[self.at - 1], f"{symbol.name}(…)")

    def call(self, symbol: Symbol, primes: int, start: int) -> Node:
        """Read the arguments of a function of the author's."""
        head: Node = symbol
        if primes:
            head = Op("prime", (symbol, Number(ONE.value * primes, str(primes))), symbol.span)
        args = self.arguments()
        if not args:
            raise self.trouble("arguments", self.tokens[start], symbol.name)
        declared = self.notation.declared(symbol)
        means = None if declared is None else declared.means
        if means in {"logistic", "relu", "softplus", "log", "exp"} and not primes and len(args) == 1:
            return Op(means, args, self.span(start))
        return Call(head, args, self.span(start))

    def bare_function(self, text: str, start: int) -> Node:
        """Read ``sin x``, ``sin 2x``, ``sin^2(x)``: a function without brackets right behind it."""
        op, fewest, _ = FUNCTIONS[text]
        if fewest != 1:
            raise self.trouble("expected", detail=f"{text}(…)")
        if self.token.kind in {"^", "**"} and self.peek().kind in {"number", "-"} and op in _INVERSES:
            self.at += 1
            exponent = self.signed_power()
            if self.token.kind != "(":
                raise self.trouble("expected", detail="(")
            if exponent == neg(ONE, exponent.span):
                op, exponent = _INVERSES[op], ONE
            args = self.arguments()
            if len(args) != 1:
                raise self.trouble("arguments", self.tokens[start], text)
            node = Op(op, args, self.span(start))
            return node if exponent is ONE else Op("pow", (node, exponent), self.span(start))
        if self.token.kind not in {"number", "name"}:
            raise self.trouble("expected", detail=f"{text}(…)")
        inner = self.at
        factors = [self.power()]
        while self.token.kind == "name" and self.token.text not in FUNCTIONS and isinstance(factors[-1], Number):
            factors.append(self.power())
        if self.token.kind == "/":
            raise self.trouble("ambiguous_slash")
        node = factors[0] if len(factors) == 1 else Op("mul", tuple(factors), self.span(inner))
        return Op(op, (node,), self.span(start))

    # --- brackets
    def bracket(self, start: int) -> Node:
        """Read a group, tuple, list, set or interval."""
        opening = self.token
        self.at += 1
        self.in_bars.append(False)
        items: list[Node] = []
        comma_last = False
        while self.token.kind not in {")", "]", "}"}:
            items.append(self.set_item() if opening.kind == "{" else self.clause())
            comma_last = self.token.kind in {",", ";"}
            if comma_last:
                self.at += 1
            elif self.token.kind in {"|", ":"} and opening.kind == "{" and len(items) == 1:
                return self.set_of(items[0], opening, start)
            elif self.token.kind == "eof":
                raise self.trouble("unclosed", opening, opening.text)
            elif self.token.kind not in {")", "]", "}"}:
                raise self.trouble("unexpected", detail=self.token.text)
        self.in_bars.pop()
        pair = opening.kind + self.token.kind
        self.at += 1
        span = self.span(start)
        if pair == "{}":
            return Op("set", tuple(items), span)
        if pair == "[]":
            return Op("list", tuple(items), span)
        if pair == "()" and items:
            return items[0] if len(items) == 1 and not comma_last else Op("tuple", tuple(items), span)
        if pair in {"[)", "(]"} and len(items) == 2:
            ends = (Constant("true" if pair == "[)" else "false"), Constant("true" if pair == "(]" else "false"))
            return Op("interval", (*items, *ends), span)
        raise self.trouble("unclosed", opening, opening.text)

    def set_item(self) -> Node:
        """Read an item of a set; a bar behind it means such that."""
        self.in_bars.append(True)
        node = self.clause()
        self.in_bars.pop()
        return node

    def set_of(self, head: Node, opening: TypedToken, start: int) -> Node:
        """Read ``{x | condition}`` behind its head."""
        self.at += 1
        self.in_bars.pop()
        condition = self.clause()
        if not self.accept("}"):
            raise self.trouble("unclosed", opening, "{")
        span = self.span(start)
        if isinstance(head, Relation) and head.relations == ("in",):
            return Binder("set_of", (head.operands[0],), None, None, head.operands[1], condition, span)
        if isinstance(head, Symbol):
            return Binder("set_of", (head,), None, None, None, condition, span)
        return Binder("set_of", (), None, None, condition, head, span)

    def absolute(self, start: int) -> Node:
        """Read ``|x|`` with the cursor on the first bar."""
        self.at += 1
        self.in_bars.append(True)
        node = self.clause()
        self.in_bars.pop()
        if not self.accept("|"):
            raise self.trouble("unclosed", self.tokens[start], "|")
        return Op("abs", (node,), self.span(start))


def parse_typed(text: str, notation: Notation = DEFAULT) -> Parsed | ParseTrouble:
    """Read one typed formula completely, or say where reading stops.

    Args:
        text: SymPy-like mathematics, at most ``MAX_LENGTH`` characters.
        notation: what its symbols are.

    Returns:
        The tree with the notes on choices made, or the trouble.
    """
    try:
        reader = TypedReader(text, notation)
        if reader.token.kind == "eof":
            return ParseTrouble("empty", text, Span(0, len(text)))
        items = [reader.clause()]
        while reader.token.kind in {",", ";"}:
            reader.at += 1
            items.append(reader.clause())
        token = reader.token
        if token.kind != "eof":
            raise reader.trouble("unopened" if token.kind in {")", "]", "}"} else "unexpected", detail=token.text)
        node = items[0] if len(items) == 1 else Op("sequence", tuple(items), reader.span(0))
        if node.depth() > MAX_LEVELS:
            raise reader.trouble("too_deep")
    except Stopped as stopped:
        return stopped.trouble
    except RecursionError:  # a caller deep in its own stack; our own depth is bounded
        return ParseTrouble("too_deep", text, Span(0, len(text)))
    return Parsed(node, tuple(reader.notes))
