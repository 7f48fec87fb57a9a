"""What came of one attack."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attack on one tier."""

    attack: str
    got: tuple[str, ...] = ()
    """What it got: by its own word, or by what was seen around it."""
    broken: tuple[str, ...] = ()
    """Promises that did not hold: an honest verdict changed, a point won, another hand-in disturbed, something left."""
    unexpected: tuple[str, ...] = ()
    """Calls of its own that ended otherwise than it says they end where it is stopped."""
    told: tuple[str, ...] = ()
    """What its calls came back with."""
    seconds: float = 0.0

    @property
    def is_stopped(self) -> bool:
        """Whether it got nothing, broke nothing and ended as it should."""
        return not (self.got or self.broken or self.unexpected)


@dataclass(frozen=True, slots=True)
class Session:
    """All attacks on one tier, in one kind of surroundings."""

    case: str
    tier: str
    environment: str
    outcomes: tuple[Outcome, ...]
    skipped: str = ""
    """Why nothing was run; empty where something was."""
    troubles: tuple[str, ...] = ()
    """What showed itself at the end: markers of daemons, processes left."""

    def outcome(self, attack: str) -> Outcome:
        """Return one attack's outcome."""
        return next(each for each in self.outcomes if each.attack == attack)

    def write(self, file: TextIO) -> None:
        """Write the session to a file."""
        text = json.dumps(asdict(self), ensure_ascii=False)
        file.write(text.encode("utf-8", "replace").decode("utf-8"))  # a hand-in may speak in lone surrogates


def read_session(path: Path) -> Session:
    """Return the session that a file holds."""
    return _SESSION.validate_json(path.read_bytes())


_SESSION = TypeAdapter(Session)
