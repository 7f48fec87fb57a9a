"""The `grader` command: one short module a command, loaded only when it is called."""

import gc
import importlib
import os
import sys
from typing import cast

import click

from grader import __version__

# One thread for linear algebra: marks must not hang on how many cores a machine has. Read when numpy is first loaded.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# Most of what a command makes lives as long as it does: to look for garbage every 700 objects takes a tenth of it.
gc.set_threshold(50_000, 20, 20)

COMMANDS = {
    "grade": ("grade", "Grade one hand-in: a .py, .ipynb or .tex file, a folder, or a zip."),
    "batch": ("batch", "Grade a class: a folder of hand-ins, or a download of one."),
    "remark": ("remark", "Judge a recorded class again; runs nothing of the students'."),
    "pending": ("pending", "Write what waits for a person as a table."),
    "marks": ("marks", "Take a person's marks back in."),
    "export": ("export", "Write a class's marks as a table that a platform imports."),
    "merge": ("merge", "Join the folders of a batch that was split with --shard."),
    "check": ("check", "Check your own work against your course's public checks."),
    "release": ("release", "Write the public checks of a rubric for students."),
    "gradescope": ("gradescope", "Build the autograder's zip for Gradescope."),
    "import": ("import_tests", "Turn tests of otter or nbgrader into a rubric."),
    "rubric": ("rubric", "Check a rubric, or print the language's JSON Schema."),
    "sandbox": ("sandbox", "Say how well this machine can isolate students' code, and why not better."),
    "gallery": ("gallery", "Write a page of graded derivations, line by line."),
    "maths": ("maths", "Compare formulas, or check derivations, line by line of JSON."),
}
"""Command, its module under ``grader.apps.commands``, and its one-line help."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module."""
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        return cast("click.Command", importlib.import_module(f"grader.apps.commands.{module}").command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands' one-line helps without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="grader")
def group() -> None:
    """Grade mathematical homework: code, notebooks and LaTeX, by one rubric."""


def main() -> None:
    """Run the command line and exit: 0 graded, 1 something ungraded, 2 bad usage or a bad rubric."""
    from grader.apps.streams import make_streams_safe
    from grader.model.errors import GraderError

    make_streams_safe()
    try:
        status = group.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except GraderError as error:
        click.echo(f"grader: {error}", err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)
