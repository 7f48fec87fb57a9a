r"""Well-known functions with and without brackets, fonts, accents, fractions, roots, decorations."""

from abc import abstractmethod

from grader.maths.node import Node
from grader.maths.syntax.core import ONE, neg, shown
from grader.maths.syntax.environments import Environments
from grader.maths.syntax.scripts import Exponent
from grader.maths.syntax.tables import ACCENTS, EXTREMA, FUNCTIONS, SETS, TAKES_PRODUCT
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Constant, Number, Op, Symbol, Text

_SEVERAL = {"beta_function": (2, 2), "dirac": (1, 2), "gcd": (1, 50), "lcm": (1, 50), "diag": (1, 50)}
_INVERSES = {name: f"a{name}" for base in ("sin", "cos", "tan", "cot", "sec", "csc") for name in (base, f"{base}h")} | {
    "exp": "log",
    "logistic": "logit",
}


class Functions(Environments):
    """Operands that begin with a command or a word."""

    def function_word(self, word: str, start: int) -> Node:
        r"""Read a function behind its name: ``\sin^2 x``, ``\log_2(x)``, ``\log p(x) q(x)``, ``\exp\{…\}``."""
        if word == "arg" and self.token.kind == "word" and self.token.text in {"max", "min"}:
            return self.extremum(f"arg{self.advance().text}", start)
        name = FUNCTIONS[word]
        base: Node | None = None
        above: Exponent | None = None
        while self.token.kind in {"_", "^"}:
            if self.advance().kind == "_":
                if name != "log" or base is not None:
                    raise self.trouble("script_not_understood", self.tokens[self.at - 1], "_")
                base = self.script()
            else:
                if above is not None:
                    raise self.trouble("double_script", self.tokens[self.at - 1])
                above = self.exponent()
        if name == "lg" or (word == "log" and base is None and self.notation.log_base == "10"):
            name, base = "log", Number(ONE.value * 10, "10")
        inverse = above is not None and above.meaning == "power" and above.node == neg(ONE, above.node.span)
        if inverse and name in _INVERSES:
            name, above = _INVERSES[name], None
        args = self.function_arguments(name, word)
        node = self.function_of(name, args, base, start)
        if above is None:
            if self.token.kind == "^":
                self.note("power_after_call", start)
            return node
        return self.raised(node, above, start)

    @abstractmethod
    def extremum(self, word: str, start: int) -> Node:
        """Read a maximum and its kin behind the word."""

    def function_of(self, name: str, args: tuple[Node, ...], base: Node | None, start: int) -> Node:
        """Return a function of its arguments after counting them."""
        fewest, most = _SEVERAL.get(name, (1, 2 if name == "log" and base is None else 1))
        if not fewest <= len(args) <= most:
            raise self.trouble("arguments", self.tokens[start], shown(self.tokens[start]))
        return Op(name, args if base is None else (*args, base), self.span(start))

    def function_arguments(self, name: str, word: str) -> tuple[Node, ...]:
        """Read the arguments of a well-known function: a bracket, or the product to the right."""
        token = self.token
        if (
            token.kind == "{"
            and self.peek().kind == "left"
            and self.token_at(self.closing(self.at + 1) + 1).kind == "}"
        ):
            self.at += 1
            args = self.function_arguments(name, word)
            self.expect("}")
            return args
        if token.kind in {"(", "[", "\\{"} or (token.kind == "left" and token.text in {"(", "[", "\\{"}):
            return self.arguments(allow_given=False)[0]
        if token.kind == "{":
            return (self.braced(),)
        if not self.starts_operand(token) and token.kind not in {"-", "+"}:
            raise self.trouble("expected", detail=f"{word}(…)")
        start = self.at
        minus = token.kind == "-" and self.accept("-")
        with self.deeper():
            node = self.product(argument="log" if name in TAKES_PRODUCT else "trig")
        return (neg(node, self.span(start)),) if minus else (node,)

    # --- fonts and accents
    def font(self, mark: str, start: int) -> Node:
        r"""Read ``\mathbf{x}`` and its kin behind the command, then the rest of the name."""
        token = self.token
        if token.kind == "{":
            inner = self.peek()
            if self.peek(2).kind == "}":
                self.at += 3
                return self.marked_letter(inner, mark, start)
            word = self.letters_in_group() if mark not in ACCENTS.values() else None
            if word is not None and self.is_known_word(word):
                self.at = self.closing(self.at) + 1
                return self.word(word, start)
            node = self.braced()
        elif token.kind in {"letter", "digit"}:
            self.at += 1
            return self.marked_letter(token, mark, start)
        else:
            node = self.script()
        return self.marked(node, mark, start)

    def letters_in_group(self) -> str | None:
        r"""Return the letters of a group of two or more, ``\mathcal{KL}``; None for other groups."""
        close = self.closing(self.at)
        inside = self.tokens[self.at + 1 : close]
        if len(inside) < 2 or any(token.kind not in {"letter", "word"} or len(token.text) > 12 for token in inside):
            return None
        if any(token.kind == "letter" and len(token.text) > 1 for token in inside):
            return None
        return "".join(token.text for token in inside)

    def is_known_word(self, word: str) -> bool:
        """Tell whether letters in a font are a name with a meaning of its own, and no product."""
        return word in FUNCTIONS or word in EXTREMA or word in {"KL", "Var", "Cov"} or word in self.notation.symbols

    def marked_letter(self, token: Token, mark: str, start: int) -> Node:
        """Return a letter in a font: a set, an indicator, a law, or a name."""
        if token.kind == "word":
            if not mark or (mark not in ACCENTS.values() and self.is_known_word(token.text)):
                return self.word(token.text, start)
            return self.named(Symbol(token.text, (mark,)), start)
        if token.kind == "digit":
            if token.text == "1" and mark in {"bb", "bold"}:
                return self.indicator(mark, start)
            digit = Number(ONE.value * int(token.text), token.text, self.span(start))
            return digit if mark not in ACCENTS.values() else self.marked(digit, mark, start)
        if token.kind != "letter":
            raise self.trouble("unexpected", token, shown(token))
        symbol = Symbol(token.text, (mark,) if mark else ())
        if mark == "bb":
            if token.text in SETS and self.notation.declared(symbol) is None:
                return self.number_set(SETS[token.text], start)
            run = self.letter_run() if self.token.kind == "letter" and self.token.gap == 0 else ""
            if (token.text, run) in {("V", "ar"), ("C", "ov")}:
                self.at += len(run)
                return self.word(token.text + run, start)
        if not mark:
            return self.symbol(token.text, (), start)
        return self.named(symbol, start)

    def number_set(self, name: str, start: int) -> Node:
        r"""Return ``ℝ``; ``ℝ^D`` and ``ℝ_+`` are names of sets, kept as powers and symbols."""
        node = Constant(name, self.span(start))
        if self.token.kind == "_" or (self.token.kind == "^" and self.peek().text in {"+", "*", "-"}):
            return self.named(Symbol(name), start)
        return node

    def indicator(self, mark: str, start: int) -> Node:
        r"""Read ``\mathbb{1}_{x > 0}``, ``\mathbb{1}\{x > 0\}``; without a condition a bold 1 is a name."""
        if self.accept("_"):
            condition = self.condition() if self.token.kind == "{" else self.script()
            return Op("indicator", (condition,), self.span(start))
        token = self.token
        if token.kind in {"(", "[", "\\{"} or (token.kind == "left" and token.text in {"(", "[", "\\{"}):
            args = self.arguments(allow_given=False)[0]
            if len(args) == 1:
                return Op("indicator", args, self.span(start))
            raise self.trouble("arguments", self.tokens[start], "1")
        return self.named(Symbol("1", (mark,)), start)

    def marked(self, node: Node, mark: str, start: int) -> Node:
        """Put a font or accent on what was read."""
        if not mark:
            return node
        if isinstance(node, Constant) and len(node.name) == 1:
            node = Symbol(node.name)
        if isinstance(node, Constant) and node.name == "pi":
            node = Symbol("pi")
        if isinstance(node, Symbol):
            return self.named(Symbol(node.base, (*node.marks, mark), node.subs, node.sups), start)
        if isinstance(node, Number) and mark == "bold":
            return node
        if mark == "bar":
            return Op("conjugate", (node,), self.span(start))
        if mark == "bold" and isinstance(node, Op) and node.op == "mul":
            parts = tuple(
                Symbol(arg.base, (*arg.marks, mark), arg.subs, arg.sups, arg.span) for arg in node.args
                if isinstance(arg, Symbol)
            )  # fmt: skip
            if len(parts) == len(node.args):
                return Op("mul", parts, node.span)
        raise self.trouble("script_not_understood", self.tokens[start], shown(self.tokens[start]))

    def word(self, word: str, start: int) -> Node:
        """Read what an upright word begins; calculus and probability know more of them."""
        return self.named(Symbol(word), start)

    # --- commands with arguments
    def root(self, start: int) -> Node:
        r"""Read ``\sqrt{x}``, ``\sqrt[3]{x}``, ``\sqrt2`` behind the command."""
        order: Node | None = None
        if self.token.kind == "[":
            self.at += 1
            self.bars.append("")
            with self.deeper():
                order = self.clause()
            self.bars.pop()
            self.expect("]")
        if self.token.kind in {"(", "["}:
            with self.deeper():
                body = self.bracket()
        else:
            body = self.script()
        span = self.span(start)
        return Op("sqrt", (body,), span) if order is None else Op("root", (body, order), span)

    def binomial(self, start: int) -> Node:
        r"""Read ``\binom{n}{k}`` behind the command."""
        upper = self.script()
        return Op("binomial", (upper, self.script()), self.span(start))

    def brace(self, name: str, start: int) -> Node:
        r"""Read ``\underbrace{x}_{label}`` behind the command; the label is words or a formula."""
        body = self.braced() if self.token.kind == "{" else self.script()
        if self.token.kind != ("_" if name == "underbrace" else "^"):
            return body
        self.at += 1
        return Op(name, (body, self.label()), self.span(start))

    def above(self, start: int) -> Node:
        r"""Read ``\overset{label}{x}`` behind the command, where x is no relation."""
        label = self.label()
        return Op("above", (self.script(), label), self.span(start))

    def label(self) -> Node:
        """Read the label of a brace: a formula if it is one, else its words as they stand."""
        start = self.at
        if self.token.kind != "{":
            return self.script()
        close = self.closing(start)
        inside = self.tokens[start + 1 : close]
        only_word = len(inside) == 1 and inside[0].kind == "word"
        if inside and not self.starts_operand(inside[0]) and self.relation(inside[0]) is None and inside[0].kind != "-":
            only_word = True
        if only_word or any(token.kind == "text" for token in inside) or not inside:
            self.at = close
            self.expect("}")
            words = self.source[inside[0].start : inside[-1].end] if inside else ""
            return Text(words, self.span(start))
        relation = self.relation(inside[0])
        if relation == "eq":  # \underbrace{x}_{=0} tells the value
            self.at += 2
            with self.deeper():
                node = self.clause()
            self.expect("}")
            return node
        if relation is not None:
            self.at = close
            self.expect("}")
            return Text(self.source[inside[0].start : inside[-1].end], self.span(start))
        return self.braced()
