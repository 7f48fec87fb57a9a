r"""Brackets of all kinds: groups, tuples, lists, sets, intervals, bars, matrices, cases.

What a vertical bar means depends on the bracket around, kept in ``self.bars``: ``abs`` and ``norm`` (it closes),
``given`` and ``kl`` (it separates), ``set`` (such that), ``""`` (it opens an absolute value).
"""

from abc import abstractmethod

from grader.maths.node import Node
from grader.maths.syntax.core import CLOSERS, OPENERS, shown
from grader.maths.syntax.names import Names
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Binder, Constant, Matrix, Op, Relation, Symbol

_OPEN = {"(": "(", "[": "[", "\\{": "{", "]": "]", "{": "{"}
_SHUT = {")": ")", "]": "]", "\\}": "}", "[": "[", "}": "}"}
_INTERVALS = {"(": False, "]": False, "[": True}
_ENDS = {")": False, "[": False, "]": True}
_STOPS = frozenset({"eof", ",", ")", "]", "}", "\\}", "right", "newline", "&", ";", "."})


class Brackets(Names):
    """Reading of everything that is enclosed."""

    def bracket(self) -> Node:
        """Read a bracketed expression, the cursor on its opening."""
        start = self.at
        opening = self.advance()
        if opening.kind == "left":
            if opening.text in {"|", "\\|", "lvert", "lVert"}:
                return self.sized_bars(opening, start)
            if opening.text == ".":
                return self.evaluated(start)
            if opening.text in {"langle", "lfloor", "lceil", "<"}:
                return self.corner(opening.text, start)
        kind = _OPEN.get(opening.text if opening.kind == "left" else opening.kind)
        if kind is None:
            raise self.trouble("unexpected", opening, shown(opening))
        with self.deeper():
            if kind == "{" and (self.token.kind == "begin" or opening.text == "."):
                found = self.braced_rows(opening)
                if found is not None:
                    return found
            self.bars.append("set" if kind == "{" else "")
            node = self.enclosed(kind, opening, start)
            self.bars.pop()
        return node

    def enclosed(self, kind: str, opening: Token, start: int) -> Node:
        """Read the items of a bracket and its closing, and say what they make together."""
        items: list[Node] = []
        comma_last = False
        while not self.closes(kind, len(items)):
            if self.token.kind == "eof":
                raise self.trouble("unclosed", opening, shown(opening))
            if items and kind != "{":
                self.bars[-1] = "interval"
            items.append(self.argument())
            comma_last = self.token.kind in {",", ";"}
            if comma_last:
                self.at += 1
            elif kind == "{" and (self.is_given_bar(self.token) or self.token.kind == ":"):
                return self.set_of(items, opening, start)
            elif not self.closes(kind, len(items)):
                if self.token.kind == "eof":
                    raise self.trouble("unclosed", opening, shown(opening))
                raise self.trouble("unexpected", detail=shown(self.token))
        closing = self.advance()
        if (closing.kind == "right") != (opening.kind == "left"):
            raise self.trouble("unclosed", opening, shown(opening))
        shut = _SHUT.get(closing.text if closing.kind == "right" else closing.kind, "")
        return self.made_of(kind, shut, items, comma_last, start)

    def closes(self, kind: str, items: int) -> bool:
        """Tell whether the bracket ends here; ``[`` ends an interval ``[0, 1[`` where nothing can follow it."""
        token = self.token
        if token.kind == "[":
            return items == 2 and kind != "{" and self.ends_interval()
        if token.kind == "]" and kind == "]" and items != 2:
            return False
        return token.kind in CLOSERS and token.kind not in {"}", "end"}

    def ends_interval(self) -> bool:
        """Tell whether the ``[`` here can only be the end of ``[0, 1[``."""
        after = self.peek()
        return after.kind in _STOPS or self.relation(after) is not None or after.text in {"cup", "cap", "setminus"}

    def made_of(self, kind: str, shut: str, items: list[Node], comma_last: bool, start: int) -> Node:
        """Return what a closed bracket means."""
        span = self.span(start)
        pair = kind + shut
        if pair == "{}":
            return Op("set", tuple(items), span)
        if pair == "()" or pair == "[]":
            if len(items) == 1 and not comma_last:
                return items[0]
            if not items and pair == "()":
                raise self.trouble("expected_operand", self.tokens[self.at - 1], ")")
            return Op("tuple" if pair == "()" else "list", tuple(items), span)
        if kind in _INTERVALS and shut in _ENDS:
            if len(items) != 2:
                raise self.trouble("bad_interval", self.tokens[self.at - 1])
            left, right = (Constant("true" if closed else "false") for closed in (_INTERVALS[kind], _ENDS[shut]))
            return Op("interval", (*items, left, right), span)
        raise self.trouble("unclosed", self.tokens[start], shown(self.tokens[start]))

    def set_of(self, items: list[Node], opening: Token, start: int) -> Node:
        r"""Read ``\{x \in A \mid condition\}`` behind its bar."""
        self.at += 1
        if len(items) != 1:
            raise self.trouble("unexpected", self.tokens[self.at - 1], "|")
        conditions = [self.clause()]
        while self.token.kind in {",", ";"}:
            self.at += 1
            conditions.append(self.clause())
        closing = self.token
        if closing.kind != ("right" if opening.kind == "left" else "\\}"):
            raise self.trouble("unclosed", opening, shown(opening))
        self.at += 1
        span = self.span(start)
        condition = conditions[0] if len(conditions) == 1 else Op("and", tuple(conditions), span)
        head = items[0]
        if isinstance(head, Relation) and head.relations == ("in",):
            return Binder("set_of", (head.operands[0],), None, None, head.operands[1], condition, span)
        variables = (head,) if isinstance(head, Symbol) else ()
        if not variables:
            return Binder("set_of", (), None, None, condition, head, span)
        return Binder("set_of", variables, None, None, None, condition, span)

    @abstractmethod
    def braced_rows(self, opening: Token) -> Node | None:
        r"""Read the rows behind a brace, the cursor on their ``\begin``; None if the brace opens a set."""

    # --- bars
    def starts_bar(self, token: Token) -> bool:
        """Tell whether a bar behind an operand opens an absolute value there, a factor of the product."""
        context = self.bars[-1]
        if token.kind == "\\|":
            return context not in {"norm", "kl"}
        if token.kind == "cmd":
            return token.text in {"lvert", "lVert"}
        if context in {"abs", "kl"}:
            return False
        if context == "norm":
            return not (self.peek().kind == "|" and self.peek().gap == 0)
        if context in {"given", "set"}:
            return self.bars_ahead() % 2 == 0
        return not self.is_evaluation_bar(token)

    def bars_ahead(self) -> int:
        """Count the bars from here to the end of the bracket around."""
        depth = found = 0
        index = self.at
        tokens = self.tokens
        while index < len(tokens) - 1:
            kind = tokens[index].kind
            if kind in OPENERS:
                depth += 1
            elif kind in CLOSERS:
                if depth == 0:
                    break
                depth -= 1
            elif kind == "|" and depth == 0:
                found += 1
            index += 1
        self.look(index - self.at)
        return found

    def is_double_bar(self) -> bool:
        """Tell whether two bars open a norm, the cursor on the second: the next bars then come as a pair too."""
        depth = 0
        for index in range(self.at + 1, len(self.tokens) - 1):
            kind = self.tokens[index].kind
            if kind in OPENERS:
                depth += 1
            elif kind in CLOSERS:
                depth -= 1
                if depth < 0:
                    break
            elif kind == "|" and depth == 0:
                self.look(index - self.at)
                return self.tokens[index + 1].kind == "|"
        self.look(len(self.tokens) - self.at)
        return False

    def bar(self) -> Node:
        r"""Read ``|x|``, ``\|x\|`` and ``||x||``, the cursor on the opening bar."""
        start = self.at
        token = self.advance()
        double = token.kind == "\\|" or token.text == "lVert"
        if token.kind == "|" and self.token.kind == "|" and self.token.gap == 0 and self.is_double_bar():
            self.at += 1
            double = True
        with self.deeper():
            self.bars.append("norm" if double else "abs")
            node = self.clause()
            self.bars.pop()
        closing = self.token
        closes = closing.kind in {"|", "\\|"} or closing.text in {"rvert", "rVert"}
        if not closes:
            raise self.trouble("unclosed", token, shown(token))
        self.at += 1
        if token.kind == "|" and double and not self.accept("|"):
            raise self.trouble("unclosed", token, "||")
        return self.absolute(node, double, start)

    def sized_bars(self, opening: Token, start: int) -> Node:
        r"""Read ``\left| … \right|`` behind its opening."""
        double = opening.text in {"\\|", "lVert"}
        with self.deeper():
            self.bars.append("")
            node = self.clause()
            self.bars.pop()
        if self.token.kind != "right":
            raise self.trouble("unclosed", opening, shown(opening))
        self.at += 1
        return self.absolute(node, double, start)

    def absolute(self, node: Node, double: bool, start: int) -> Node:
        """Return the norm, determinant or absolute value that bars around a node mean."""
        span = self.span(start)
        if isinstance(node, Matrix) and not double:
            return Op("det", (node,), span)
        declared = self.notation.declared(node) if isinstance(node, Symbol) else None
        is_norm = double or (declared is not None and declared.shape == "vector")
        if is_norm and self.token.kind == "_":
            self.at += 1
            return Op("norm", (node, self.script()), self.span(start))
        return Op("norm" if is_norm else "abs", (node,), span)

    def evaluated(self, start: int) -> Node:
        r"""Read ``\left. F \right|_{x=0}`` behind its opening."""
        with self.deeper():
            self.bars.append("")
            node = self.clause()
            self.bars.pop()
        closing = self.token
        if closing.kind != "right":
            raise self.trouble("unclosed", self.tokens[start], "\\left.")
        self.at += 1
        if closing.text == "|" and self.token.kind in {"_", "^"}:
            return self.evaluate_at(node, start)
        if closing.text in {".", "}"}:
            return node
        raise self.trouble("unexpected", closing, shown(closing))

    def corner(self, name: str, start: int) -> Node:
        r"""Read ``⌊x⌋``, ``⌈x⌉`` and ``⟨x, y⟩`` behind their opening."""
        wanted = {"lfloor": "rfloor", "lceil": "rceil", "langle": "rangle", "<": ">"}[name]
        with self.deeper():
            self.bars.append("kl" if wanted == "rangle" else "")
            items = [self.clause()]
            while self.token.kind in {",", "|"} and wanted == "rangle":
                self.at += 1
                items.append(self.clause())
            self.bars.pop()
        if self.token.text != wanted:
            raise self.trouble("unclosed", self.tokens[start], f"\\{name}")
        self.at += 1
        span = self.span(start)
        if wanted == "rangle":
            if len(items) != 2:
                raise self.trouble("arguments", self.tokens[start], "\\langle")
            return Op("inner", tuple(items), span)
        return Op("floor" if wanted == "rfloor" else "ceil", (items[0],), span)
