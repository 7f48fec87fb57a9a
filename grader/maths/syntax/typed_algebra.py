"""Precedence in typed mathematics: logic, relations, sums, products, powers."""

from abc import ABC, abstractmethod

from grader.maths.node import Node, Span
from grader.maths.notation import Notation
from grader.maths.syntax.algebra import interval_of
from grader.maths.syntax.core import neg
from grader.maths.syntax.result import MAX_DEPTH, Note, ParseTrouble, Stopped
from grader.maths.syntax.typed_tokens import TypedToken, typed_tokens
from grader.maths.tree import Op, Relation

_RELATIONS = {"=": "eq", "==": "eq", "!=": "ne", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "∈": "in",
              "∉": "not_in", "≈": "approx", ":=": "define"}  # fmt: skip
_LOGIC = {"&": ("and", 3), "&&": ("and", 3), "|": ("or", 2), "or": ("or", 2), "||": ("or", 2), "xor": ("xor", 2),
          "=>": ("implies", 1), "==>": ("implies", 1), "->": ("implies", 1), "<=>": ("iff", 1),
          "<->": ("iff", 1)}  # fmt: skip
_ADDITIVE = {"+": "add", "-": "sub", "+-": "plus_minus", "∪": "union", "∖": "difference"}


class TypedAlgebra(ABC):
    """State of one reading, and its layers from logic down to powers. Not to be reused."""

    tokens: list[TypedToken]
    at: int

    def __init__(self, source: str, notation: Notation) -> None:
        self.source = source
        self.tokens = typed_tokens(source)
        self.notation = notation
        self.at = 0
        self.depth = 0
        self.in_bars = [False]
        self.notes: list[Note] = []

    @property
    def token(self) -> TypedToken:
        """The token to be read next."""
        return self.tokens[self.at]

    def peek(self) -> TypedToken:
        """Return the token after the next one."""
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def accept(self, kind: str) -> bool:
        """Step over a token if it is of this kind."""
        if self.token.kind != kind:
            return False
        self.at += 1
        return True

    def span(self, start: int) -> Span:
        """Return the span from the token of index ``start`` to the last one read."""
        return Span(self.tokens[start].start, max(self.tokens[max(self.at - 1, start)].end, self.tokens[start].end))

    def trouble(self, code: str, token: TypedToken | None = None, detail: str = "") -> Stopped:
        """Make the exception for a token, the next one by default."""
        token = token or self.token
        return Stopped(ParseTrouble(code, self.source, Span(token.start, token.end), detail))

    # --- statements
    def clause(self, floor: int = 0) -> Node:
        """Read logic and relations from the precedence ``floor`` upwards."""
        start = self.at
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.trouble("too_deep")
        if self.accept("~"):
            left: Node = Op("not", (self.clause(4),), self.span(start))
        else:
            left = self.relation()
        while True:
            kind = self.token.kind
            found = _LOGIC.get(kind)
            if found is None or (kind in {"|", "||"} and self.in_bars[-1]):
                break
            name, level = found
            if level < floor:
                break
            self.at += 1
            right = self.clause(level + 1 if level > 1 else level)
            span = self.span(start)
            flat = isinstance(left, Op) and left.op == name and name in {"and", "or"} and left.span.start == span.start
            left = Op(name, (*left.children, right) if flat else (left, right), span)
        self.depth -= 1
        return left

    def relation(self) -> Node:
        """Read a chain of relations, or the sum that it would begin with."""
        start = self.at
        operands, relations, places = [self.sum()], list[str](), list[Span]()
        while (found := _RELATIONS.get(self.token.kind)) is not None:
            places.append(Span(self.token.start, self.token.end))
            relations.append(found)
            self.at += 1
            operand = self.sum()
            operands.append(interval_of(operand) if found in {"in", "not_in"} else operand)
        if not relations:
            return operands[0]
        return Relation(tuple(operands), tuple(relations), self.span(start), tuple(places))

    # --- arithmetic
    def sum(self) -> Node:
        """Read terms with signs between them."""
        start = self.at
        terms: list[Node] = [self.term()]
        while (name := _ADDITIVE.get(self.token.kind)) is not None:
            sign = self.token
            self.at += 1
            if name in {"add", "sub"}:
                inner = self.at
                term = self.term()
                terms.append(neg(term, Span(sign.start, self.span(inner).end)) if name == "sub" else term)
                continue
            left = terms[0] if len(terms) == 1 else Op("add", tuple(terms), self.span(start))
            right = self.product()
            if name != "plus_minus":
                left, right = interval_of(left), interval_of(right)
            terms = [Op(name, (left, right), self.span(start))]
        return terms[0] if len(terms) == 1 else Op("add", tuple(terms), self.span(start))

    def term(self) -> Node:
        """Read a product with the signs before it."""
        signs: list[tuple[str, int]] = []
        while self.token.kind in {"+", "-", "+-"}:
            signs.append((self.token.kind, self.at))
            self.at += 1
            if len(signs) > 20:
                raise self.trouble("too_deep")
        node = self.product()
        for sign, start in reversed(signs):
            if sign != "+":
                node = neg(node, self.span(start)) if sign == "-" else Op("plus_minus", (node,), self.span(start))
        return node

    def product(self) -> Node:
        """Read factors; an implicit product behind a slash is refused, since people mean both."""
        start = self.at
        factors: list[Node] = [self.power()]
        divided = False
        while True:
            kind = self.token.kind
            if kind == "*":
                self.at += 1
                factors.append(self.signed_power())
                divided = False
            elif kind == "/":
                self.at += 1
                left = factors[0] if len(factors) == 1 else Op("mul", tuple(factors), self.span(start))
                right = self.signed_power()
                if self.notation.slash == "tight":
                    right = self.tight(right)
                factors = [Op("div", (left, right), self.span(start))]
                divided = True
            elif kind in {"%", "∩"} and not (kind == "%" and self.percent_follows()):
                self.at += 1
                left = factors[0] if len(factors) == 1 else Op("mul", tuple(factors), self.span(start))
                right = self.signed_power()
                if kind == "∩":
                    left, right = interval_of(left), interval_of(right)
                factors = [Op("mod" if kind == "%" else "intersection", (left, right), self.span(start))]
            elif self.beside():
                if divided:
                    raise self.trouble("ambiguous_slash")
                factors.append(self.power())
            else:
                break
        return factors[0] if len(factors) == 1 else Op("mul", tuple(factors), self.span(start))

    def tight(self, first: Node) -> Node:
        """Read the implicit product behind a slash that takes all of it."""
        factors = [first]
        while self.beside():
            factors.append(self.power())
        return first if len(factors) == 1 else Op("mul", tuple(factors), Span(first.span.start, factors[-1].span.end))

    def percent_follows(self) -> bool:
        """Tell whether a percent sign ends its operand instead of standing between two."""
        return self.peek().kind not in {"number", "name", "("}

    def beside(self) -> bool:
        """Tell whether the next token begins a further factor without a sign; refuse what is ambiguous."""
        token, before = self.token, self.tokens[self.at - 1]
        if token.kind == "number":
            if before.kind == "number":
                raise self.trouble("numbers_side_by_side")
            if before.kind == "name" and not token.spaced:
                raise self.trouble("number_after_letter")
            return True
        if token.kind == "(":
            return True
        if token.kind == "|" and not self.in_bars[-1]:
            return before.kind == "number" and not token.spaced
        return token.kind == "name"

    def signed_power(self) -> Node:
        """Read a power behind an operator, where a sign may stand as in ``2*-3``."""
        start = self.at
        if self.token.kind in {"+", "-"}:
            minus = self.accept("-") or (self.accept("+") and False)
            node = self.power()
            return neg(node, self.span(start)) if minus else node
        return self.power()

    def power(self) -> Node:
        """Read an operand with factorials, primes and powers, which group to the right."""
        start = self.at
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.trouble("too_deep")
        node = self.operand()
        rounds = 0
        while True:
            rounds += 1
            if rounds > 20:
                raise self.trouble("too_deep")
            kind = self.token.kind
            if kind in {"!", "!!"}:
                self.at += 1
                node = Op("factorial" if kind == "!" else "double_factorial", (node,), self.span(start))
            elif kind == "%" and self.percent_follows():
                self.at += 1
                node = Op("percent", (node,), self.span(start))
            elif kind == "." and self.peek().kind == "name" and self.peek().text in {"T", "H"}:
                self.at += 2
                node = Op("transpose" if self.tokens[self.at - 1].text == "T" else "adjoint", (node,), self.span(start))
            else:
                break
        if self.token.kind in {"**", "^"}:
            self.at += 1
            node = Op("pow", (node, self.signed_power()), self.span(start))
        self.depth -= 1
        return node

    @abstractmethod
    def operand(self) -> Node:
        """Read a number, a name with its arguments, or a bracket."""
