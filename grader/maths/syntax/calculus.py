r"""Derivatives, integrals, sums, limits, extrema, quantifiers: operators that bind or act to their right."""

from grader.maths.node import Node
from grader.maths.syntax.core import CLOSERS, ONE, OPENERS, shown
from grader.maths.syntax.functions import Functions
from grader.maths.syntax.tables import ACCENTS, BIG, EXTREMA, FONTS
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Binder, Constant, Number, Op, Relation, Symbol

_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"})


class Calculus(Functions):
    r"""Fractions too, since ``\frac{d}{dx}`` is one."""

    # --- fractions and Leibniz's notation
    def fraction(self, start: int) -> Node:
        r"""Read ``\frac`` behind the command: a derivative, or a quotient."""
        if self.token.kind == "{":
            middle = self.closing(self.at)
            if self.tokens[middle + 1].kind == "{":
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
        top, below, after = self.tokens[self.at + 1], self.tokens[middle + 2], self.tokens[middle + 3]
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

    # --- sums, products, integrals
    def big(self, name: str, start: int) -> Node:
        """Read a big operator behind its command."""
        op = BIG[name]
        lower, upper = self.bounds()
        if op == "integral":
            return self.integral(name, lower, upper, start)
        variables, low, domain = self.split(lower)
        with self.deeper():
            self.bound.extend(variable.base for variable in variables if isinstance(variable, Symbol))
            body = self.signed_product()
            del self.bound[len(self.bound) - sum(isinstance(each, Symbol) for each in variables) :]
        return Binder(op, variables, low, upper, domain, body, self.span(start))

    def bounds(self) -> tuple[Node | None, Node | None]:
        """Read ``_{…}^{…}`` in either order."""
        lower = upper = None
        while self.token.kind in {"_", "^"}:
            if self.advance().kind == "_":
                if lower is not None:
                    raise self.trouble("double_script", self.tokens[self.at - 1])
                self.scripts += 1
                lower = self.condition() if self.token.kind == "{" else self.script()
                self.scripts -= 1
            else:
                if upper is not None:
                    raise self.trouble("double_script", self.tokens[self.at - 1])
                upper = self.script()
        return lower, upper

    def split(self, lower: Node | None) -> tuple[tuple[Node, ...], Node | None, Node | None]:
        r"""Split what stands under a sum into its variables, lower bound and domain."""
        if lower is None:
            return (), None, None
        if isinstance(lower, Relation) and isinstance(lower.operands[0], Symbol):
            if lower.relations == ("eq",):
                return (lower.operands[0],), lower.operands[1], None
            if lower.relations == ("in",):
                return (lower.operands[0],), None, lower.operands[1]
            return (lower.operands[0],), None, lower
        if isinstance(lower, Op) and lower.op == "and":
            first = lower.args[0]
            if all(isinstance(arg, Symbol) for arg in lower.args):
                return lower.args, None, None
            if all(isinstance(arg, Symbol) for arg in lower.args[:-1]):  # i, j = 1
                last, low, domain = self.split(lower.args[-1])
                return (*lower.args[:-1], *last), low, domain
            if isinstance(first, Relation) and first.relations == ("eq",) and isinstance(first.operands[0], Symbol):
                rest = lower.args[1:]
                condition = rest[0] if len(rest) == 1 else Op("and", rest, lower.span)
                return (first.operands[0],), first.operands[1], condition
            variable = first.operands[0] if isinstance(first, Relation) else first
            return ((variable,) if isinstance(variable, Symbol) else ()), None, lower
        if isinstance(lower, Symbol):
            return (lower,), None, None
        if isinstance(lower, Relation):
            inner = [operand for operand in lower.operands if isinstance(operand, Symbol)]
            return tuple(inner[:1]), None, lower
        return (), None, lower

    def integral(self, name: str, lower: Node | None, upper: Node | None, start: int) -> Node:
        r"""Read an integral behind its bounds; ``\iint`` has two variables."""
        domain = None
        if upper is None and lower is not None:
            lower, domain = None, lower
        with self.deeper():
            has_d = self.differential_ahead()
            self.integrals += 1
            self.bars.append("")
            begins_with_d = self.is_d(self.token) and self.begins_name(self.peek())
            body = self.sum(integrand=True) if has_d and not begins_with_d else self.signed_product()
            self.bars.pop()
            self.integrals -= 1
        variables: list[Node] = []
        body = self.without_differentials(body, variables)
        if has_d and not variables:
            raise self.trouble("no_differential", self.tokens[start])
        if not variables:
            self.note("no_differential", start)
            if isinstance(domain, Symbol):  # \int_x p(x): over x
                variables.append(domain)
                domain = None
        if domain is not None and len(variables) == 1 and domain == variables[0]:
            domain = None
        return Binder("integral", tuple(variables), lower, upper, domain, body, self.span(start))

    def differential_ahead(self) -> bool:
        """Tell whether a d for this integral stands further on, before its bracket or relation ends."""
        tokens = self.tokens
        depth, wanted = 0, 1
        index = self.at
        found = False
        while index < len(tokens) - 1:
            token = tokens[index]
            kind = token.kind
            if kind in OPENERS:
                over = tokens[index - 1].text in _FRACTIONS
                if depth == 0 and kind == "{" and over and self.has_d(index + 1) and not self.is_leibniz(index):
                    wanted -= 1
                depth += 1
            elif kind in CLOSERS:
                if depth == 0:
                    break
                depth -= 1
            elif depth == 0:
                if kind in {"newline", "&", ","} or self.relation(token) is not None:
                    break
                if kind == "cmd" and token.text in BIG and BIG[token.text] == "integral":
                    wanted += 1
                elif self.is_d(token) and self.begins_name(tokens[index + 1]):
                    wanted -= 1
            if wanted == 0:
                found = True
                break
            index += 1
        self.look(index - self.at)
        return found

    def has_d(self, at: int) -> bool:
        """Tell whether a numerator that begins here holds a d at its own level."""
        end = self.closing(at - 1)
        return any(
            self.is_d(self.tokens[index]) and self.begins_name(self.tokens[index + 1]) for index in range(at, end)
        )

    def is_leibniz(self, at: int) -> bool:
        """Tell whether the fraction whose numerator opens here is a derivative."""
        middle = self.closing(at)
        return (
            self.is_d(self.tokens[at + 1])
            and self.tokens[middle + 1].kind == "{"
            and self.is_d(self.tokens[middle + 2])
        )

    def without_differentials(self, node: Node, variables: list[Node]) -> Node:
        """Take the factors dx out of an integrand and collect their variables."""
        if not isinstance(node, Op):
            return node
        if node.op == "differential":
            variables.append(node.args[0])
            return Number(ONE.value, "1", node.span)
        if node.op in {"div", "neg"}:
            inner = self.without_differentials(node.args[0], variables)
            return node if inner is node.args[0] else node.with_children((inner, *node.args[1:]))
        if node.op == "add":  # ∫ x + 1 dx: the d ends the last term
            inner = self.without_differentials(node.args[-1], variables)
            return node if inner is node.args[-1] else node.with_children((*node.args[:-1], inner))
        if node.op != "mul":
            return node
        kept: list[Node] = []
        changed = False
        for arg in node.args:
            inner = self.without_differentials(arg, variables) if not (isinstance(arg, Op) and arg.op == "add") else arg
            changed = changed or inner is not arg
            if not (isinstance(arg, Op) and arg.op == "differential"):
                kept.append(inner)
        if not changed:
            return node
        if not kept:
            return Number(ONE.value, "1", node.span)
        return kept[0] if len(kept) == 1 else Op("mul", tuple(kept), node.span)

    # --- limits, extrema, quantifiers
    def extremum(self, word: str, start: int) -> Node:
        r"""Read ``\max_{x} f``, ``\max(a, b)``, ``\lim_{x \to 0} f`` behind the word."""
        op = EXTREMA[word]
        self.bars.append("limit")
        lower, upper = self.bounds()
        self.bars.pop()
        if upper is not None:
            raise self.trouble("script_not_understood", detail="^")
        token = self.token
        opens = token.kind in {"(", "\\{", "["} or (token.kind == "left" and token.text in {"(", "\\{", "["})
        if lower is None and op in {"max", "min", "sup", "inf"} and opens:
            return Op("max" if op in {"max", "sup"} else "min", self.arguments(allow_given=False)[0], self.span(start))
        if op == "limit":
            if not (isinstance(lower, Relation) and lower.relations == ("to",)):
                raise self.trouble("expected", detail="\\lim_{x \\to a}")
            variables, low, domain = (lower.operands[0],), lower.operands[1], None
        else:
            variables, low, domain = self.split(lower)
            if low is not None:
                domain, low = lower, None
        with self.deeper():
            body = self.signed_product()
        return Binder(op, variables, low, None, domain, body, self.span(start))

    def quantified(self, name: str, start: int) -> Node:
        r"""Read ``\forall x \in A, …`` and ``\exists`` behind the command."""
        variables: list[Node] = [self.sum()]
        while self.token.kind == "," and self.peek(2).kind in {",", "cmd"}:
            self.at += 1
            variables.append(self.sum())
        domain: Node | None = None
        if (relation := self.relation(self.token)) is not None:
            self.at += 1
            bound = self.sum()
            domain = bound if relation == "in" else Relation((variables[-1], bound), (relation,), self.span(start))
        if self.token.kind in {",", ":", "|"} or self.token.text in {"mid"}:
            self.at += 1
        with self.deeper():
            body = self.clause()
        return Binder(name, tuple(variables), None, None, domain, body, self.span(start))
