r"""Sums, products, integrals, limits, extrema, quantifiers: operators that bind to their right."""

from grader.maths.node import Node
from grader.maths.syntax.binding import as_symbol, bind
from grader.maths.syntax.core import CLOSERS, ONE, OPENERS
from grader.maths.syntax.derivatives import Derivatives
from grader.maths.syntax.tables import BIG, EXTREMA, FRACTIONS
from grader.maths.tree import Binder, Constant, Number, Op, Relation, Symbol


class Calculus(Derivatives):
    """Operators that bind variables."""

    # --- sums, products, integrals
    def big(self, name: str, start: int) -> Node:
        """Read a big operator behind its command."""
        op = BIG[name]
        lower, upper = self.bounds()
        if op == "integral":
            return self.integral(name, lower, upper, start)
        variables, low, domain = self.split(freed(lower))
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
                lower = self.condition() if self.token.kind == "{" else self.script()
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
                over = tokens[index - 1].text in FRACTIONS
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
            self.is_d(self.tokens[index]) and self.begins_name(self.token_at(index + 1)) for index in range(at, end)
        )

    def is_leibniz(self, at: int) -> bool:
        """Tell whether the fraction whose numerator opens here is a derivative."""
        middle = self.closing(at)
        return (
            self.is_d(self.token_at(at + 1))
            and self.token_at(middle + 1).kind == "{"
            and self.is_d(self.token_at(middle + 2))
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
            variables, low, domain = self.split(freed(lower))
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
        if self.token.kind in {"eof", "."}:  # f(x) > 0, \forall x: the statement stands before
            body: Node = Constant("true")
        else:
            with self.deeper():
                body = self.clause()
        return Binder(name, tuple(variables), None, None, domain, body, self.span(start))


def freed(lower: Node | None) -> Node | None:
    """Return what stands under a sum with its variable a letter, even where i or e mean a constant elsewhere."""
    if lower is None:
        return None
    found = lower
    heads = lower.args if isinstance(lower, Op) and lower.op == "and" else (lower,)
    for head in heads:
        written = head.operands[0] if isinstance(head, Relation) else head
        variable = as_symbol(written)
        if variable is not None:
            found = bind(found, written, variable)
    return found
