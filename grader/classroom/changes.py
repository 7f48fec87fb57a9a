"""What a new look at a record changed: whose marks, at which criteria, from what to what."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Change:
    """One criterion of a hand-in that is marked otherwise than before; points as printed, None: not there."""

    criterion: str
    status_before: str | None
    status_after: str | None
    earned_before: float | None
    earned_after: float | None


def read_report(path: Path) -> Mapping[str, Any] | None:
    """Return a report that was written before, or None where there is none that can be read."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return cast("Mapping[str, Any]", plain) if isinstance(plain, dict) else None


def changes_between(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the criteria whose status or points differ between two reports of one hand-in.

    Args:
        before: the older report as plain data, or None: nothing changed then.
        after: the newer one.
    """
    if before is None:
        return ()
    old, new = _criteria(before), _criteria(after)
    changes: list[Change] = []
    for criterion in [*new, *(name for name in old if name not in new)]:
        was, now = old.get(criterion, (None, None)), new.get(criterion, (None, None))
        if was != now:
            changes.append(Change(criterion, was[0], now[0], was[1], now[1]))
    return tuple(changes)


def _criteria(report: Mapping[str, Any]) -> dict[str, tuple[str | None, float | None]]:
    return {
        criterion["id"]: (criterion["status"], criterion["earned"])
        for part in report.get("parts", ())
        for criterion in part["criteria"]
    }
