"""The option ``--roster``: a course's list of students."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from grader.apps.options import EXISTING_FILE
from grader.classroom import Store, people_of, read_roster
from grader.model.errors import UsageError
from grader.model.late import LatePolicy

Command = TypeVar("Command", bound=Callable[..., Any])
_SHOWN = 12


def roster_option(command: Command) -> Command:
    """Add ``--roster``."""
    return click.option(
        "--roster",
        type=EXISTING_FILE,
        default=None,
        help="CSV of the students: names, e-mails, numbers, extensions. It is remembered with the class.",
    )(command)


def read_roster_file(file: Path | None) -> str | None:
    """Return a roster's text once it is known to be one.

    Raises:
        UsageError: when it is none; every problem is named.
    """
    if file is None:
        return None
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{file} is not UTF-8 (byte {error.start}); save it as CSV UTF-8"
        raise UsageError(msg) from error
    try:
        read_roster(text)
    except UsageError as error:
        msg = f"{file}: {error}"
        raise UsageError(msg) from error
    return text


def tell_people(out: Path, policies: Iterable[LatePolicy | None] = ()) -> None:
    """Say on standard error which hand-ins and students did not find each other, and which delays nobody can tell.

    Args:
        out: the class's folder.
        policies: the rubrics' late policies.
    """
    store = Store(out)
    try:
        people, hand_ins = people_of(store), store.origins()
    finally:
        store.close()
    untimed = dict.fromkeys(name for policy in policies for name in people.untimed(hand_ins, policy))
    if untimed:
        shown = ", ".join(list(untimed)[:_SHOWN]) + ("…" if len(untimed) > _SHOWN else "")
        click.echo(
            f"grader: marked late, and nobody says when it came; nothing is taken off: {shown} ({len(untimed)} in all)."
            " A column 'handed in at' of the roster says it",
            err=True,
        )
    for trouble in people.troubles[:_SHOWN]:
        click.echo(f"grader: roster: {trouble}", err=True)
    if len(people.troubles) > _SHOWN:
        click.echo(f"grader: roster: and {len(people.troubles) - _SHOWN} more of this kind", err=True)
    if people.absent:
        count = len(people.absent)
        click.echo(f"grader: roster: {count} {'student' if count == 1 else 'students'} without a hand-in", err=True)
