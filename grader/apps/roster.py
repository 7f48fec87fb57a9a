"""The option ``--roster``: a course's list of students."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from grader.apps.options import EXISTING_FILE
from grader.classroom import Store, people_of, read_roster
from grader.model.errors import UsageError

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


def tell_people(out: Path) -> None:
    """Say on standard error which hand-ins and students did not find each other."""
    store = Store(out)
    try:
        people = people_of(store)
    finally:
        store.close()
    for trouble in people.troubles[:_SHOWN]:
        click.echo(f"grader: roster: {trouble}", err=True)
    if len(people.troubles) > _SHOWN:
        click.echo(f"grader: roster: and {len(people.troubles) - _SHOWN} more of this kind", err=True)
    if people.absent:
        click.echo(f"grader: roster: {len(people.absent)} students without a hand-in", err=True)
