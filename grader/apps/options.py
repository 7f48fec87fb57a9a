"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
LANGUAGE = click.Choice(["fr", "en"])
TIER = click.Choice(["T0", "T1", "T2", "T3"], case_sensitive=False)


def sandbox_options(command: Command) -> Command:
    """Add the options that say where students' code runs."""
    command = click.option(
        "--require-tier", type=TIER, default=None, help="Refuse to run with less isolation than this."
    )(command)
    return click.option(
        "--python", default=None, metavar="PATH", help="The interpreter for the students' code (default: this one)."
    )(command)


def reference_option(command: Command) -> Command:
    """Add ``--reference``."""
    return click.option(
        "--reference",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=None,
        help="The reference's folder, in place of the one that the rubric names.",
    )(command)


def language_option(command: Command) -> Command:
    """Add ``--lang``."""
    return click.option(
        "--lang", "language", type=LANGUAGE, default=None, help="The reports' language (default: the rubric's)."
    )(command)
