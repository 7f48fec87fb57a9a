r"""Brackets of all kinds: groups, tuples, lists, sets, intervals, bars, matrices, cases.

What a vertical bar means depends on the bracket around, kept in ``self.bars``: ``abs`` and ``norm`` (it closes),
``given`` and ``kl`` (it separates), ``set`` (such that), ``""`` (it opens an absolute value).
"""

from grader.maths.node import Node, Span
from grader.maths.syntax.core import CLOSERS, shown
from grader.maths.syntax.names import Names
from grader.maths.syntax.tables import ALIGNED, CASES, DISPLAYS, IF_WORDS, MATRICES, OTHERWISE
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
            if kind in {"(", "[", "{", "\\{", "left", "begin"}:
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

    def bar(self) -> Node:
        r"""Read ``|x|``, ``\|x\|`` and ``||x||``, the cursor on the opening bar."""
        start = self.at
        token = self.advance()
        double = token.kind == "\\|" or token.text == "lVert"
        if token.kind == "|" and self.token.kind == "|" and self.token.gap == 0 and self.bars_ahead() >= 3:
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
            indices = self.indices()
            return Op("norm", (node, indices[0]), self.span(start))
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

    # --- environments
    def environment(self) -> Node:
        r"""Read ``\begin{…} … \end{…}``, the cursor on its begin."""
        start = self.at
        name = self.token.text
        if name in CASES:
            return self.cases(self.grid(), start)
        if name in MATRICES:
            rows = self.grid()
            meaning = MATRICES[name]
            matrix = self.matrix([[self.cell(cell) for cell in row] for row in rows], start)
            return Op(meaning, (matrix,), matrix.span) if meaning else matrix
        if name in ALIGNED or name in DISPLAYS:
            return self.aligned(start)
        raise self.trouble("unknown_environment", detail=name)

    def grid(self) -> list[list[Span]]:
        """Step over an environment and return its cells as ranges of token indices."""
        opening = self.at
        name = self.advance().text
        rows: list[list[Span]] = [[]]
        cell, depth = self.at, 0
        tokens = self.tokens
        for index in range(self.at, len(tokens)):
            kind = tokens[index].kind
            if kind in {"{", "left", "begin"}:
                depth += 1
            elif kind in {"}", "right"} or (kind == "end" and depth > 0):
                depth -= 1
            elif depth == 0 and kind in {"&", "newline", "end"}:
                rows[-1].append(Span(cell, index))
                cell = index + 1
                if kind == "newline":
                    rows.append([])
                elif kind == "end":
                    if tokens[index].text != name:
                        raise self.trouble("unclosed", tokens[opening], f"\\begin{{{name}}}")
                    self.look(index - opening)
                    self.at = index + 1
                    return [row for row in rows if len(row) > 1 or row[0].start < row[0].end]
        raise self.trouble("unclosed", tokens[opening], f"\\begin{{{name}}}")

    def cell(self, cells: Span) -> Node:
        """Read the tokens of one cell as a clause of its own."""
        if cells.start >= cells.end:
            raise self.trouble("expected_operand", self.tokens[cells.end], shown(self.tokens[cells.end]))
        tokens, at, bars = self.tokens, self.at, self.bars
        end = tokens[cells.end]
        inside = [token for token in tokens[cells.start : cells.end] if token.kind != "&"]
        self.look(len(inside))
        # The parser sees the cell alone; places are kept by the tokens themselves.
        self.tokens, self.at, self.bars = [*inside, Token("eof", "", end.start, end.start)], 0, ["", ""]
        with self.deeper():
            node = self.clause()
            while self.token.kind in {",", ".", ";"} and self.peek().kind == "eof":
                self.at += 1
        if self.token.kind != "eof":
            raise self.trouble("unexpected", detail=shown(self.token))
        self.tokens, self.at, self.bars = tokens, at, bars
        return node

    def matrix(self, rows: list[list[Node]], start: int) -> Matrix:
        """Return the matrix of rows of equal length."""
        if not rows:
            raise self.trouble("expected_operand", self.tokens[self.at - 1], shown(self.tokens[self.at - 1]))
        if any(len(row) != len(rows[0]) for row in rows):
            raise self.trouble("ragged_matrix", self.tokens[start])
        return Matrix(len(rows[0]), tuple(entry for row in rows for entry in row), self.span(start))

    def cases(self, rows: list[list[Span]], start: int) -> Node:
        r"""Return what ``cases`` means: values with conditions, or a system where the rows are relations alone."""
        if all(len(row) == 1 or row[1].start >= row[1].end for row in rows) and not any(map(self.has_if, rows)):
            return self.system([self.cell(row[0]) for row in rows], start)
        pieces: list[Node] = []
        for row in rows:
            value, condition = self.case(row)
            pieces.extend((value, condition))
        return Op("piecewise", tuple(pieces), self.span(start))

    def has_if(self, row: list[Span]) -> bool:
        """Tell whether a row has words like "if" between value and condition instead of an ``&``."""
        return any(token.kind == "text" for token in self.tokens[row[0].start : row[0].end])

    def case(self, row: list[Span]) -> tuple[Node, Node]:
        """Read one row of ``cases``."""
        value = row[0]
        if len(row) == 1:
            at = next((i for i in range(*value) if self.tokens[i].kind == "text"), value.end)
            row = [Span(value.start, at), Span(at, value.end)]
        while row[0].end > row[0].start and self.tokens[row[0].end - 1].kind in {",", ";"}:
            row[0] = Span(row[0].start, row[0].end - 1)
        if len(row) == 3 and row[2].start < row[2].end:  # value & if & condition
            row = [row[0], Span(row[1].start, row[2].end)]
        start, end = row[1]
        words: list[str] = []
        while start < end and self.tokens[start].kind in {"text", "&", ","}:
            words.extend(
                self.tokens[start].text.lower().replace(",", " ").split() if self.tokens[start].kind == "text" else ()
            )
            start += 1
        run = "".join(token.text for token in self.tokens[start:end])
        if start >= end or run in OTHERWISE:
            if run in OTHERWISE or any(word in OTHERWISE for word in words):
                return self.cell(row[0]), Constant(
                    "true", Span(self.tokens[row[1].start].start, self.tokens[end].start)
                )
            raise self.trouble("expected_operand", self.tokens[end], shown(self.tokens[end]))
        if run[:2] in {"if", "si"} and self.tokens[start].kind == "letter" and self.tokens[start + 2].gap:
            start += 2
        unknown = [word for word in words if word not in IF_WORDS]
        if unknown:
            raise self.trouble("prose", self.tokens[row[1].start], f"“{' '.join(unknown)}”")
        return self.cell(row[0]), self.cell(Span(start, end))

    def system(self, rows: list[Node], start: int) -> Node:
        """Return the conjunction of the rows of a brace that holds relations; other rows are a list."""
        if all(isinstance(row, Relation) or (isinstance(row, Op) and row.op in {"and", "or", "not"}) for row in rows):
            return rows[0] if len(rows) == 1 else Op("and", tuple(rows), self.span(start))
        raise self.trouble("expected_operand", self.tokens[self.at - 1], "\\end")

    def braced_rows(self, opening: Token) -> Node | None:
        r"""Read ``\left\{ \begin{array} … \end{array} \right.``, the cursor on its begin; None if it is a set."""
        start = self.at
        name = self.token.text
        if name not in {"array", "matrix", "aligned", "split", "gathered", "cases"}:
            return None
        close = self.closing(start)
        after = self.tokens[close + 1] if close + 1 < len(self.tokens) else self.tokens[-1]
        if opening.kind == "left" and not (after.kind == "right" and after.text == "."):
            return None
        if opening.kind != "left" and after.kind == "\\}":
            return None
        rows = self.grid()
        if opening.kind == "left":
            self.at += 1
        if name in {"aligned", "split", "gathered"}:
            return self.system([self.cell(Span(row[0].start, row[-1].end)) for row in rows], start)
        return self.cases(rows, start)

    def aligned(self, start: int) -> Node:
        r"""Read the rows of ``aligned`` as one chain or a system; marks of alignment are nothing."""
        rows = self.grid()
        parts: list[Node] = []
        for row in rows:
            cells = [cell for cell in row if cell.start < cell.end]
            first = self.tokens[cells[0].start]
            relation = self.relation(first)
            goes_on = relation is not None and bool(parts)
            node = self.cell(Span(cells[0].start + (1 if goes_on else 0), cells[-1].end))
            if relation is not None and parts:
                left = parts.pop()
                operands = left.operands if isinstance(left, Relation) else (left,)
                names = left.relations if isinstance(left, Relation) else ()
                more = node.operands if isinstance(node, Relation) else (node,)
                tail = node.relations if isinstance(node, Relation) else ()
                node = Relation((*operands, *more), (*names, relation, *tail), self.span(start))
            parts.append(node)
        return parts[0] if len(parts) == 1 else Op("and", tuple(parts), self.span(start))
