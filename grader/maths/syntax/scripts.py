r"""Exponents and indices: which are powers, and which belong to the name."""

from dataclasses import dataclass
from typing import Literal

from grader.maths.node import Node, Span
from grader.maths.syntax.algebra import Algebra
from grader.maths.syntax.core import ONE, neg, shown
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Constant, Matrix, Number, Op, Symbol, Text

Meaning = Literal[
    "power", "star", "prime", "transpose", "inverse_transpose", "bracketed", "degrees", "plus", "minus", "adjoint"
]
_STARS = frozenset({"*", "star", "ast"})
_TURNS = frozenset({"top", "intercal", "transp", "tp"})
_DAGGERS = frozenset({"dagger", "dag"})


@dataclass(frozen=True, slots=True)
class Exponent:
    """What stands above: what it means, its tree where it has one.

    ``count`` is the number of primes; 0 says that a capital T stands alone and may transpose.
    """

    meaning: Meaning
    node: Node = ONE
    count: int = 1


class Scripts(Algebra):
    """Reading of what hangs above and below an operand."""

    def exponent(self) -> Exponent:
        """Read what stands behind a ``^``."""
        token = self.token
        if token.kind == "{":
            close = self.closing(self.at)
            inner = self.tokens[self.at + 1 : close]
            found = self.special(inner) if len(inner) <= 8 else None
            if found is not None:
                self.at = close
                self.expect("}")
                return found
            if inner and inner[0].kind == "(" and self.closing(self.at + 1) == close - 1:
                self.at += 2
                with self.deeper():
                    node = self.clause()
                if self.token.kind == ",":
                    raise self.trouble("script_not_understood", detail=shown(self.token))
                self.expect(")")
                self.expect("}")
                return Exponent("bracketed", node)
            return Exponent("power", self.braced())
        found = self.special([token])
        if found is not None:
            self.at += 1
            return found
        if token.kind == "digit" and self.peek().kind == "digit" and self.peek().gap == 0:
            self.note("loose_exponent", self.at)
        return Exponent("power", self.script())

    def special(self, inner: list[Token]) -> Exponent | None:
        """Recognise exponents that are no powers."""
        if not inner:
            return None
        first, text = inner[0], inner[0].text
        if len(inner) == 1:
            if text in _STARS:
                return Exponent("star")
            if text in _TURNS or (first.kind == "word" and text == "T"):
                return Exponent("transpose")
            if text in _DAGGERS:
                return Exponent("adjoint")
            if text in {"circ", "degree"}:
                return Exponent("degrees")
            if first.kind in {"+", "-"}:
                return Exponent("plus" if first.kind == "+" else "minus")
            if first.kind == "letter" and text == "T":
                return Exponent("power", Symbol("T", (), (), (), Span(first.start, first.end)), count=0)
        if all(token.text in {"prime", "'"} for token in inner):
            return Exponent("prime", count=len(inner))
        if len(inner) == 2 and first.kind == "-" and (inner[1].text in _TURNS or inner[1].text == "T"):
            return Exponent("inverse_transpose")
        return None

    def is_transpose(self, base: Node, exponent: Node) -> bool:
        """Tell whether a capital T above is a transposition."""
        if not (isinstance(exponent, Symbol) and exponent.base == "T" and not exponent.children):
            return False
        found = self.notation.declared(exponent)
        if isinstance(base, Symbol):
            declared = self.notation.declared(base)
            if declared is not None and declared.shape != "scalar":
                return True
            if declared is not None and found is not None:
                return False
        if found is not None or "T" in self.bound:
            return False
        if isinstance(base, Op):  # (1 + r)^T grows, (A + B)^T turns
            return base.op in {"mul", "add", "neg", "div"} and not any(isinstance(arg, Number) for arg in base.args)
        return isinstance(base, (Symbol, Matrix))

    def raised(self, base: Node, above: Exponent, start: int) -> Node:
        """Return a base that is no plain name with what stands above it."""
        span = self.span(start)
        match above.meaning:
            case "transpose":
                return Op("transpose", (base,), span)
            case "inverse_transpose":
                return Op("transpose", (Op("pow", (base, neg(ONE, span)), span),), span)
            case "adjoint":
                return Op("adjoint", (base,), span)
            case "degrees":
                return Op("degrees", (base,), span)
            case "prime":
                return Op("prime", (base, count(above.count)), span)
            case "plus":
                return Op("from_above", (base,), span)
            case "minus":
                return Op("from_below", (base,), span)
            case "star":
                if isinstance(base, Matrix):
                    return Op("adjoint", (base,), span)
                raise self.trouble("script_not_understood", self.tokens[self.at - 1], "*")
            case _:
                if above.count == 0 and self.is_transpose(base, above.node):
                    self.note("transpose", start)
                    return Op("transpose", (base,), span)
                return Op("pow", (*self.grouped([base]), above.node), span)

    # --- indices
    def indices(self) -> tuple[Node, ...]:
        r"""Read what stands behind ``_`` on a name: indices with commas, ranges ``1:T``, words, ``ij`` as two."""
        self.scripts += 1
        token = self.token
        if token.kind != "{":
            found = self.index_word(token) or (self.script(),)
            self.scripts -= 1
            return found
        self.at += 1
        bars, self.bars = self.bars, [""]
        parts: list[Node] = []
        with self.deeper():
            while self.token.kind != "}":
                parts.extend(self.index())
                if self.token.kind in {",", ";"}:
                    self.at += 1
                elif self.token.kind != "}":
                    raise self.trouble("unexpected", detail=shown(self.token))
        self.bars = bars
        if not parts:
            raise self.missing_operand()
        self.expect("}")
        self.scripts -= 1
        return tuple(parts)

    def index(self) -> tuple[Node, ...]:
        """Read one index of a list, several where letters stand side by side."""
        start = self.at
        token = self.token
        word = self.index_word(token)
        if word is not None:
            return word
        if token.kind in {"+", "-", "*"} and self.peek().kind in {"}", ","}:
            self.at += 1
            return (Text(token.kind, self.span(start)),)
        if token.kind == ":" and self.peek().kind in {"}", ","}:
            self.at += 1
            return (Text(":", self.span(start)),)
        node = self.clause()
        if self.token.kind == ":":
            self.at += 1
            return (Op("range", (node, self.clause()), self.span(start)),)
        if isinstance(node, Op) and node.op == "mul" and all(is_short(arg) for arg in node.args):
            return node.args
        return (node,)

    def index_word(self, token: Token) -> tuple[Node, ...] | None:
        r"""Read an index that is a word: ``\text{data}``, ``\mathrm{max}``, ``max``, ``KL``."""
        if token.kind == "text" or (token.kind == "word" and self.peek().kind not in {"(", "left", "_", "^"}):
            self.at += 1
            words = [token.text]
            while self.token.kind in {"text", "word"}:
                words.append(self.advance().text)
            return (Text(" ".join(words), self.span(self.at - len(words))),)
        if token.kind == "cmd" and token.text in {"infty", "star", "ast", "dagger", "perp", "emptyset"}:
            after = self.peek().kind
            if token.text != "infty" and after in {"}", ","}:
                self.at += 1
                return (Text(token.text, self.span(self.at - 1)),)
        if token.kind != "letter" or self.peek().kind != "letter":
            return None
        run = self.letter_run()
        if len(run) >= 3 or (len(run) == 2 and run.isupper()):
            self.at += len(run)
            return (Text(run, self.span(self.at - len(run))),)
        return None

    def letter_run(self) -> str:
        """Return the Latin letters that stand side by side from here on, without space."""
        tokens, at = self.tokens, self.at
        letters: list[str] = []
        while tokens[at].kind == "letter" and len(tokens[at].text) == 1 and (not letters or tokens[at].gap == 0):
            letters.append(tokens[at].text)
            at += 1
        self.look(len(letters))
        return "".join(letters)


def is_short(node: Node) -> bool:
    """Tell whether a factor in a subscript is an index of its own, as in ``x_{ij}``."""
    return isinstance(node, (Symbol, Number)) or (isinstance(node, Constant) and node.name in {"i", "e"})


def count(number: int) -> Number:
    """Return a small number as a tree."""
    return Number(ONE.value * number, str(number))
