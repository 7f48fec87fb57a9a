"""An exception of the student's code as plain data: type, message, place, and the frames of their own files."""

import linecache
import re
from types import TracebackType

from .vocabulary import MOST_MESSAGE, MOST_NAME, MOST_TRACEBACK
from .wire import Plain

_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")
_NUMBERED = re.compile(r"(<lambdifygenerated)-\d+>")


class Sources(dict[str, "tuple[str, int | None]"]):
    """What a compiled file name stands for: the path within the hand-in, and the cell."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self.root = root
        """The hand-in's folder, whose name differs from run to run."""


def steady(text: str, root: str) -> str:
    """Return a text without what differs from run to run: the folder's name, addresses, SymPy's count of functions."""
    if not text:
        return text  # most calls print nothing
    return _NUMBERED.sub(r"\1>", _ADDRESS.sub("0x…", text.replace(f"{root}/", "").replace(root, ".")))


_FIRST_FRAMES, _LAST_FRAMES = 5, 15


def describe(error: BaseException, sources: Sources) -> Plain:
    """Return ``[type, message, path, line, cell, source line, traceback]`` for an exception.

    Args:
        error: the exception; its ``__str__`` is the student's, too.
        sources: the student's files by compiled name.
    """
    if isinstance(error, SyntaxError) and error.filename is not None and error.filename in sources:
        path, cell = sources[error.filename]
        source_line = (error.text or "").rstrip("\n")[:MOST_NAME]
        message = str(error.msg)[:MOST_MESSAGE]
        return (_name(error), message, path, error.lineno, cell, source_line, "")
    frames = _frames(error.__traceback__, sources)
    if not frames:
        return (_name(error), _message(error, sources), None, None, None, None, "")
    file, line, _ = frames[-1]
    path, cell = sources[file]
    return (
        _name(error),
        _message(error, sources),
        path,
        line,
        cell,
        _source_line(file, line),
        _traceback(frames, sources),
    )


def _name(error: BaseException) -> str:
    return type(error).__name__[:MOST_NAME]


def _message(error: BaseException, sources: Sources) -> str:
    try:
        return steady(str(error)[:MOST_MESSAGE], sources.root)
    except Exception:  # their own __str__ raised
        return ""


def _frames(trace: "TracebackType | None", sources: Sources) -> "list[tuple[str, int, str]]":
    found: list[tuple[str, int, str]] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in sources:
            found.append((code.co_filename, trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    return found


def _source_line(file: str, line: int) -> str:
    return linecache.getline(file, line).strip()[:MOST_NAME]


def _traceback(frames: "list[tuple[str, int, str]]", sources: Sources) -> str:
    lines: list[str] = []
    most = _FIRST_FRAMES + _LAST_FRAMES
    if len(frames) > most:
        left_out = len(frames) - most
        shown = [*frames[:_FIRST_FRAMES], None, *frames[-_LAST_FRAMES:]]
    else:
        left_out, shown = 0, [*frames]
    for each in shown:
        if each is None:
            lines.append(f"  … {left_out} more frames …")
            continue
        file, line, name = each
        path, cell = sources[file]
        place = f"{path}, cell {cell}, line {line}" if cell is not None else f"{path}, line {line}"
        lines += [f"  {place}, in {name}", f"    {_source_line(file, line)}"]
    return "\n".join(lines)[:MOST_TRACEBACK]
