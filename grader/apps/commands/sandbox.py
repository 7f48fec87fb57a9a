"""`grader sandbox`: what isolation this machine offers."""

import click

from grader.sandbox import probe_machine


@click.command("sandbox")
def command() -> None:
    """Say how well this machine can isolate students' code, and why not better."""
    click.echo(probe_machine().as_text())
