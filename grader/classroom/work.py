"""A task for a worker process as a line of plain data."""

from dataclasses import dataclass
from typing import Any

from grader.intake import HandIn, hand_in_from_plain, hand_in_to_plain


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
