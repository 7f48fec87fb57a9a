r"""Fractions, Leibniz's notation, ∂ and ∇."""

from grader.maths.node import Node
from grader.maths.syntax.core import CLOSERS, ONE, OPENERS, shown
from grader.maths.syntax.functions import Functions
from grader.maths.syntax.tables import ACCENTS, FONTS
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Constant, Number, Op, Symbol


class Derivatives(Functions):
    r"""Fractions too, since ``\frac{d}{dx}`` is one."""

    # --- fractions and Leibniz's notation
    def fraction(self, start: int) -> Node:
        r"""Read ``\frac`` behind the command: a derivative, or a quotient."""
        if self.token.kind == "{":
            middle = self.closing(self.at)
            if self.token_at(middle + 1).kind == "{":
                found = self.leibniz(middle, start)
                if found is not None:
                    return found
        upper = self.script()
        lower = self.script()
        return Op("div", (upper, lower), self.span(start))

    def is_d(self, token: Token) -> bool:
        """Tell whether a token is the d of a derivative."""
        if token.kind == "letter" and token.text == "d":
            return "d" not in self.notation.symbols and "d" not in self.bound
        return token.kind == "d"

    def is_partial(self, token: Token) -> bool:
        """Tell whether a token is ∂."""
        return token.kind == "cmd" and token.text == "partial"

    def begins_name(self, token: Token) -> bool:
        """Tell whether a token may begin a variable."""
        return token.kind in {"letter", "word"} or (
            token.kind == "cmd" and (token.text in ACCENTS or token.text in FONTS)
        )

    def leibniz(self, middle: int, start: int) -> Node | None:
        r"""Read ``\frac{d^2 y}{dx^2}`` with the cursor on its first brace; None if it is no derivative."""
        top, below, after = self.token_at(self.at + 1), self.token_at(middle + 2), self.token_at(middle + 3)
        partial = self.is_partial(top) and self.is_partial(below)
        if not partial and not (self.is_d(top) and self.is_d(below)):
            return None
        jacobian = partial and after.kind in {"(", "left"}
        if not self.begins_name(after) and not jacobian:
            return None
        self.at += 2
        order = self.order()
        body: Node | None = None
        with self.deeper():
            if self.token.kind != "}":
                bars, self.bars = self.bars, [""]
                body = self.clause()
                self.bars = bars
            self.expect("}")
            self.expect("{")
            if jacobian:
                self.at += 1
                below_node = self.clause()
                self.expect("}")
                if body is None:
                    raise self.missing_operand()
                return Op("jacobian", (body, below_node), self.span(start))
            variables = self.differentials(partial=partial)
            self.expect("}")
        return self.derived("partial" if partial else "derivative", body, variables, order, start)

    def order(self) -> Node:
        """Read the order behind a d: ``^2``, else 1."""
        if self.token.kind != "^":
            return ONE
        self.at += 1
        return self.script()

    def differentials(self, *, partial: bool) -> list[Node]:
        """Read ``dx^2 dy``: variables and orders in turn."""
        found: list[Node] = []
        while self.is_partial(self.token) if partial else self.is_d(self.token):
            self.at += 1
            variable, order = self.variable()
            found.extend((variable, order))
        return found

    def variable(self) -> tuple[Node, Node]:
        """Read one variable of a derivative and how often it occurs."""
        start = self.at
        token = self.advance()
        if token.kind == "cmd" and (token.text in ACCENTS or token.text in FONTS):
            mark = ACCENTS.get(token.text) or FONTS[token.text]
            inner = self.script()
            symbol = inner if isinstance(inner, Symbol) else Symbol(token.text)
            if isinstance(inner, Constant):
                symbol = Symbol(inner.name)
            symbol = Symbol(symbol.base, (*symbol.marks, mark) if mark else symbol.marks, symbol.subs, symbol.sups)
        elif token.kind in {"letter", "word"}:
            symbol = Symbol(token.text)
        else:
            raise self.trouble("unexpected", token, shown(token))
        subs = symbol.subs
        marks = list(symbol.marks)
        order: Node = ONE
        while self.token.kind in {"_", "^", "'", "accent"}:
            kind = self.token.kind
            self.at += 1
            if kind == "_":
                subs = self.indices()
            elif kind == "'":
                marks.append("prime")
            elif kind == "accent":
                marks.append(self.tokens[self.at - 1].text)
            else:
                above = self.exponent()
                if above.meaning == "star":
                    marks.append("star")
                elif above.meaning == "transpose":
                    continue  # dx^T only says that the derivative is laid out as a row
                else:
                    order = above.node
        span = self.span(start)
        return self.notation.canonical(Symbol(symbol.base, tuple(marks), subs, symbol.sups, span)), order

    def derived(self, name: str, body: Node | None, variables: list[Node], order: Node, start: int) -> Node:
        """Return a derivative; without a body it acts on the product to its right."""
        if body is None:
            if not self.starts_operand(self.token) and self.token.kind not in {"-", "+"}:
                raise self.missing_operand()
            with self.deeper():
                body = self.signed_product()
        if len(variables) == 2 and variables[1] == ONE:
            variables[1] = order
        return Op(name, (body, *variables), self.span(start))

    def signed_product(self) -> Node:
        """Read a product with signs before it, for operators that act to their right."""
        start = self.at
        if self.token.kind not in {"-", "+"}:
            return self.product(argument="operator")
        minus = self.advance().kind == "-"
        node = self.product(argument="operator")
        return Op("neg", (node,), self.span(start)) if minus else node

    def partial(self, start: int) -> Node:
        r"""Read ``\partial_x f`` and ``\partial f / \partial x`` behind the ∂."""
        if self.token.kind == "_":
            self.at += 1
            subs = self.indices()
            order = self.order()
            with self.deeper():
                body = self.signed_product()
            names = [piece for index in subs for piece in (index, ONE)]
            if len(names) == 2:
                names[1] = order
            return Op("partial", (body, *names), self.span(start))
        return self.inline_derivative("partial", start)

    def inline_derivative(self, name: str, start: int) -> Node:
        """Read ``dy/dx`` or ``∂y/∂x`` behind the first d."""
        order = self.order()
        body: Node | None = None
        if self.token.kind != "/":
            with self.deeper():
                body = self.factor()
        self.expect("/")
        bracketed = self.accept("(")
        variables = self.differentials(partial=name == "partial")
        if not variables:
            raise self.trouble("expected", detail="∂x" if name == "partial" else "dx")
        if bracketed:
            self.expect(")")
        return self.derived(name, body, variables, order, start)

    def d(self, start: int) -> Node | None:
        """Read ``dx`` in an integral, ``dy/dx`` anywhere; None if the d is a letter like any other."""
        upright = self.tokens[start].kind == "d"
        if not self.is_d(self.tokens[start]):
            return None
        after = self.peek()
        if after.kind == "/" and self.is_d(self.peek(2)) and self.begins_name(self.peek(3)):
            self.at += 1
            return self.inline_derivative("derivative", start)
        if self.slash_d_follows():
            self.at += 1
            return self.inline_derivative("derivative", start)
        if not (self.integrals or upright) or not self.begins_name(after):
            if not upright:
                return None
            raise self.trouble("expected", after, "dx")
        self.at += 1
        variable, _ = self.variable()
        return Op("differential", (variable,), self.span(start))

    def slash_d_follows(self) -> bool:
        """Tell whether ``dy/dx`` stands here: a name or call, a slash, a d and a name."""
        if not self.begins_name(self.peek()):
            return False
        at, depth = self.at + 1, 0
        tokens = self.tokens
        for index in range(at, min(at + 60, len(tokens) - 2)):
            kind = tokens[index].kind
            if kind in OPENERS:
                depth += 1
            elif kind in CLOSERS:
                if depth == 0:
                    return False
                depth -= 1
            elif depth == 0:
                if kind == "/":
                    return self.is_d(tokens[index + 1]) and self.begins_name(tokens[index + 2])
                if kind not in {"letter", "_", "^", "digit", "'", "word", "accent"} and index > at:
                    return False
                if kind == "letter" and index > at and tokens[index - 1].kind in {"letter", ")"}:
                    return False
        return False

    def nabla(self, start: int) -> Node:
        r"""Read ``\nabla_x f``, ``\nabla^2 f``, ``\nabla \cdot v`` behind the ∇."""
        variables: tuple[Node, ...] = ()
        name = "gradient"
        while self.token.kind in {"_", "^"}:
            if self.advance().kind == "_":
                variables = self.indices()
            else:
                power = self.script()
                if not (isinstance(power, Number) and power.value == 2):
                    raise self.trouble("script_not_understood", detail="^")
                name = "laplacian"
        if self.token.kind == "cmd" and self.token.text == "cdot":
            self.at += 1
            name = "divergence"
        if not self.starts_operand(self.token):
            raise self.missing_operand()
        with self.deeper():
            body = self.product(argument="operator")
        span = self.span(start)
        if name != "gradient" or not variables:
            return Op(name, (body,), span)
        by = variables[0] if len(variables) == 1 else Op("tuple", variables, span)
        return Op("gradient", (body, by), span)
