"""The magics of notebooks that our own runner knows, as data; a notebook that uses any other needs IPython's shell.

=====================  =========================================================================
``%%time`` and such    the body runs as an ordinary cell (``BODY_RUNS``)
``%%writefile name``   the file is written, in the hand-in's folder
``%%bash`` and such    nothing runs; the cell is reported as skipped (``LEFT_OUT``)
``%time expression``   the expression runs (``LINE_RUNS``)
``%matplotlib`` …      nothing happens (``IGNORED``)
other ``%magic``       IPython's shell runs it where there is one; else it is reported as skipped
``!command``           nothing runs; its output is an empty list
``name?``              nothing happens
=====================  =========================================================================
"""

import re
from collections.abc import Iterator
from typing import Final

BODY_RUNS: Final = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "memit", "mprun", "lprun"})
"""Cell magics whose body is run as if the magic were not there."""

LINE_RUNS: Final = frozenset({"time", "timeit", "prun", "memit"})
"""Line magics whose argument is run, once."""

FILE_WRITERS: Final = frozenset({"writefile", "file"})
"""Cell magics that write their body into a file."""

_PROGRAMS: Final = frozenset(
    {"!", "sx", "system", "script", "bash", "sh", "cmd", "perl", "ruby", "pypy", "python2", "pip", "conda", "mamba"}
    | {"micromamba", "uv", "killbgscripts"}
)
_TEXTS: Final = frozenset({"html", "HTML", "latex", "markdown", "svg", "SVG", "javascript", "js"})

LEFT_OUT: Final = _PROGRAMS | _TEXTS
"""Magics that hold no Python: programs, which nobody starts here, and texts for the page."""

_FOR_THE_PAGE: Final = frozenset({"matplotlib", "pdb", "debug", "pinfo", "pinfo2", "psource", "pdoc"})
_OF_THE_SHELL: Final = frozenset({"load_ext", "reload_ext", "unload_ext", "autoreload", "aimport"})

IGNORED: Final = _FOR_THE_PAGE | _OF_THE_SHELL | _PROGRAMS
"""Line magics without which a program does the same."""

NEVER_RUN: Final = _FOR_THE_PAGE | _PROGRAMS
"""Line magics that do nothing even in IPython's own shell."""

CELL_MAGIC: Final = re.compile(r"\A\s*%%([\w!]+)[^\n]*(?:\n|\Z)")
_LINE_MAGIC: Final = re.compile(r"^[^\S\n]*(?:[A-Za-z_][\w.,\[\] \t]*=[^\S\n]*)?%([A-Za-z_]\w*)([^\n]*)$", re.MULTILINE)
_PLOT_SETTINGS: Final = "InlineBackend"


def unknown_magics(source: str) -> Iterator[str]:
    """Yield the magics of a cell that our own runner does not know, as far as its text tells: ``%name``, ``%%name``."""
    found = CELL_MAGIC.match(source)
    while found is not None and found[1] in BODY_RUNS:
        source = source[found.end() :]
        found = CELL_MAGIC.match(source)
    if found is not None:
        if found[1] not in LEFT_OUT | FILE_WRITERS:
            yield f"%%{found[1]}"
        return
    for name, line in _LINE_MAGIC.findall(source):
        if not is_known(name, line):
            yield f"%{name}"


def is_known(name: str, line: str) -> bool:
    """Whether our own runner does what a line magic asks, or may leave it out."""
    return name in LINE_RUNS or name in IGNORED or (name == "config" and line.strip().startswith(_PLOT_SETTINGS))
