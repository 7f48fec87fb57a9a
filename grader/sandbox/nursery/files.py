"""The hand-in's files, as the loader sees them."""

from dataclasses import dataclass

from .wire import Plain, WireError


@dataclass(frozen=True)
class CodeCell:
    """One code cell of a notebook; ``number`` counts from 1 over all cells."""

    number: int
    source: str


@dataclass(frozen=True)
class File:
    """A module (``cells`` is None) or a notebook; ``path`` is relative to the hand-in's folder."""

    path: str
    text: str
    cells: "tuple[CodeCell, ...] | None"

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.path.rpartition("/")[2].rpartition(".")[0]

    @property
    def folder(self) -> str:
        """The file's folder within the hand-in; empty for its top."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class Unit:
    """What is run in one go: a top-level statement of a module (``line``) or of a cell."""

    path: str
    cell: "int | None"
    line: "int | None"


def decode_files(data: Plain) -> "tuple[File, ...]":
    """Return the files that plain data describes.

    Raises:
        WireError: for anything that the trusted side does not send.
    """
    files: list[File] = []
    for item in data if isinstance(data, tuple) else ():
        match item:
            case (str(path), str(text), None):
                files.append(File(path, text, None))
            case (str(path), str(text), tuple(cells)):
                files.append(File(path, text, tuple(_cell(each) for each in cells)))
            case _:
                raise WireError("not a file")
    return tuple(files)


def _cell(data: Plain) -> CodeCell:
    match data:
        case (int(number), str(source)):
            return CodeCell(number, source)
        case _:
            raise WireError("not a cell")


def decode_units(data: Plain) -> "frozenset[Unit]":
    """Return the units that plain data describes.

    Raises:
        WireError: for anything that the trusted side does not send.
    """
    units: list[Unit] = []
    for item in data if isinstance(data, tuple) else ():
        match item:
            case (str(path), (int() | None) as cell, (int() | None) as line):
                units.append(Unit(path, cell, line))
            case _:
                raise WireError("not a unit")
    return frozenset(units)
