"""A task for a worker process as a line of plain data."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.intake import Author, HandIn, Layout
from grader.marking import evidence_from_plain, evidence_to_plain


@dataclass(frozen=True, slots=True)
class Task:
    """Grade a hand-in, or (without one) judge the recorded hand-in of that name again."""

    name: str
    hand_in: HandIn | None = None


def task_to_plain(task: Task) -> dict[str, Any]:
    """Return a task as a mapping that JSON can hold."""
    return {"name": task.name, "hand_in": hand_in_to_plain(task.hand_in) if task.hand_in else None}


def task_from_plain(plain: dict[str, Any]) -> Task:
    """Return the task that ``task_to_plain`` wrote."""
    return Task(plain["name"], hand_in_from_plain(plain["hand_in"]) if plain["hand_in"] else None)


def hand_in_to_plain(hand_in: HandIn) -> dict[str, Any]:
    """Return a hand-in's particulars as a mapping that JSON can hold."""
    return {
        "name": hand_in.name,
        "paths": [str(path) for path in hand_in.paths],
        "layout": hand_in.layout.value,
        "inner_names": list(hand_in.inner_names),
        "left_out": list(hand_in.left_out),
        "authors": [asdict(author) for author in hand_in.authors],
        "received_at": hand_in.received_at.isoformat() if hand_in.received_at else None,
        "late": hand_in.late,
        "group": hand_in.group,
        "troubles": [evidence_to_plain(each) for each in hand_in.troubles],
    }


def hand_in_from_plain(plain: dict[str, Any]) -> HandIn:
    """Return the hand-in that ``hand_in_to_plain`` wrote."""
    return HandIn(
        name=plain["name"],
        paths=tuple(Path(path) for path in plain["paths"]),
        layout=Layout(plain["layout"]),
        inner_names=tuple(plain["inner_names"]),
        left_out=tuple(plain["left_out"]),
        authors=tuple(_author(each) for each in plain["authors"]),
        received_at=datetime.fromisoformat(plain["received_at"]) if plain["received_at"] else None,
        late=plain["late"],
        group=plain["group"],
        troubles=tuple(evidence_from_plain(trouble) for trouble in plain["troubles"]),
    )


def _author(plain: dict[str, Any]) -> Author:
    return Author(plain["name"], plain["email"], plain["sid"], tuple((key, value) for key, value in plain["ids"]))
