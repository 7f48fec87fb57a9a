"""The cursor that all parts of the LaTeX parser share: tokens, places, troubles, notes, bounds."""

from abc import ABC, abstractmethod
from collections.abc import Generator
from contextlib import contextmanager
from fractions import Fraction

from grader.maths.node import Node, Span
from grader.maths.notation import FUNCTION_LETTERS, Notation
from grader.maths.syntax.result import MAX_DEPTH, Note, ParseTrouble, Stopped
from grader.maths.syntax.tables import GREEK
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Number, Op, Symbol

LOOK_AHEAD = 400_000  # tokens that may be looked at ahead in one formula, all look-aheads together
OPENERS = frozenset({"(", "[", "{", "\\{", "left", "begin"})
CLOSERS = frozenset({")", "]", "}", "\\}", "right", "end"})
ONE = Number(Fraction(1), "1")
_STACKED = {"over": "div", "choose": "binomial"}  # TeX's own: {a \\over b}


class Core(ABC):
    """State of one reading. Not to be reused."""

    source: str
    tokens: list[Token]
    at: int
    bars: list[str]  # what a vertical bar means in the bracket around: see brackets.py

    def __init__(self, source: str, tokens: list[Token], notation: Notation) -> None:
        self.source = source
        self.tokens = tokens
        self.notation = notation
        self.at = 0
        self.notes: list[Note] = []
        self.depth = 0
        self.scripts: int = 0  # how many subscripts we are inside of; there i and e are letters
        self.bound: list[str] = []  # stems bound by the sums, maps … around
        self.bars = [""]
        self.integrals = 0  # how many integrals wait for their d
        self.looked = 0

    # --- the layers that later parts supply
    @abstractmethod
    def clause(self, floor: int = 0) -> Node:
        """Read logic and relations."""

    @abstractmethod
    def sum(self, *, integrand: bool = False) -> Node:
        """Read a sum."""

    @abstractmethod
    def product(self, *, argument: str = "") -> Node:
        """Read a product; as the bracketless ``argument`` of a function it ends earlier."""

    @abstractmethod
    def factor(self) -> Node:
        """Read an operand with what is attached to it."""

    @abstractmethod
    def starts_operand(self, token: Token) -> bool:
        """Tell whether an operand may begin here, so that two side by side are a product."""

    # --- tokens
    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def peek(self, ahead: int = 1) -> Token:
        """Return a later token, the end if there is none."""
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else self.tokens[-1]

    def token_at(self, index: int) -> Token:
        """Return the token of an index, the end for an index behind it."""
        return self.tokens[index] if index < len(self.tokens) else self.tokens[-1]

    def advance(self) -> Token:
        """Return the next token and step over it; nobody steps over the end."""
        token = self.tokens[self.at]
        if token.kind != "eof":
            self.at += 1
        return token

    def accept(self, kind: str) -> bool:
        """Step over a token if it is of this kind."""
        if self.tokens[self.at].kind == kind:
            self.at += 1
            return True
        return False

    def expect(self, kind: str) -> Token:
        """Step over a token that must be there."""
        if self.tokens[self.at].kind != kind:
            raise self.trouble("expected", detail=kind)
        return self.advance()

    # --- places and troubles
    def span(self, start: int) -> Span:
        """Return the span from the token of index ``start`` to the last one read."""
        first, last = self.tokens[start], self.tokens[max(self.at - 1, start)]
        return Span(min(first.start, last.start), max(first.end, last.end))

    def trouble(self, code: str, token: Token | None = None, detail: str = "") -> Stopped:
        """Make the exception for a token, the next one by default."""
        token = token or self.token
        return Stopped(ParseTrouble(code, self.source, Span(token.start, token.end), detail))

    def missing_operand(self) -> Stopped:
        """Make the exception for a place where an operand should stand."""
        token = self.token
        if token.kind == "eof":
            return self.trouble("expected_end")
        return self.trouble("expected_operand", detail=shown(token))

    def note(self, code: str, start: int) -> None:
        """Record a choice made over the tokens from index ``start``."""
        self.notes.append(Note(code, self.span(start)))

    @contextmanager
    def deeper(self) -> Generator[None, None, None]:
        """Count one level of nesting, and refuse to go too deep.

        Yields:
            Nothing.
        """
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.trouble("too_deep")
        yield
        self.depth -= 1

    def look(self, steps: int = 1) -> None:
        """Pay for looking ahead, so that no input makes it expensive."""
        self.looked += steps
        if self.looked > LOOK_AHEAD:
            raise self.trouble("too_long")

    def closing(self, at: int) -> int:
        """Return the index of the token that closes the bracket at ``at``; of the end if none does."""
        depth = 0
        tokens = self.tokens
        for index in range(at, len(tokens)):
            kind = tokens[index].kind
            if kind in OPENERS:
                depth += 1
            elif kind in CLOSERS:
                depth -= 1
                if depth <= 0:
                    self.look(index - at)
                    return index
        self.look(len(tokens) - at)
        return len(tokens) - 1

    # --- groups in braces
    def braced(self) -> Node:
        """Read ``{…}`` around a whole clause."""
        start = self.at
        self.expect("{")
        if self.token.kind == "}":
            raise self.missing_operand()
        with self.deeper():
            self.bars.append("")
            node = self.clause()
            if self.token.kind == "cmd" and self.token.text in _STACKED:
                name = _STACKED[self.advance().text]
                node = Op(name, (node, self.clause()), self.span(start))
            self.bars.pop()
        if self.token.kind == "eof":
            raise self.trouble("unclosed", self.tokens[start], "{")
        if not self.accept("}"):
            raise self.trouble("unexpected", detail=shown(self.token))
        return node

    def script(self) -> Node:
        """Read what stands behind ``_`` or ``^`` or a command that takes an argument: a group or one token."""
        token = self.token
        if token.kind == "{":
            return self.braced()
        if token.kind == "digit":
            self.at += 1
            return Number(Fraction(int(token.text)), token.text, Span(token.start, token.end))
        if token.kind == "letter":
            self.at += 1
            return self.letter(token)
        if token.kind in {"cmd", "word"}:
            with self.deeper():
                return self.command_argument()
        raise self.missing_operand()

    @abstractmethod
    def letter(self, token: Token) -> Node:
        """Return what one letter means by itself."""

    @abstractmethod
    def command_argument(self) -> Node:
        r"""Read one command with its arguments and nothing after it: ``x^\frac12``, ``\frac\pi2``."""

    def is_function(self, symbol: Symbol) -> bool | None:
        """Tell what the notation or the default says of a symbol before brackets; None where it says nothing."""
        found = self.notation.declared(symbol)
        if found is not None:
            return found.is_applied
        base = symbol.base
        if base in self.bound:
            return None
        named = len(base) > 1 and base not in GREEK
        return True if named or base in FUNCTION_LETTERS or base == "P" else None


def neg(node: Node, span: Span) -> Op:
    """Return the negative of a node."""
    return Op("neg", (node,), span)


def shown(token: Token) -> str:
    """Return how a token is named in a message."""
    if token.kind == "eof":
        return "the end"
    if token.kind in {"cmd", "left", "right", "begin", "end"} and token.text != token.kind:
        return f"\\{token.text}" if token.kind == "cmd" else f"\\{token.kind} {token.text}"
    return token.text
