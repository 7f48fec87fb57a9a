"""The checkers that a rubric can name on this machine."""

from collections.abc import Mapping
from importlib.metadata import entry_points

from grader.checkers import BUILTIN
from grader.model.checker import Checker
from grader.model.errors import UsageError


def installed_checkers() -> Mapping[str, type[Checker]]:
    """Return the built-in checkers and those of other packages (entry-point group ``grader.checkers``).

    Raises:
        UsageError: when a package offers a checker under a name that is taken, or one that does not load.
    """
    found: dict[str, type[Checker]] = {}
    for entry in entry_points(group="grader.checkers"):
        if entry.name in found or entry.name in BUILTIN:
            msg = f"the checker '{entry.name}' of {entry.value} has a name that is taken"
            raise UsageError(msg)
        try:
            found[entry.name] = entry.load()
        except (ImportError, AttributeError) as error:
            msg = f"the checker '{entry.name}' ({entry.value}) does not load: {error}"
            raise UsageError(msg) from error
    return BUILTIN.beside(found)
