"""The hostile hand-ins, with what each of them says of itself."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.model.probe import Ended
from grader.sandbox import Tier

HAND_INS = Path(__file__).parent / "hand_ins"
SHARED = HAND_INS / "shared"

_LINE = re.compile(r"^# (wants|stopped_from|expects|costs|runs|calls): (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile hand-in: a module, a notebook, or a folder of modules."""

    name: str
    path: Path
    wants: str
    stopped_from: Tier
    """The lowest tier that claims to stop it."""
    expects: frozenset[Ended]
    """How its own calls may end where it is stopped."""
    costs: frozenset[str]
    """Functions of its own hand-in that it takes along, by its own doing; no others."""
    runs: int
    """How often the hand-in is run before what was seen counts: for those that leave something for the next."""
    calls: int

    @property
    def kind(self) -> str:
        """What it is about."""
        return self.name.partition("/")[0]

    def lay_out(self, folder: Path) -> None:
        """Write the hand-in into an empty folder, with the answers that stand beside every attack."""
        for file in SHARED.iterdir():
            if file.suffix == ".py":
                shutil.copy(file, folder)
        if self.path.is_dir():
            shutil.copytree(self.path, folder, dirs_exist_ok=True)
        else:
            shutil.copy(self.path, folder / f"attack{self.path.suffix}")


def all_attacks() -> tuple[Attack, ...]:
    """Return every attack, by name."""
    found: list[Attack] = []
    for path in sorted(HAND_INS.glob("*/*")):
        if path.parent == SHARED or path.name.startswith("__"):
            continue
        found.append(_read(path))
    return tuple(found)


def _read(path: Path) -> Attack:
    file = path / "attack.py" if path.is_dir() else path
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".ipynb":
        notebook: Any = json.loads(text)
        text = "".join(notebook["cells"][0]["source"])
    said = {key: value.strip() for key, value in _LINE.findall(text)}
    return Attack(
        name=f"{path.parent.name}/{path.stem}",
        path=path,
        wants=said["wants"],
        stopped_from=Tier[said["stopped_from"]],
        expects=frozenset(Ended(word) for word in said["expects"].split("|")),
        costs=frozenset(said.get("costs", "").split()),
        runs=int(said.get("runs", "1")),
        calls=int(said.get("calls", "2")),
    )
