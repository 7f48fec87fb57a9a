"""Names that a package offers and loads when they are first asked for: a command starts with what it needs."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any


def offered(package: str, places: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """Return a package's ``__getattr__``.

    Args:
        package: its dotted name.
        places: its modules, with the names that stand in them. Type checkers read the imports beside it instead.
    """
    modules = {name: module for module, names in places.items() for name in names}

    def find(name: str) -> Any:  # noqa: ANN401  # whatever stands there
        if name not in modules:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        return getattr(import_module(f"{package}.{modules[name]}"), name)

    return find
