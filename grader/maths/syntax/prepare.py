r"""Raw tokens to tokens that mean something: noise out, fonts and words named, brackets with their sides."""

from grader.maths.node import Span
from grader.maths.syntax.macros import Macro, Macros, expand
from grader.maths.syntax.result import MAX_LENGTH, Note, ParseTrouble, Stopped
from grader.maths.syntax.tables import (
    COLOURED,
    CONTENT_ONLY,
    EXTREMA,
    FONTS,
    FUNCTIONS,
    GREEK,
    GUESSED,
    GUESSED_WITH_ARGUMENTS,
    LOGIC_WORDS,
    NOISE,
    NOISE_WITH_ARGUMENT,
    PROSE,
    RELATIONS,
    SIZES,
    SPACES,
    STRUCK,
    SWITCHES,
    TRUTH_WORDS,
    UPRIGHT,
    WITH_COLUMNS,
)
from grader.maths.syntax.tokens import Token, raw_tokens

_GUESSES = {name: Macro(name, 0, body) for name, body in GUESSED.items()} | {
    name: Macro(name, count, body) for name, (count, body) in GUESSED_WITH_ARGUMENTS.items()
}
_ALIASES = {
    "lbrace": "\\{", "rbrace": "\\}", "{": "\\{", "}": "\\}", "lbrack": "[", "rbrack": "]", "|": "\\|", "Vert": "\\|",
    "parallel": "\\|", "vert": "|", "divides": "|", "colon": ":", "_": "_", "&": "&",
}  # fmt: skip
_PAIRS = {(":", "="): "coloneqq", ("<", "="): "le", (">", "="): "ge", ("-", ">"): "to", ("=", ">"): "Rightarrow"}
_LABELLED = frozenset({"overset", "stackrel", "underset", "stackbin"})
_DEFINES = frozenset({"def", "déf", "Δ", "Delta", "triangle", "bigtriangleup", "."})


def prepare(source: str, macros: Macros) -> tuple[list[Token], list[Note]]:
    """Turn a text into the tokens that the parser reads, with an ``eof`` at the end.

    Raises:
        Stopped: if the text is too long, a macro does not end, or a group is not closed.
    """
    if len(source) > MAX_LENGTH:
        raise Stopped(ParseTrouble("too_long", source, Span(MAX_LENGTH, len(source))))
    raw = raw_tokens(source)
    notes: list[Note] = []
    if any(token.kind == "cmd" for token in raw):
        table = macros.table
        guessable = {
            token.text for token in raw if token.kind == "cmd" and token.text in _GUESSES and token.text not in table
        }
        if table or guessable:
            guesses = {name: _GUESSES[name] for name in _GUESSES if name not in table}
            raw = expand(raw, {**guesses, **table}, source)
            notes = [
                Note("macro_guessed", Span(token.start, token.end))
                for token in raw_tokens(source)
                if token.kind == "cmd" and token.text in guessable
            ]
    worker = _Preparation(source, raw, notes)
    worker.run(0, len(raw), upright=False)
    worker.out.append(Token("eof", "", len(source), len(source)))
    return worker.out, notes


class _Preparation:
    def __init__(self, source: str, raw: list[Token], notes: list[Note]) -> None:
        self.source = source
        self.raw = raw
        self.notes = notes
        self.out: list[Token] = []
        self.gap = 0
        self.nested = 0

    def run(self, at: int, end: int, *, upright: bool) -> None:
        """Interpret the raw tokens of one range."""
        raw, out = self.raw, self.out
        while at < end:
            token = raw[at]
            kind = token.kind
            if self.gap:
                token = token._replace(gap=max(self.gap, token.gap))
                self.gap = 0
            if kind == "cmd":
                at = self.command(token, at, end)
            elif kind == "letter" and upright:
                at = self.upright_run(token, at, end)
            elif kind == "text":
                self.words(token)
                at += 1
            elif kind == "~":
                self.gap = 1
                at += 1
            elif kind in ":<>-=" and at + 1 < end and self.pair(token, raw[at + 1]):
                at += 2
            elif kind == "*" and at + 1 < end and raw[at + 1].kind == "*" and raw[at + 1].gap == 0:
                out.append(Token("**", "**", token.start, raw[at + 1].end, token.gap))
                at += 2
            elif kind == "{" and at + 1 < end and raw[at + 1].kind == "cmd" and raw[at + 1].text in SWITCHES:
                at = self.switch(token, at)
            else:
                out.append(token)
                at += 1

    def pair(self, first: Token, second: Token) -> bool:
        """Join two characters that make one sign; False where they do not."""
        name = _PAIRS.get((first.kind, second.kind))
        if name is None or second.gap:
            return False
        self.out.append(Token("cmd", name, first.start, second.end, first.gap))
        return True

    def trouble(self, code: str, token: Token, detail: str) -> Stopped:
        """Make the exception for a place."""
        return Stopped(ParseTrouble(code, self.source, Span(token.start, token.end), detail))

    def closing(self, at: int) -> int:
        """Return the index of the raw brace that closes the one at ``at``."""
        depth = 0
        raw = self.raw
        for index in range(at, len(raw)):
            kind = raw[index].kind
            if kind == "{":
                depth += 1
            elif kind == "}":
                depth -= 1
                if depth == 0:
                    return index
        raise self.trouble("unclosed", raw[at], "{")

    def command(self, token: Token, at: int, end: int) -> int:
        """Interpret one command; return where to go on."""
        name = token.text
        raw, out = self.raw, self.out
        following = raw[at + 1] if at + 1 < end else None
        if name in GREEK:
            out.append(Token("letter", name, token.start, token.end, token.gap))
            return at + 1
        space = SPACES.get(name)
        if space is not None:
            self.gap = max(space, 1 if token.gap else 0)
            return at + 1
        if name in NOISE or (name == "$" and following is not None and following.kind in {"digit", "."}):
            self.gap = token.gap
            return at + 1
        if name in SIZES:
            self.sized(SIZES[name], following)
            if SIZES[name] and following is not None and following.text in {"|", "vert", "Vert"}:
                return at + 2
            self.gap = token.gap
            return at + 1
        if name in {"left", "right", "middle"}:
            return self.sided(token, at, end)
        if name in {"begin", "end"}:
            return self.environment(token, at, end)
        if name in {"\\", "cr", "newline", "tabularnewline"}:
            out.append(Token("newline", "\\\\", token.start, token.end, token.gap))
            if following is not None and following.kind == "[" and following.gap == 0 and name == "\\":
                return self.optional(at + 1, end)
            return at + 2 if following is not None and following.kind == "*" else at + 1
        if name in NOISE_WITH_ARGUMENT:
            self.gap = token.gap
            return self.closing(at + 1) + 1 if following is not None and following.kind == "{" else at + 1
        if name in CONTENT_ONLY or name in COLOURED:
            return self.content(token, at, end)
        if name in UPRIGHT:
            return self.upright(token, at, end)
        if name in _LABELLED and following is not None:
            return self.labelled(token, at, end)
        alias = _ALIASES.get(name)
        if alias is not None:
            out.append(Token(alias, alias, token.start, token.end, token.gap))
        elif name in FUNCTIONS or name in EXTREMA or name in {"KL", "Var", "Cov"}:
            out.append(Token("word", name, token.start, token.end, token.gap))
        elif name in {"not"} and following is not None:
            out.append(Token("cmd", "not", token.start, token.end, token.gap))
        else:
            out.append(token)
        return at + 1

    def sized(self, side: str, following: Token | None) -> None:
        r"""``\bigl|`` and its kin say on which side of what they stand; other sizes say nothing."""
        if side and following is not None and following.text in {"|", "vert", "Vert"}:
            double = following.text == "Vert" or following.kind == "cmd"
            double = double and following.text != "vert"
            names = {"l": "lvert", "r": "rvert", "m": "mid"}
            name = names[side] if not double else {"l": "lVert", "r": "rVert", "m": "|"}[side]
            out_kind = "\\|" if name == "|" else "cmd"
            self.out.append(Token(out_kind, name, following.start, following.end, following.gap))

    def sided(self, token: Token, at: int, end: int) -> int:
        if at + 1 >= end:
            raise self.trouble("expected_end", token, "")
        delimiter = self.raw[at + 1]
        name = _ALIASES.get(delimiter.text, delimiter.text) if delimiter.kind == "cmd" else delimiter.text
        if name == "mid":
            name = "|"
        self.out.append(Token(token.text, name, token.start, delimiter.end, token.gap))
        return at + 2

    def environment(self, token: Token, at: int, end: int) -> int:
        if at + 1 >= end or self.raw[at + 1].kind != "{":
            raise self.trouble("expected", token, "{")
        close = self.closing(at + 1)
        name = "".join(piece.text for piece in self.raw[at + 2 : close])
        self.out.append(Token(token.text, name, token.start, self.raw[close].end, token.gap))
        at = close + 1
        if token.text == "begin":
            if at < end and self.raw[at].kind == "[":
                at = self.optional(at, end)
            if name in WITH_COLUMNS and at < end and self.raw[at].kind == "{":
                at = self.closing(at) + 1
        return at

    def optional(self, at: int, end: int) -> int:
        """Skip a bracket that holds a length or an option; leave one that does not look like it."""
        for index in range(at + 1, min(end, at + 12)):
            if self.raw[index].kind == "]":
                inside = "".join(piece.text for piece in self.raw[at + 1 : index])
                is_length = inside[-2:] in {"pt", "em", "ex", "mm", "cm", "in"} or inside in {"t", "b", "c", "l", "r"}
                return index + 1 if is_length else at
        return at

    def content(self, token: Token, at: int, end: int) -> int:
        """Keep what a box, colour or stroke holds, as a group."""
        if token.text in STRUCK:
            self.notes.append(Note("cancelled", Span(token.start, token.end)))
        at += 1
        if token.text in COLOURED:
            if at < end and self.raw[at].kind == "[":
                while at < end and self.raw[at].kind != "]":
                    at += 1
                at += 1
            if at < end and self.raw[at].kind == "{":
                at = self.closing(at) + 1
        self.gap = token.gap
        return at

    def upright(self, token: Token, at: int, end: int) -> int:
        at += 1
        if at < end and self.raw[at].kind == "{":
            close = self.closing(at)
            inside = self.raw[at + 1 : close]
            if token.text.startswith(("operatorname", "mathop")) and inside:
                kept = [piece for piece in inside if piece.kind != "cmd" or piece.text not in SPACES]
                if all(piece.kind in {"letter", "digit", "-"} for piece in kept):
                    name = "".join(piece.text for piece in kept)
                    kind = "word" if len(name) > 1 else kept[0].kind
                    self.out.append(Token(kind, name, token.start, self.raw[close].end, token.gap))
                    return close + 1
            self.nest(inside[0] if inside else token)
            self.gap = token.gap
            self.run(at + 1, close, upright=True)
            self.nested -= 1
            return close + 1
        return self.upright_run(self.raw[at], at, at + 1) if at < end and self.raw[at].kind == "letter" else at

    def nest(self, token: Token) -> None:
        """Count one level of groups inside groups."""
        self.nested += 1
        if self.nested > 30:
            raise self.trouble("too_deep", token, "")

    def upright_run(self, token: Token, at: int, end: int) -> int:
        """Take upright letters together as one word; an upright d is the differential."""
        stop = at + 1
        while stop < end and self.raw[stop].kind in {"letter", "digit"} and self.raw[stop].gap == 0:
            stop += 1
        name = "".join(piece.text for piece in self.raw[at:stop])
        if stop == at + 1 and name == "d":
            kind = "d"
        elif stop == at + 1 and name != "T":
            kind = "letter"
        else:
            kind = "word"
        self.out.append(Token(kind, name, token.start, self.raw[stop - 1].end, token.gap))
        return stop

    def switch(self, brace: Token, at: int) -> int:
        r"""``{\bf x}`` and ``{\rm KL}``: the font of the whole group."""
        close = self.closing(at)
        name = self.raw[at + 1].text
        self.nest(brace)
        if FONTS.get(name):
            self.out.append(Token("cmd", name, brace.start, self.raw[at + 1].end, brace.gap))
        self.out.append(brace)
        self.run(at + 2, close, upright=name == "rm")
        self.out.append(self.raw[close])
        self.nested -= 1
        return close + 1

    def labelled(self, token: Token, at: int, end: int) -> int:
        r"""``\overset{def}{=}`` is a relation, ``\underset{x}{\max}`` a subscript; else the parser reads it."""
        raw = self.raw
        if raw[at + 1].kind != "{":
            self.out.append(token)
            return at + 1
        close = self.closing(at + 1)
        braced = close + 1 < end and raw[close + 1].kind == "{"
        inner_close = self.closing(close + 1) if braced else close + 1
        inside = raw[close + 2 : inner_close] if braced else raw[close + 1 : close + 2]
        label = "".join(piece.text for piece in raw[at + 2 : close])
        if len(inside) == 1 and (inside[0].text in RELATIONS or inside[0].text in {"Rightarrow", "Leftrightarrow"}):
            name = "coloneqq" if inside[0].text == "=" and label.strip("{} ") in _DEFINES else inside[0].text
            self.out.append(Token("cmd", name, token.start, raw[min(inner_close, end - 1)].end, token.gap))
            if name != "coloneqq":
                self.notes.append(Note("label_ignored", Span(token.start, token.end)))
            return inner_close + 1
        if token.text == "underset":
            # The base first, then the label as its subscript.
            self.nest(token)
            self.gap = token.gap
            self.run(close + 1, min(inner_close + 1, end), upright=False)
            self.out.append(Token("_", "_", token.start, token.end))
            self.run(at + 1, close + 1, upright=False)
            self.nested -= 1
            return inner_close + 1
        self.out.append(token)
        return at + 1

    def words(self, token: Token) -> None:
        r"""Sort out a ``\text`` group: a function, a truth value, a name, a formula between dollars, or prose."""
        content = token.text
        if "$" in content:
            self.nest(token)
            for index, piece in enumerate(content.split("$")):
                start = token.start + sum(len(each) + 1 for each in content.split("$")[:index])
                if index % 2 == 0:
                    self.words(Token("text", piece, start, start + len(piece), 1))
                else:
                    inner = _Preparation(self.source, raw_tokens(piece, start), self.notes)
                    inner.nested = self.nested
                    inner.run(0, len(inner.raw), upright=False)
                    self.out.extend(inner.out)
            self.nested -= 1
            return
        word = content.strip().strip("~")
        if not word:
            self.gap = max(1, token.gap)
            return
        kind = "text"
        if len(word) == 1 and word.isascii() and word.isalpha():
            kind = "d" if word == "d" else "word" if word == "T" else "letter"
        elif word in FUNCTIONS or word in EXTREMA or word in TRUTH_WORDS or word in LOGIC_WORDS:
            kind = "word"
        elif word.lower() not in PROSE and word.replace("-", "").replace("_", "").isalnum():
            kind = "word" if not word.isdigit() else "text"
        elif word in {",", ";", "."}:
            kind = word
        self.out.append(Token(kind, word, token.start, token.end, max(1, token.gap)))
