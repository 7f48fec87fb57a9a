"""Import between the files of a hand-in: every file is one module, by its path and by its bare name."""

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from .files import File

_OURS = "grader"


class Modules(MetaPathFinder):
    """Finds the hand-in's files first, as Python does with a script's folder; what is imported already stays."""

    def __init__(self, root: str, files: "tuple[File, ...]", run: "Callable[[File, ModuleType], None]") -> None:
        self._root, self._files, self._run = root, files, run
        self._modules: dict[str, ModuleType] = {}
        self._names = self._all_names()

    def install(self) -> None:
        """Take the first place among the finders, and put the hand-in's folders on the path."""
        sys.meta_path.insert(0, self)
        folders = dict.fromkeys(("", *(file.folder for file in self._files)))
        sys.path[:0] = [f"{self._root}/{folder}".rstrip("/") for folder in folders]

    def load(self, file: File) -> ModuleType:
        """Return a file's module; runs it unless that was done (or is being done) already."""
        if file.path in self._modules:
            return self._modules[file.path]
        names = [name for name, each in self._names.items() if each is file]
        free = [name for name in names if name not in sys.modules]
        module = ModuleType(free[0] if free else f"_hand_in_{self._files.index(file)}")
        module.__file__ = f"{self._root}/{file.path}"
        if file.stem == "__init__":
            module.__path__ = [f"{self._root}/{file.folder}".rstrip("/")]
            module.__package__ = module.__name__
        else:
            module.__package__ = module.__name__.rpartition(".")[0]
        self._modules[file.path] = module
        for name in free or [module.__name__]:
            sys.modules[name] = module
        self._run(file, module)
        return module

    def find_spec(
        self, fullname: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> "ModuleSpec | None":
        """Return where to find a file of the hand-in; see ``importlib.abc.MetaPathFinder``."""
        file = self._names.get(fullname)
        if file is not None:
            return ModuleSpec(fullname, _FileLoader(self, file), origin=f"{self._root}/{file.path}")
        if fullname.partition(".")[0] == _OURS:
            msg = f"No module named {fullname!r}"
            raise ModuleNotFoundError(msg, name=fullname)
        return None

    def _all_names(self) -> "dict[str, File]":
        names: dict[str, File] = {}
        for dotted in (True, False):  # full names first: a bare name never hides one
            for file in self._files:
                path = file.path.rpartition(".")[0] if file.stem != "__init__" else file.folder
                parts = path.split("/") if dotted else [file.stem]
                if all(part.isidentifier() for part in parts) and parts != ["__init__"]:
                    names.setdefault(".".join(parts), file)
        return names


class _FileLoader(Loader):
    def __init__(self, modules: Modules, file: File) -> None:
        self._modules, self._file = modules, file

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self._modules.load(self._file)

    def exec_module(self, module: ModuleType) -> None:
        pass  # ran when it was created: once, whatever name it is imported by
