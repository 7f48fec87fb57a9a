"""Grade mathematical homework: code, notebooks and LaTeX, by one rubric."""

__version__ = "0.1.0"


def load_ipython_extension(shell: object) -> None:
    """Give a notebook the magic `%check`: what ``%load_ext grader`` calls.

    Args:
        shell: IPython's.
    """
    import importlib

    importlib.import_module("grader.apps.magic").register(shell)
