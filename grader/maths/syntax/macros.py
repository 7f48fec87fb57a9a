r"""The author's own commands: found in a document, expanded in a formula, never without a bound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from grader.maths.node import Span
from grader.maths.syntax.result import ParseTrouble, Stopped
from grader.maths.syntax.tokens import Token, raw_tokens

MAX_EXPANSIONS = 2_000
MAX_TOKENS = 40_000
MAX_MACROS = 1_000  # of one document
MAX_BODY = 4_000  # characters of one definition


@dataclass(frozen=True, slots=True)
class Macro:
    r"""One definition.

    Attributes:
        name: without its backslash.
        parameters: how many arguments it takes.
        body: what it stands for, with ``#1`` … ``#9``.
        default: of the first argument, which is then optional and in square brackets; None without one.
        star: the body of the starred form (``\norm*{x}``), None without one.
    """

    name: str
    parameters: int
    body: str
    default: str | None = None
    star: str | None = None


@dataclass(frozen=True, slots=True)
class Macros:
    """The definitions of a document; ``Macros()`` has none."""

    table: Mapping[str, Macro] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_document(cls, *documents: str) -> "Macros":
        r"""Collect the definitions of one document or of several, the last one winning.

        Understood are ``\newcommand``, ``\renewcommand``, ``\providecommand``, ``\def``, ``\gdef``, ``\let``,
        ``\DeclareMathOperator`` and ``\DeclarePairedDelimiter``; comments are skipped. A definition that is not
        understood is left out, and its use is then an unknown command.
        """
        table: dict[str, Macro] = {}
        for document in documents:
            _collect(document, table)
        return cls(MappingProxyType(table))

    def __or__(self, other: "Macros") -> "Macros":
        return Macros(MappingProxyType({**self.table, **other.table}))


NO_MACROS = Macros()


def expand(tokens: list[Token], macros: Mapping[str, Macro], source: str) -> list[Token]:
    """Replace every use of a macro by its body; the body's tokens stand where the use stands.

    Raises:
        Stopped: if an argument is missing or the expansion does not end within its bounds.
    """
    if not any(token.kind == "cmd" and token.text in macros for token in tokens):
        return tokens
    pending = tokens[::-1]
    done: list[Token] = []
    expansions = 0
    while pending:
        token = pending.pop()
        macro = macros.get(token.text) if token.kind == "cmd" else None
        if macro is None:
            done.append(token)
            continue
        expansions += 1
        if expansions > MAX_EXPANSIONS or len(pending) + len(done) > MAX_TOKENS:
            raise Stopped(ParseTrouble("macro_too_big", source, Span(token.start, token.end), f"\\{token.text}"))
        body = macro.body
        if macro.star is not None and pending and pending[-1].kind == "*":
            pending.pop()
            body = macro.star
        arguments = _arguments(macro, token, pending, source)
        pending.extend(reversed(_substitute(body, arguments, token)))
    return done


def _arguments(macro: Macro, use: Token, pending: list[Token], source: str) -> list[list[Token]]:
    arguments: list[list[Token]] = []
    if macro.default is not None:
        if pending and pending[-1].kind == "[":
            pending.pop()
            optional: list[Token] = []
            depth = 0
            while pending:
                token = pending.pop()
                if depth == 0 and token.kind == "]":
                    break
                depth += (token.kind in "{[") - (token.kind in "}]")
                optional.append(token)
            arguments.append(optional)
        else:
            arguments.append([Token(t.kind, t.text, use.start, use.end, t.gap) for t in raw_tokens(macro.default)])
    while len(arguments) < macro.parameters:
        if not pending or pending[-1].kind == "}":
            raise Stopped(ParseTrouble("macro_argument", source, Span(use.start, use.end), f"\\{use.text}"))
        token = pending.pop()
        if token.kind != "{":
            arguments.append([token])
            continue
        group: list[Token] = []
        depth = 1
        while pending:
            token = pending.pop()
            depth += (token.kind == "{") - (token.kind == "}")
            if depth == 0:
                break
            group.append(token)
        if depth:
            raise Stopped(ParseTrouble("unclosed", source, Span(use.start, use.end), "{"))
        arguments.append(group)
    return arguments


def _substitute(body: str, arguments: list[list[Token]], use: Token) -> list[Token]:
    replaced: list[Token] = []
    tokens = raw_tokens(body)
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "#" and index + 1 < len(tokens) and tokens[index + 1].kind == "digit":
            number = int(tokens[index + 1].text)
            if 1 <= number <= len(arguments):
                replaced.extend(arguments[number - 1])
            index += 2
            continue
        text = token.text
        if token.kind == "text" and "#" in text:
            for number, argument in enumerate(arguments, 1):
                text = text.replace(f"#{number}", "".join(piece.text for piece in argument))
        gap = token.gap or (use.gap if index == 0 else 0)
        replaced.append(Token(token.kind, text, use.start, use.end, gap))
        index += 1
        if len(replaced) > MAX_TOKENS:
            break  # the caller's bound reports it at the next expansion
    return replaced


_DEFINERS = {
    "newcommand": "new", "newcommand*": "new", "renewcommand": "new", "renewcommand*": "new", "providecommand": "new",
    "def": "def", "gdef": "def", "edef": "def", "let": "let", "DeclareMathOperator": "operator",
    "DeclareMathOperator*": "operator", "DeclarePairedDelimiter": "paired", "DeclareRobustCommand": "new",
}  # fmt: skip


def _collect(document: str, table: dict[str, Macro]) -> None:
    text = _without_comments(document)
    at = text.find("\\")
    while at >= 0 and len(table) < MAX_MACROS:
        name, after = _command_name(text, at)
        job = _DEFINERS.get(name)
        if job is None:
            at = text.find("\\", after)
            continue
        found = _definition(job, text, after)
        if found is not None:
            macro, after = found
            table[macro.name] = macro
        at = text.find("\\", after)


def _without_comments(document: str) -> str:
    if "%" not in document:
        return document
    lines: list[str] = []
    for line in document.split("\n"):
        at = line.find("%")
        while at > 0 and line[at - 1] == "\\":
            at = line.find("%", at + 1)
        lines.append(line if at < 0 else line[:at])
    return "\n".join(lines)


def _command_name(text: str, at: int) -> tuple[str, int]:
    """Return the name of the command whose backslash stands at ``at``, and where it ends."""
    end = at + 1
    while end < len(text) and text[end].isalpha():
        end += 1
    if end == at + 1 or (end < len(text) and text[end] == "*"):
        end += 1
    return text[at + 1 : end], end


def _definition(job: str, text: str, at: int) -> tuple[Macro, int] | None:
    at = _skip(text, at)
    braced = at < len(text) and text[at] == "{"
    if braced:
        at = _skip(text, at + 1)
    if at >= len(text) or text[at] != "\\":
        return None
    name, at = _command_name(text, at)
    name = name.rstrip("*") or name
    at = _skip(text, at)
    if braced:
        if at >= len(text) or text[at] != "}":
            return None
        at = _skip(text, at + 1)
    if job == "let":
        return _let(name, text, at)
    if job == "def":
        parameters = 0
        while at + 1 < len(text) and text[at] == "#" and text[at + 1].isdigit():
            parameters += 1
            at = _skip(text, at + 2)
        body = _group(text, at)
        return None if body is None else (Macro(name, parameters, body[0]), body[1])
    if job == "operator":
        body = _group(text, at)
        return None if body is None else (Macro(name, 0, f"\\operatorname{{{body[0]}}}"), body[1])
    if job == "paired":
        left = _group(text, at)
        right = None if left is None else _group(text, _skip(text, left[1]))
        if left is None or right is None:
            return None
        tall = f"\\left{left[0]} #1 \\right{right[0]}"
        return Macro(name, 1, tall, star=tall), right[1]
    return _new_command(name, text, at)


def _let(name: str, text: str, at: int) -> tuple[Macro, int] | None:
    if at < len(text) and text[at] == "=":
        at = _skip(text, at + 1)
    if at >= len(text):
        return None
    if text[at] != "\\":
        return Macro(name, 0, text[at]), at + 1
    other, end = _command_name(text, at)
    return None if other == name else (Macro(name, 0, f"\\{other} "), end)


def _new_command(name: str, text: str, at: int) -> tuple[Macro, int] | None:
    options: list[str] = []
    while at < len(text) and text[at] == "[" and len(options) < 2:
        close = text.find("]", at)
        if close < 0:
            return None
        options.append(text[at + 1 : close].strip())
        at = _skip(text, close + 1)
    body = _group(text, at)
    if body is None or (options and not (options[0].isdigit() and int(options[0]) <= 9)):
        return None
    count = int(options[0]) if options else 0
    return Macro(name, count, body[0], default=options[1] if len(options) == 2 else None), body[1]


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _group(text: str, at: int) -> tuple[str, int] | None:
    """Return the content of the group that opens at ``at`` and the offset behind it."""
    if at >= len(text) or text[at] != "{":
        return None
    depth = 0
    for end in range(at, min(len(text), at + MAX_BODY)):
        if text[end] == "{" and text[end - 1] != "\\":
            depth += 1
        elif text[end] == "}" and text[end - 1] != "\\":
            depth -= 1
            if depth == 0:
                return text[at + 1 : end], end + 1
    return None
