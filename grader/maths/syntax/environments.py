r"""Matrices, cases, systems and aligned blocks: what stands between ``\begin`` and ``\end``."""

from grader.maths.node import Node, Span
from grader.maths.syntax.brackets import Brackets
from grader.maths.syntax.core import shown
from grader.maths.syntax.tables import ALIGNED, CASES, DISPLAYS, IF_WORDS, MATRICES, OTHERWISE
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Constant, Matrix, Op, Relation


class Environments(Brackets):
    """Reading of environments."""

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
        if run[:2] in {"if", "si"} and self.tokens[start].kind == "letter" and self.token_at(start + 2).gap:
            start += 2
        unknown = [word for word in words if word not in IF_WORDS]
        if unknown:
            raise self.trouble("prose", self.tokens[row[1].start], f"“{' '.join(unknown)}”")
        return self.cell(row[0]), self.cell(Span(start, end))

    def system(self, rows: list[Node], start: int) -> Node:
        """Return the conjunction of the rows of a brace that holds relations; other rows are a list."""
        statements = (
            isinstance(row, Relation) or (isinstance(row, Op) and row.op in {"and", "or", "not"}) for row in rows
        )
        if rows and all(statements):
            return rows[0] if len(rows) == 1 else Op("and", tuple(rows), self.span(start))
        raise self.trouble("expected_operand", self.tokens[self.at - 1], "\\end")

    def braced_rows(self, opening: Token) -> Node | None:
        r"""Read ``\left\{ \begin{array} … \end{array} \right.``, the cursor on its begin; None if it is a set."""
        start = self.at
        name = self.token.text
        if name not in {"array", "matrix", "aligned", "split", "gathered", "cases"}:
            return None
        close = self.closing(start)
        after = self.token_at(close + 1) if close + 1 < len(self.tokens) else self.tokens[-1]
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
            if not cells:
                continue
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
        if not parts:
            raise self.trouble("empty", self.tokens[start])
        return parts[0] if len(parts) == 1 else Op("and", tuple(parts), self.span(start))
