r"""Cutting the tokens of a display: into rows, statements, prose and arrows, and a statement into its sides.

Rows are a matter of layout: a row that begins with a relation goes on from the row before, a row that begins with
``+`` or stands inside an open bracket is the rest of a side, every other row is a new statement. An ``&`` aligns or
separates columns; it separates where there is a relation on both sides of it.
"""

from dataclasses import dataclass, field

from grader.maths.syntax.core import CLOSERS, OPENERS
from grader.maths.syntax.tables import ALIGNED, ARROWS, DISPLAYS, LOGIC, LOGIC_WORDS, NEGATED, RELATIONS
from grader.maths.syntax.tokens import Token

QUAD = 3
_WORDLESS = frozenset({"therefore", "because", "qed", "blacksquare", "square", "Box", "checkmark", "QED"})
_OPERATORS = frozenset({"+", "-", "*", "/", "^", "_", "(", "[", "{", "\\{", "left"})
_OPERATOR_COMMANDS = frozenset({"cdot", "times", "pm", "mp", "odot", "cup", "cap", "frac", "sum", "prod", "int"})
_STATEMENT_COMMANDS = frozenset({*LOGIC, "forall", "exists", "neg", "lnot", "mapsto"})


@dataclass(slots=True)
class Segment:
    """Tokens that belong together: ``chain``, ``claim``, ``prose`` or ``arrow``."""

    kind: str
    tokens: list[Token]
    row: int
    breaks: list[int] = field(default_factory=list)  # offsets in the source at which later rows begin

    def row_of(self, tokens: list[Token]) -> int:
        """Return the row on which tokens begin."""
        return self.row + sum(1 for at in self.breaks if tokens[0].start >= at)


def relation_of(tokens: list[Token], at: int) -> tuple[str, int] | None:
    r"""Return the relation that stands at an index and how many tokens it takes (two for ``\not=``)."""
    token = tokens[at]
    if token.kind == "cmd" and token.text == "not" and at + 1 < len(tokens):
        found = relation_of(tokens, at + 1)
        negated = NEGATED.get(found[0]) if found else None
        return None if negated is None else (negated, 2)
    if token.kind == "cmd" or token.kind in {"=", "<", ">"}:
        name = RELATIONS.get(token.text)
        return None if name is None else (name, 1)
    return None


def is_arrow(token: Token) -> bool:
    """Tell whether a token is ⇒ or its kin."""
    return token.kind == "cmd" and token.text in ARROWS


def levels(tokens: list[Token]) -> list[int]:
    """Return how many closed brackets are around each token; brackets without partner do not count."""
    stack: list[int] = []
    waiting = dict.fromkeys(OPENERS, 0)  # how many of each kind are on the stack, so that no search is in vain
    partner: dict[int, int] = {}
    for index, token in enumerate(tokens):
        if token.kind in OPENERS:
            stack.append(index)
            waiting[token.kind] += 1
        elif token.kind in CLOSERS:
            # A brace is closed by a brace only, so that an interval ]0, 1[ does not reach out of its group.
            strict = {"}": "{", "right": "left", "end": "begin"}.get(token.kind)
            at = len(stack) - 1 if strict is None or waiting[strict] else -1
            while at >= 0 and strict is not None and tokens[stack[at]].kind != strict:
                at -= 1
            if at >= 0 and (strict is not None or tokens[stack[at]].kind not in {"{", "left", "begin"}):
                partner[stack[at]] = index
                for opening in stack[at:]:
                    waiting[tokens[opening].kind] -= 1
                del stack[at:]
    depth, found = 0, list[int]()
    closers = set(partner.values())
    for index in range(len(tokens)):
        if index in closers:
            depth -= 1
        found.append(depth)
        if index in partner:
            depth += 1
    return found


def without_wrapping(tokens: list[Token]) -> list[Token]:
    r"""Take out what only wraps a display: dollars, ``\begin{align*}``, and ``\right. \\ \left.`` over a line break."""
    kept: list[Token] = []
    depth = 0  # of groups and sized brackets, inside which an aligned block is a system of its own
    for token in tokens:
        kind = token.kind
        depth += (kind in {"{", "left", "\\{"}) - (kind in {"}", "right", "\\}"})
        is_shell = kind in {"begin", "end"} and (token.text in DISPLAYS or (token.text in ALIGNED and depth <= 0))
        if kind == "$" or is_shell or (kind == "cmd" and token.text in {"[", "]", "(", ")"}):
            continue
        kept.append(token)
    return _mended(kept)


def _mended(tokens: list[Token]) -> list[Token]:
    """Join a bracket that was broken over a row with invisible partners."""
    joined: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "right" and token.text == ".":
            ahead = index + 1
            while ahead < len(tokens) and tokens[ahead].kind in {"newline", "&"}:
                ahead += 1
            if ahead < len(tokens) and tokens[ahead].kind == "left" and tokens[ahead].text == "." and ahead > index + 1:
                index = ahead + 1
                continue
        joined.append(token)
        index += 1
    return joined


def cut(tokens: list[Token]) -> tuple[list[Segment], int]:
    """Cut the prepared tokens of a display into segments; return them and the number of rows."""
    worker = _Cutter(without_wrapping(tokens[:-1]))
    return worker.segments, worker.rows


class _Cutter:
    """One pass over the tokens of a display; what lies ahead is computed beforehand, so that it stays one pass."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.depth = levels(tokens)
        self.grid = _in_grid(tokens)
        self.past_marks, self.relation_ahead = _ahead(tokens, self.depth)
        self.segments: list[Segment] = []
        self.current: list[Token] = []
        self.related = False  # whether the current statement has a relation
        self.breaks: list[int] = []
        self.row = self.first_row = 0
        for index in range(len(tokens)):
            self.step(index)
        self.flush()
        ends_with_break = bool(tokens) and tokens[-1].kind == "newline"
        self.rows = self.row + (0 if ends_with_break else 1)

    def flush(self) -> None:
        """End the current statement."""
        stripped = trimmed(self.current)
        if stripped:
            kind = "claim" if is_claim(stripped) else "chain"
            self.segments.append(Segment(kind, stripped, self.first_row, self.breaks))
        self.current, self.breaks, self.related = [], [], False

    def take(self, index: int) -> None:
        """Add a token to the current statement."""
        if not self.current:
            self.first_row = self.row
        self.current.append(self.tokens[index])

    def step(self, index: int) -> None:
        """Sort out one token."""
        token = self.tokens[index]
        kind = token.kind
        if self.depth[index] > 0 or kind in OPENERS:
            # Line breaks and marks inside brackets are the display's, but those of a matrix in them.
            if kind == "newline" and not self.grid[index]:
                self.row += 1
                self.breaks.append(token.end)
            elif kind != "&" or self.grid[index]:
                if token.gap >= QUAD and self.depth[index] == 0 and self.separates(index):
                    self.flush()
                self.take(index)
        elif kind == "newline":
            self.row += 1
            if not goes_on(self.tokens, index, self.current):
                self.flush()
            elif self.current:
                self.breaks.append(token.end)
        elif kind == "&":
            if self.separates(index + 1):
                self.flush()
        elif kind == "text" or (kind == "cmd" and token.text in _WORDLESS):
            self.flush()
            self.segments.append(Segment("prose", [token], self.row))
        elif is_arrow(token):
            self.flush()
            self.segments.append(Segment("arrow", [token], self.row))
        elif kind in {",", ";", ".", ":"} and self.ends_statement(index):
            self.flush()
        else:
            quantifies = kind == "cmd" and token.text in {"forall", "exists"}
            if (token.gap >= QUAD and self.separates(index)) or (quantifies and self.related and self.is_complete()):
                self.flush()
            self.take(index)
            self.related = self.related or relation_of(self.tokens, index) is not None

    def is_complete(self) -> bool:
        """Tell whether the current statement could end here."""
        last = self.current[-1]
        is_open = last.kind in _OPERATORS or (last.kind == "cmd" and last.text in _STATEMENT_COMMANDS)
        return not is_open and relation_of(self.current, len(self.current) - 1) is None

    def separates(self, following: int) -> bool:
        """Tell whether a mark or wide space before the token ``following`` stands between two statements."""
        current, tokens = self.current, self.tokens
        if not self.related or relation_of(current, len(current) - 1) is not None or current[-1].kind in _OPERATORS:
            return False
        if following >= len(tokens) or tokens[following].kind in {"+", "-", "*", "/"}:
            return False
        first = self.past_marks[following]
        return first < len(tokens) and relation_of(tokens, first) is None and self.relation_ahead[first]

    def ends_statement(self, index: int) -> bool:
        """Tell whether a comma, semicolon, full stop or colon ends the statement before it."""
        token = self.tokens[index]
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if following is None or following.kind in {"newline", "text", "&"} or is_arrow(following):
            return True
        if token.kind == ".":
            return following.gap > 0
        if token.kind == ":":
            return False
        return following.gap >= QUAD or self.separates(index + 1)


def _ahead(tokens: list[Token], depth: list[int]) -> tuple[list[int], list[bool]]:
    """Return for each index the next token that is no ``&``, and whether a relation follows in its statement."""
    count = len(tokens)
    past_marks = [count] * (count + 1)
    relation = [False] * (count + 1)
    for index in range(count - 1, -1, -1):
        token = tokens[index]
        past_marks[index] = past_marks[index + 1] if token.kind == "&" else index
        if depth[index] > 0:
            relation[index] = relation[index + 1]
        elif token.kind in {"newline", "text", ",", ";"} or is_arrow(token):
            relation[index] = False
        else:
            relation[index] = relation_of(tokens, index) is not None or relation[index + 1]
    return past_marks, relation


def _in_grid(tokens: list[Token]) -> list[bool]:
    """Tell of each token whether the bracket around it is an environment or a group, whose line breaks are its own."""
    stack: list[bool] = []
    found: list[bool] = []
    for token in tokens:
        if token.kind in CLOSERS and stack:
            stack.pop()
        found.append(bool(stack) and stack[-1])
        if token.kind in OPENERS:
            stack.append(token.kind in {"begin", "{"} or (bool(stack) and stack[-1]))
    return found


def trimmed(tokens: list[Token]) -> list[Token]:
    """Take punctuation off both ends."""
    begin, end = 0, len(tokens)
    while end > begin and tokens[end - 1].kind in {",", ";", ".", ":"}:
        end -= 1
    while begin < end and (
        tokens[begin].kind in {",", ";", ":"} or (tokens[begin].kind == "." and tokens[begin + 1].kind != "digit")
    ):
        begin += 1
    return tokens[begin:end]


def is_claim(tokens: list[Token]) -> bool:
    """Tell whether a statement has connectives or quantifiers at its own level."""
    depth = levels(tokens)
    top = [token for index, token in enumerate(tokens) if depth[index] == 0]
    if any(token.kind == ":" for token in top) and any(RELATIONS.get(token.text) == "to" for token in top):
        return True  # f: A \to B
    return any(
        depth[index] == 0
        and (
            (token.kind == "cmd" and token.text in _STATEMENT_COMMANDS)
            or (token.kind == "word" and token.text in LOGIC_WORDS)
        )
        for index, token in enumerate(tokens)
    )


def goes_on(tokens: list[Token], index: int, current: list[Token]) -> bool:
    """Tell whether the row behind a line break belongs to the statement before it."""
    if not current:
        return False
    last = current[-1]
    if relation_of(current, len(current) - 1) is not None or last.kind in _OPERATORS:
        return True
    if last.kind == "cmd" and last.text in _OPERATOR_COMMANDS:
        return True
    at = index + 1
    aligned = False
    while at < len(tokens) and tokens[at].kind == "&":
        aligned = True
        at += 1
    if at >= len(tokens):
        return False
    token = tokens[at]
    if relation_of(tokens, at) is not None or token.kind in {"+", "*", "/"} or token.kind in CLOSERS:
        return True
    if token.kind == "cmd" and token.text in {"cdot", "times", "pm", "mp", "odot"}:
        return True
    if token.kind != "-":
        return False
    # A row that begins with a minus is the rest of a side where it is aligned as one or has no relation itself.
    ahead = at
    while ahead < len(tokens) and tokens[ahead].kind != "newline":
        if relation_of(tokens, ahead) is not None:
            return aligned
        ahead += 1
    return True


def pieces_of(segment: Segment) -> tuple[list[list[Token]], list[tuple[str, Token]]]:
    """Split a chain at its relations: the sides, the first one empty where it begins with a relation; the signs."""
    tokens = segment.tokens
    depth = levels(tokens)
    sides: list[list[Token]] = [[]]
    signs: list[tuple[str, Token]] = []
    index = 0
    while index < len(tokens):
        found = relation_of(tokens, index) if depth[index] == 0 else None
        if found is None:
            sides[-1].append(tokens[index])
            index += 1
            continue
        name, width = found
        sign = tokens[index]
        signs.append((name, sign._replace(end=tokens[index + width - 1].end)))
        sides.append([])
        index += width
    return [trimmed(side) for side in sides], signs
