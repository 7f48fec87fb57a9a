"""What is to be done with a hand-in, and its loading: the same however its process was started."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .arguments import seed_everything
from .files import File, Unit, decode_files, decode_units
from .limits import Caps, decode_caps
from .loading import Loader
from .printed import Printed
from .wire import Plain, WireError


@dataclass(frozen=True)
class Task:
    """What the trusted side says of a hand-in."""

    root: str
    files: "tuple[File, ...]"
    skip: "frozenset[Unit]"
    functions: "tuple[str, ...]"
    caps: Caps


def decode_task(data: Plain) -> Task:
    """Return the task that plain data describes.

    Raises:
        WireError: for anything that the trusted side does not send.
    """
    match data:
        case ("hand_in", str(root), tuple(files), tuple(skip), tuple(functions), tuple(caps)):
            names = tuple(str(name) for name in functions)
            return Task(root, decode_files(files), decode_units(skip), names, decode_caps(caps))
        case _:
            raise WireError("not a hand-in")


def load(
    task: Task, printed: Printed, progress: "Callable[[Unit], None]", report: "Callable[[Plain], None]"
) -> "tuple[Loader, dict[str, Callable[..., Any]]]":
    """Load a hand-in's files and report what was found.

    Args:
        task: what to load.
        printed: what stands in for the standard streams, installed already.
        progress: told of each statement before it runs.
        report: takes facts.

    Returns:
        The loader, and the functions that the rubric asks for, by name.
    """
    loader = Loader(task.root, task.files, skip=task.skip, progress=progress, report=report, printed=printed)
    seed_everything(0)
    loader.load_all()
    functions: dict[str, Callable[..., Any]] = {}
    definitions: list[Plain] = []
    for name, function, definition in loader.find(task.functions):
        functions[name] = function
        definitions.append(definition)
    report(("loaded", ", ".join(loader.runners), definitions))
    return loader, functions
