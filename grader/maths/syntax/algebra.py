r"""Precedence: logic, relations, sums, products, powers.

From loosest to tightest: ⇔ ⇒, ∨ ⊻, ∧, ¬, relations (chains), + − ± ∪ ∖, implicit and explicit products with / and
∩ from left to right, powers and what else is attached to an operand.
"""

from grader.maths.node import Node, Span
from grader.maths.syntax.core import CLOSERS, OPENERS, Core, neg, shown
from grader.maths.syntax.result import Note
from grader.maths.syntax.tables import (
    ADDITIVE,
    ARROWS,
    LOGIC,
    LOGIC_WORDS,
    MULTIPLICATIVE,
    NEGATED,
    RELATIONS,
    TIMES,
)
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Binder, Constant, Number, Op, Relation, Symbol

IFF, OR, AND, RELATION = 1, 2, 3, 4
_LEVELS = {"implies": IFF, "iff": IFF, "implied_by": IFF, "or": OR, "xor": OR, "and": AND}
_SIGNS = frozenset({"+", "-"})
_SET_OPERATIONS = frozenset({"union", "intersection", "difference"})


class Algebra(Core):
    """The layers between a whole statement and one operand."""

    def clause(self, floor: int = 0) -> Node:
        """Read logic and relations from the precedence ``floor`` upwards."""
        start = self.at
        if self.token.kind == "cmd" and self.token.text in {"neg", "lnot"}:
            self.at += 1
            with self.deeper():
                left: Node = Op("not", (self.clause(RELATION),), self.span(start))
        else:
            left = self.sum()
        while True:
            token = self.token
            relation = self.relation(token)
            if relation is not None:
                if floor > RELATION:
                    return left
                left = self.chain(left, relation, start)
                continue
            name = self.connective(token)
            if name is None and floor == 0 and token.kind == "cmd" and token.text == "mapsto":
                self.at += 1
                variables = left.args if isinstance(left, Op) and left.op == "tuple" else (left,)
                left = Binder("map", variables, None, None, None, self.clause(), self.span(start))
            if name is None and floor == 0 and token.kind == ":" and not self.bars[-1] and self.is_signature():
                self.at += 1
                rest = self.clause(RELATION)
                sides = rest.operands if isinstance(rest, Relation) else (rest,)
                place = Span(token.start, token.end)
                return Relation((left, *sides), ("maps", "to"), self.span(start), (place,))
            if name is None:
                return left
            level = _LEVELS[name]
            if level < floor:
                return left
            self.at += 1
            with self.deeper():
                right = self.clause(level + 1 if level > IFF else level)
            left = self.join(name, left, right, start)

    def is_signature(self) -> bool:
        r"""Tell whether a colon is that of ``f: A \to B``."""
        ahead, depth = self.at, 0
        found: str | None = None
        while found is None and depth >= 0 and (token := self.token_at(ahead)).kind not in {"eof", ",", ";", "newline"}:
            depth += (token.kind in OPENERS) - (token.kind in CLOSERS)
            found = self.relation(token) if depth == 0 else None
            ahead += 1
        self.look(ahead - self.at)
        return found == "to"

    def relation(self, token: Token) -> str | None:
        r"""Return the name of the relation that a token is, ``\not`` before another one included."""
        if token.kind == "cmd":
            if token.text == "not":
                following = self.relation(self.peek())
                return NEGATED.get(following or "")
            return RELATIONS.get(token.text)
        return RELATIONS.get(token.kind) if token.kind in "=<>" else None

    def connective(self, token: Token) -> str | None:
        """Return the name of the logical connective that a token is."""
        if token.kind == "cmd":
            return ARROWS.get(token.text) or LOGIC.get(token.text)
        return LOGIC_WORDS.get(token.text) if token.kind == "word" else None

    def chain(self, first: Node, relation: str, start: int) -> Node:
        """Read the rest of ``A = B ≤ C`` behind its first operand."""
        operands, relations, places = [first], list[str](), list[Span]()
        found: str | None = relation
        while found is not None:
            token = self.advance()
            end = self.advance().end if token.text == "not" else token.end
            relations.append(found)
            places.append(Span(token.start, end))
            operands.append(self.sum())
            found = self.relation(self.token)
        if any(name in {"in", "not_in", "subset", "subset_eq"} for name in relations):
            operands[1:] = [interval_of(node) for node in operands[1:]]
        return Relation(tuple(operands), tuple(relations), self.span(start), tuple(places))

    def join(self, name: str, left: Node, right: Node, start: int) -> Node:
        """Combine two statements."""
        span = self.span(start)
        if name == "implied_by":
            return Op("implies", (right, left), span)
        if name in {"or", "and"} and isinstance(left, Op) and left.op == name and left.span.start == span.start:
            return Op(name, (*left.args, right), span)
        return Op(name, (left, right), span)

    # --- sums
    def sum(self, *, integrand: bool = False) -> Node:
        """Read terms with signs between them; an integrand ends with the term that carries its d."""
        start = self.at
        terms: list[Node] = [self.signed()]
        while True:
            token = self.token
            name = ADDITIVE.get(token.text) if token.kind in {"+", "-", "cmd"} else None
            if name is None or (integrand and holds_differential(terms[-1])):
                break
            if name in {"plus_minus", "minus_plus", "union", "difference"}:
                self.at += 1
                left = terms[0] if len(terms) == 1 else Op("add", tuple(terms), self.span(start))
                right = self.product()
                terms = [combine(name, left, right, self.span(start))]
                continue
            self.at += 1
            inner = self.at
            term = self.signed() if self.token.kind in _SIGNS else self.product()
            terms.append(neg(term, Span(token.start, self.span(inner).end)) if name == "sub" else term)
        return terms[0] if len(terms) == 1 else Op("add", self.grouped(terms), self.span(start))

    def grouped(self, nodes: list[Node]) -> tuple[Node, ...]:
        r"""Return operands with braces that only group taken off: nobody adds or multiplies sets of one thing."""
        for index, node in enumerate(nodes):
            if isinstance(node, Op) and node.op == "set" and len(node.args) == 1:
                self.notes.append(Note("braces_group", node.span))
                nodes[index] = node.args[0]
        return tuple(nodes)

    def signed(self) -> Node:
        """Read one term with the signs before it; a plus sign says nothing."""
        signs: list[tuple[str, int]] = []
        while True:
            token = self.token
            name = "add" if token.kind == "+" else "sub" if token.kind == "-" else None
            if token.kind == "cmd" and token.text in {"pm", "mp"}:
                name = ADDITIVE[token.text]
            if name is None:
                break
            if len(signs) > 20:
                raise self.trouble("too_deep")
            signs.append((name, self.at))
            self.at += 1
        node = self.product()
        for name, start in reversed(signs):
            if name == "sub":
                node = neg(node, self.span(start))
            elif name != "add":
                node = Op(name, (node,), self.span(start))
        return node

    # --- products
    def product(self, *, argument: str = "") -> Node:
        """Read factors.

        ``argument`` is ``trig`` or ``log`` for the argument of a function written without brackets, which ends
        early, and ``operator`` for what a sum or derivative acts on, which leaves evaluation bars to the outside.
        """
        start = self.at
        short = argument in {"trig", "log"}
        factors: list[Node] = [self.factor()]
        divided = False
        while True:
            token = self.token
            kind, text = token.kind, token.text
            if kind == "*" or (kind == "cmd" and text in TIMES):
                if short:
                    break
                self.at += 1
                divided = False
                factors.append(self.signed_factor())
            elif kind == "/" or (kind == "cmd" and text == "div"):
                if short and not self.slash_inside(argument):
                    break
                self.at += 1
                left = merge(factors, self.span(start))
                factors = [Op("div", (left, self.divisor()), self.span(start))]
                divided = True
            elif kind == "cmd" and text in MULTIPLICATIVE:
                if short:
                    break
                self.at += 1
                left = merge(factors, self.span(start))
                factors = [combine(MULTIPLICATIVE[text], left, self.signed_factor(), self.span(start))]
            elif kind == "." and self.is_dot_product():
                self.note("dot_product", self.at)
                self.at += 1
                factors.append(self.factor())
            elif self.is_evaluation_bar(token):
                if argument:
                    break
                factors = [self.evaluation(merge(factors, self.span(start)), start)]
            elif self.starts_operand(token):
                if short and self.ends_argument(token):
                    break
                self.beside(factors[-1], token)
                if divided:
                    self.note("slash_scope", start)
                    divided = False
                factors.append(self.factor())
            else:
                break
            last = factors[-1]
            # The d of an inner integral ends it; the next one belongs to the integral around.
            last_d = self.integrals > 1 or not (self.token.kind == "d" or self.token.text == "d")
            if self.integrals and last_d and isinstance(last, Op) and last.op == "differential":
                break
        return factors[0] if len(factors) == 1 else Op("mul", self.grouped(factors), self.span(start))

    def is_dot_product(self) -> bool:
        """Tell whether a full stop stands tightly between two operands, as the dot of a product typed low."""
        after = self.peek()
        return self.token.gap == 0 and after.gap == 0 and after.kind != "digit" and self.starts_operand(after)

    def signed_factor(self) -> Node:
        r"""Read a factor behind an explicit sign of multiplication, where ``a \cdot -b`` is written too."""
        if self.token.kind in _SIGNS:
            start = self.at
            minus = self.advance().kind == "-"
            node = self.factor()
            return neg(node, self.span(start)) if minus else node
        return self.factor()

    def divisor(self) -> Node:
        """Read what a slash divides by: one factor, or with ``slash="tight"`` the implicit product."""
        start = self.at
        node = self.signed_factor()
        if self.notation.slash == "left" or not self.starts_operand(self.token):
            return node
        factors = [node]
        while self.starts_operand(self.token) and not self.is_evaluation_bar(self.token):
            self.beside(factors[-1], self.token)
            factors.append(self.factor())
        self.note("slash_tight", start)
        return merge(factors, self.span(start))

    def slash_inside(self, argument: str) -> bool:
        r"""Decide whether ``\log p / q`` divides inside the logarithm; ``\log x / \log 2`` never does."""
        after = self.peek()
        inside = after.kind != "word" and (argument == "log" or after.kind == "digit")
        start = self.at
        self.note("function_scope" if inside else "function_stops", start)
        return inside

    def ends_argument(self, token: Token) -> bool:
        """Tell whether a function without brackets has its whole argument before this token."""
        if token.kind in {"word", "(", "[", "\\{", "left", "d"}:
            return True
        if token.kind == "letter" and token.text == "d" and self.integrals:
            return True
        return token.kind == "cmd" and token.text in {"sum", "prod", "int", "iint", "partial", "nabla"}

    def beside(self, previous: Node, token: Token) -> None:
        """Refuse what should not stand side by side without a sign between."""
        if token.kind == "digit" or (token.kind == "." and self.peek().kind == "digit"):
            if isinstance(previous, Number):
                raise self.trouble("numbers_side_by_side")
            if token.gap == 0 and isinstance(previous, (Symbol, Constant)) and not self.tokens[self.at - 1].kind == "}":
                raise self.trouble("number_after_letter")
        if token.kind == "text":
            raise self.trouble("prose", detail=f"“{token.text}”")

    def is_evaluation_bar(self, token: Token) -> bool:
        r"""Tell whether a bar is the right half of ``F\big|_{x=0}``."""
        if token.kind == "|" or (token.kind == "cmd" and token.text in {"mid", "rvert"}):
            return self.peek().kind in {"_", "^"} and self.bars[-1] not in {"abs"}
        return False

    def evaluation(self, body: Node, start: int) -> Node:
        r"""Read ``|_{x=0}`` or ``|_a^b`` behind an expression."""
        self.at += 1
        return self.evaluate_at(body, start)

    def evaluate_at(self, body: Node, start: int) -> Node:
        """Read the bounds of an evaluation, the cursor on ``_`` or ``^``."""
        lower = upper = None
        while self.token.kind in {"_", "^"}:
            sign = self.advance().kind
            bars, self.bars = self.bars, [""]
            node = self.condition() if self.token.kind == "{" else self.script()
            self.bars = bars
            if sign == "_":
                lower = node
            else:
                upper = node
        if lower is None:
            raise self.trouble("expected", detail="_")
        if upper is not None:
            return Op("between", (body, lower, upper), self.span(start))
        return Op("at", (body, lower), self.span(start))

    def condition(self) -> Node:
        r"""Read a group of conditions with commas or line breaks between, as under a sum or an evaluation bar."""
        if self.peek().kind == "{" and self.token_at(self.closing(self.at + 1) + 1).kind == "}":
            self.at += 1  # \substack leaves a group inside the group
            node = self.condition()
            self.expect("}")
            return node
        self.expect("{")
        start = self.at
        with self.deeper():
            self.bars.append("")
            parts = [self.clause()]
            while self.token.kind in {",", ";", "newline"}:
                self.at += 1
                if self.token.kind == "}":
                    break
                parts.append(self.clause())
            self.bars.pop()
        span = self.span(start)
        if not self.accept("}"):
            raise self.trouble("unexpected", detail=shown(self.token))
        return parts[0] if len(parts) == 1 else Op("and", tuple(parts), span)


def merge(factors: list[Node], span: Span) -> Node:
    """Return the product of factors, or the only one."""
    return factors[0] if len(factors) == 1 else Op("mul", tuple(factors), span)


def combine(name: str, left: Node, right: Node, span: Span) -> Op:
    """Return an operation of two operands, flat where it is associative."""
    if name in _SET_OPERATIONS:
        left, right = interval_of(left), interval_of(right)
    flat = isinstance(left, Op) and left.op == name and name not in {"difference", "mod", "plus_minus", "minus_plus"}
    if flat and isinstance(left, Op) and left.span.start == span.start:
        return Op(name, (*left.args, right), span)
    return Op(name, (left, right), span)


def interval_of(node: Node) -> Node:
    """Return the interval that a bracketed pair is beside ∪, ∩ or ∈; anything else as it is."""
    if isinstance(node, Op) and node.op in {"tuple", "list"} and len(node.args) == 2:
        closed = Constant("true" if node.op == "list" else "false")
        return Op("interval", (*node.args, closed, closed), node.span)
    return node


def holds_differential(node: Node) -> bool:
    r"""Tell whether a factor carries the d of an integral, as in ``\frac{dx}{x}``."""
    if not isinstance(node, Op):
        return False
    if node.op == "differential":
        return True
    if node.op in {"div", "neg"}:
        return holds_differential(node.args[0])
    return node.op == "mul" and any(map(holds_differential, node.args))
