r"""A formula's text cut into rows, words and sides of relations, before any side is read.

Cutting comes first so that a side that cannot be read costs its own two steps and not the chain.
"""

import re
from dataclasses import dataclass, field

from grader.maths.derivations.signs import (
    ARROWS,
    IGNORED,
    JOINING,
    RELATIONS,
    SPACES,
    STACKED,
    TEXTS,
    TOKEN,
    TRANSPARENT,
    group_at,
    has_relation,
    until_comma,
)
from grader.maths.syntax.macros import Macros


@dataclass(slots=True)
class Side:
    """One side of a relation: its text, blanks in the place of what is layout, and its place in the source."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Chain:
    """Sides with links between: ``links[i]`` stands between ``sides[i]`` and ``sides[i + 1]``.

    Attributes:
        sides: the first one is empty where the chain begins with a relation.
        links: (name of a relation or arrow, offset of its sign).
        lead: the words before it.
        follow: the words behind it.
        opens_row: whether it is the first of its row.
        system: number of the system of equations that it is a row of, 0 outside one.
    """

    sides: list[Side] = field(default_factory=list["Side"])
    links: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    lead: str = ""
    follow: str = ""
    opens_row: bool = False
    system: int = 0

    @property
    def begins_with_relation(self) -> bool:
        """Whether its left side stands further up."""
        return bool(self.links) and not self.sides[0].text.strip()


class Splitter:
    """Cuts one formula. Not to be reused."""

    def __init__(self, text: str, offset: int, macros: Macros) -> None:
        self.text = text
        self.offset = offset
        self.macros = macros
        self.chains: list[Chain] = []
        self.chain = Chain(opens_row=True)
        self.start = 0  # of the side being read
        self.buffer: list[str] = []
        self.depth = 0
        self.environments: list[bool] = []  # whether each open one is transparent
        self.systems = 0
        self.system = 0  # the one being read

    def run(self) -> list[Chain]:
        """Return the chains of the formula, in order."""
        at = 0
        text = self.text
        while at < len(text):
            match = TOKEN.match(text, at)
            if match is None:  # cannot be: the last alternative matches anything
                break
            at = self.step(match)
        self.close()
        return self.chains

    # --- one token
    def step(self, match: re.Match[str]) -> int:
        """Take one token; return where the next one begins."""
        command, escaped, sign, bracket, space, _ = match.groups()
        end = match.end()
        if command is not None:
            return self.command(command, match)
        if escaped is not None:
            if escaped == "\\\\":
                return self.new_row(match)
            if escaped == "\\{":
                self.depth += 1
            elif escaped == "\\}":
                self.depth = max(self.depth - 1, 0)
            elif escaped in {"\\,", "\\;", "\\:", "\\!", "\\ ", "\\>"}:
                self.blank(match)
                return end
            self.keep(match)
            return end
        if sign is not None and self.depth == 0:
            self.link(RELATIONS.get(sign) or ARROWS[sign], match)
            return end
        if bracket is not None:
            return self.bracket(bracket, match)
        self.keep(match) if space is None else self.buffer.append(match.group())
        return end

    def bracket(self, bracket: str, match: re.Match[str]) -> int:
        """Take a bracket, a comma or an alignment mark."""
        if bracket in "{([":
            self.depth += 1
        elif bracket in "})]":
            self.depth = max(self.depth - 1, 0)
        elif bracket == "&" and not self.inside_environment():
            self.blank(match)
            return match.end()
        elif bracket in ",;" and self.depth == 0 and self.chain.links and self.ahead_is_statement(match.end()):
            self.close()
            self.start = match.end()
            return match.end()
        self.keep(match)
        return match.end()

    def inside_environment(self) -> bool:
        """Whether an environment is open whose rows belong to an expression."""
        return any(not transparent for transparent in self.environments)

    def command(self, name: str, match: re.Match[str]) -> int:
        """Take a command."""
        end = match.end()
        macro = self.macros.table.get(name)
        if macro is not None and macro.parameters == 0:
            body = macro.body.strip().lstrip("\\").removeprefix("mathrel").strip("{}")
            if (body in RELATIONS or body in ARROWS) and self.depth == 0:
                self.link(RELATIONS.get(body) or ARROWS[body], match)
                return end
            self.keep(match)
            return end
        if name in {"left", "right"}:
            self.depth = self.depth + 1 if name == "left" else max(self.depth - 1, 0)
            delimiter = re.compile(r"\s*(\\[A-Za-z]+|\\.|.)", re.DOTALL).match(self.text, end)
            self.keep(match)
            if delimiter is not None:
                self.buffer.append(delimiter.group())
                return delimiter.end()
            return end
        if name in {"begin", "end"}:
            return self.environment(name, match)
        if name in {"label", "tag"}:
            return self.dropped_group(match)
        if name in IGNORED:
            self.blank(match)
            return end
        if self.depth == 0:
            return self.command_outside(name, match)
        self.keep(match)
        return end

    def command_outside(self, name: str, match: re.Match[str]) -> int:
        """Take a command that stands in no bracket."""
        end = match.end()
        if name in TEXTS:
            group = group_at(self.text, end)
            if group is not None and not self.is_name(match):
                self.words(self.text[group[0] : group[1]])
                self.start = group[1] + 1
                return group[1] + 1
        if name in SPACES:
            stop = end
            group = group_at(self.text, end) if name == "hspace" else None
            if group is not None:
                stop = group[1] + 1
            goes_on = re.compile(r"[\s&]*(?:[-+=<>]|\\(?:cdot|times|pm|left\s*\.|quad|qquad)\b|$|\\\\)").match(
                self.text, stop
            )
            if self.chain.links and self.buffer_text().strip() and goes_on is None:
                self.close()
                self.start = stop
            else:
                self.blank(match, stop)
            return stop
        if name == "not":
            following = TOKEN.match(self.text, end)
            if following is not None and (following.group(1) or following.group(3)):
                base = RELATIONS.get(following.group(1) or following.group(3))
                if base is not None:
                    self.link({"eq": "ne", "in": "not_in"}.get(base, base), match, following.end())
                    return following.end()
        if name in STACKED:
            return self.stacked(match)
        if name == "mathrel":
            group = group_at(self.text, end)
            inside = "" if group is None else self.text[group[0] : group[1]].strip().lstrip("\\")
            if group is not None and inside in RELATIONS:
                self.link(RELATIONS[inside], match, group[1] + 1)
                return group[1] + 1
        if name == "forall" and self.chain.links and self.buffer_text().strip():
            self.close()
            self.start = match.start()
        if name in RELATIONS or name in ARROWS:
            self.link(RELATIONS.get(name) or ARROWS[name], match)
            return end
        self.keep(match)
        return end

    def is_name(self, match: re.Match[str]) -> bool:
        r"""Whether ``\text{…}`` is a name or part of one: ``\text{KL}(…)``, ``L_\text{DDPM}``."""
        before = self.text[: match.start()].rstrip()
        if before.endswith(("_", "^")):
            return True
        group = group_at(self.text, match.end())
        if group is None:
            return False
        inside = self.text[group[0] : group[1]]
        after = self.text[group[1] + 1 :].lstrip()
        is_alone = bool(re.match(r"[\s&]*(?:=|:=|\\(?:geq?|leq?|triangleq|coloneqq)\b)", after))
        if is_alone and inside.isalpha() and inside.lower() not in JOINING and not self.buffer_text().strip():
            return True
        short = inside.isalpha() and inside == inside.strip() and inside.lower() not in JOINING
        return short and (after.startswith(("(", "[", "_", "\\left", "\\big", "\\Big")) or inside.upper() == "KL")

    def stacked(self, match: re.Match[str]) -> int:
        r"""Take ``\stackrel{…}{=}``: a relation with a remark above it."""
        first = group_at(self.text, match.end())
        second = None if first is None else group_at(self.text, first[1] + 1)
        if first is None or second is None:
            self.keep(match)
            return match.end()
        label = self.text[first[0] : first[1]]
        inside = self.text[second[0] : second[1]].strip().lstrip("\\").removeprefix("mathrel").strip("{}")
        found = RELATIONS.get(inside) or ARROWS.get(inside)
        if found is None:
            self.keep(match)
            return match.end()
        if "def" in label or "déf" in label or "triangle" in label:
            found = "define"
        self.link(found, match, second[1] + 1)
        return second[1] + 1

    def environment(self, name: str, match: re.Match[str]) -> int:
        r"""Take ``\begin{…}`` or ``\end{…}``; rows of the transparent ones are rows of the display."""
        group = group_at(self.text, match.end())
        if group is None:
            self.keep(match)
            return match.end()
        title = self.text[group[0] : group[1]].rstrip("*")
        end = group[1] + 1
        if name == "begin":
            transparent = self.depth == 0 and (title in TRANSPARENT or self.is_system(title, end))
            self.environments.append(transparent)
            if transparent and title not in TRANSPARENT:
                self.systems += 1
                self.system = self.systems
            if transparent:
                argument = group_at(self.text, end) if title in {"alignedat", "array"} else None
                end = argument[1] + 1 if argument else end
                self.blank(match, end)
                return end
            self.depth += 1
        else:
            transparent = self.environments.pop() if self.environments else True
            if transparent:
                self.blank(match, end)
                if title not in TRANSPARENT and self.system:
                    self.close()
                    self.start, self.system = end, 0
                return end
            self.depth = max(self.depth - 1, 0)
        self.buffer.append(self.text[match.start() : end])
        return end

    def is_system(self, title: str, start: int) -> bool:
        """Whether ``cases`` at the beginning of a statement lists equations rather than the values of one side."""
        if title not in {"cases", "dcases", "rcases"} or self.buffer_text().strip():
            return False
        if self.chain.links and self.chain.links[-1][0] not in set(ARROWS.values()):
            return False
        rows = self.text[start:].split("\\end{" + title)[0].split("\\\\")
        return all(re.search(r"=|\\[lg]eq?\b|<|>", row) for row in rows if row.strip())

    # --- what is collected
    def keep(self, match: re.Match[str]) -> None:
        """Add a token to the side."""
        self.buffer.append(match.group())

    def blank(self, match: re.Match[str], end: int | None = None) -> None:
        """Put blanks in the place of layout."""
        self.buffer.append(" " * ((match.end() if end is None else end) - match.start()))

    def dropped_group(self, match: re.Match[str]) -> int:
        """Step over a command with its argument."""
        group = group_at(self.text, match.end())
        end = match.end() if group is None else group[1] + 1
        self.blank(match, end)
        return end

    def buffer_text(self) -> str:
        """Return the side so far."""
        return "".join(self.buffer)

    def finish_side(self) -> None:
        """Close the side being read."""
        text = self.buffer_text()
        start = self.offset + self.start + (len(text) - len(text.lstrip()))
        self.chain.sides.append(Side(text.strip(), start, start + len(text.strip())))
        self.buffer = []

    def link(self, name: str, match: re.Match[str], end: int | None = None) -> None:
        """Take a relation sign; the next side begins at ``end``."""
        text = self.buffer_text()
        if name == "eq" and text.rstrip().endswith(":"):
            self.buffer = [text.rstrip()[:-1]]
            name = "define"
        self.finish_side()
        self.chain.links.append((name, self.offset + match.start()))
        self.start = match.end() if end is None else end

    def words(self, words: str) -> None:
        """Take words between formulas: what stands before is one chain, what follows another."""
        self.close(follow=words)
        self.chain.lead = f"{self.chain.lead} {words}".strip()

    def new_row(self, match: re.Match[str]) -> int:
        """Take a line break: outside brackets a new row, inside an expression a blank."""
        spacing = re.compile(r"\\\\\*?\s*(\[[^\]\n]{0,12}(?:pt|em|ex|mm|cm|in|baselineskip)\])?").match(
            self.text, match.start()
        )
        end = match.end() if spacing is None else spacing.end()
        if self.inside_environment():
            self.buffer.append(self.text[match.start() : end])
            return end
        if self.depth > 0:
            self.blank(match, end)
            return end
        rest = re.sub(
            r"^[\s&]*(?:\\(?:quad|qquad|hspace\s*\{[^{}]*\}|[,;:!>]|phantom\s*\{[^{}]*\})[\s&]*)*", "", self.text[end:]
        )
        bridged = rest.startswith("\\left") and re.search(r"\\right\s*\.\s*$", self.buffer_text()) is not None
        joins = (
            bridged
            or re.match(r"[+]|\\(?:cdot|times|pm)\b", rest) is not None
            or (rest.startswith("-") and not has_relation(rest))
        )
        filled = bool(self.buffer_text().strip())
        if (filled and joins) or (self.chain.links and not filled):
            self.join_row(match, end)
            return end
        self.close()
        self.chain.opens_row = True
        self.start = end
        return end

    def join_row(self, match: re.Match[str], end: int) -> None:
        r"""Go on with the same side in the next row; ``\right.`` and ``\left.`` that bridge the break vanish."""
        text = self.buffer_text()
        bridged = re.sub(r"\\right\s*\.\s*$", lambda found: " " * len(found.group()), text)
        if bridged != text:
            self.buffer = [bridged]
            ahead = re.compile(r"[\s&]*\\left\s*\.").match(self.text, end)
            if ahead is not None:
                blanked = " " * (ahead.end() - end)
                self.text = self.text[:end] + blanked + self.text[ahead.end() :]
        self.blank(match, end)

    def ahead_is_statement(self, at: int) -> bool:
        """Whether a relation stands before the next comma or row, so that a comma parts two statements."""
        rest = re.split(r"\\\\", self.text[at:], maxsplit=1)[0]
        if re.match(r"\s*(\\quad|\\qquad|\\forall|\\text|\\mbox|\\;|\\ )", rest):
            return True
        return has_relation(until_comma(rest))

    def close(self, follow: str = "") -> None:
        """Close the chain being read."""
        if self.chain.links or self.buffer_text().strip():
            self.finish_side()
            self.chain.follow = follow
            self.chain.system = self.system
            self.chains.append(self.chain)
            self.chain = Chain()
        self.buffer = []


def split_formula(text: str, offset: int, macros: Macros) -> list[Chain]:
    """Cut a formula into chains; ``offset`` is where its text begins in the source."""
    return Splitter(text, offset, macros).run()
