"""YAML that a platform wrote: plain data only, and no more of it than was written."""

from typing import Any

import yaml

from grader.intake.decoding import decode_text
from grader.model.errors import IntakeError

_ALIASES = 10_000
_DEPTH = 60
_MERGE = "<<"


def read_platform_yaml(content: bytes) -> Any:  # noqa: ANN401 - YAML enters here
    """Read one YAML document.

    An alias stands for the same object again, which costs nothing as long as nobody walks through all of it; Ruby
    writes some. A merge key copies instead, so that a few lines could fill the memory.

    Args:
        content: the file's bytes.

    Returns:
        Plain data: mappings, lists, text, numbers, dates.

    Raises:
        IntakeError: ``bad_yaml`` or ``yaml_bomb``, and where.
    """
    text = decode_text("", content).text
    try:
        _refuse_bombs(text)
        # The same safe loader in C where it is there: a class's metadata may be megabytes.
        return yaml.load(text, Loader=yaml.CSafeLoader) if yaml.__with_libyaml__ else yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise IntakeError("bad_yaml", f"line {mark.line + 1}: {error.problem}" if mark else "no YAML") from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise IntakeError("bad_yaml", type(error).__name__) from error


def _refuse_bombs(text: str) -> None:
    """Look at the text's events, which take no memory, before anything is built from them."""
    depth = aliases = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        elif isinstance(event, yaml.ScalarEvent) and event.value == _MERGE and event.implicit[0]:
            raise IntakeError("yaml_bomb", "merge keys")
        if depth > _DEPTH:
            raise IntakeError("yaml_bomb", f"nested deeper than {_DEPTH}")
        if aliases > _ALIASES:
            raise IntakeError("yaml_bomb", f"more than {_ALIASES} aliases")
