"""YAML text to plain data that remembers on which line each piece stands."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

import yaml

Place: TypeAlias = tuple[str | int, ...]
"""A path into the data: keys and list positions."""

_MAX_ALIASES = 200

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster, where PyYAML was built with libyaml

MISSING = object()
"""What ``child_of`` returns where there is nothing; None is a value of YAML."""


@dataclass(slots=True)
class YamlSource:
    """The data of one YAML file, the line of every place in it, and the problems found while reading."""

    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict[Place, int])
    problems: list[tuple[Place, str]] = field(default_factory=list[tuple[Place, str]])
    aliases: int = 0

    def line_of(self, place: Place) -> int:
        """Return the line (from 1) of ``place``, or of the nearest place around it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(text: str) -> YamlSource:
    """Read one YAML document.

    Args:
        text: the file's text.

    Returns:
        The data with its lines. Syntax errors and keys that stand twice are problems, never exceptions; with a syntax
        error the data is None.
    """
    source = YamlSource()
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        source.lines[()] = mark.line + 1 if mark else 1
        column = f", column {mark.column + 1}" if mark else ""
        source.problems.append(((), f"not valid YAML{column}: {error.problem or error.context}"))
        return source
    except yaml.YAMLError as error:
        source.problems.append(((), f"not valid YAML: {error}"))
        return source
    if root is None:
        source.problems.append(((), "the file is empty"))
        return source
    source.data = _convert(root, (), source, frozenset())
    return source


def _convert(node: yaml.Node, place: Place, source: YamlSource, above: frozenset[int]) -> object:
    source.lines[place] = node.start_mark.line + 1
    if id(node) in above:
        source.problems.append((place, "an alias that holds itself"))
        return None
    above |= {id(node)}
    if isinstance(node, yaml.SequenceNode):
        return [_convert(item, (*place, at), source, above) for at, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _convert_mapping(node, place, source, above)
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node)  # pyright: ignore[reportUnknownMemberType]  # PyYAML's stub is untyped here
    except (yaml.YAMLError, ValueError) as error:
        source.problems.append((place, f"not a value: {error}"))
        return None
    finally:
        loader.dispose()


def _convert_mapping(
    node: yaml.MappingNode, place: Place, source: YamlSource, above: frozenset[int]
) -> dict[str, object]:
    data: dict[str, object] = {}
    own: set[str] = set()  # keys that stand here; what is merged in gives way to them
    for key_node, value_node in node.value:
        if key_node.tag == "tag:yaml.org,2002:merge":
            source.aliases += 1
            if source.aliases > _MAX_ALIASES:
                source.problems.append((place, f"more than {_MAX_ALIASES} merged aliases"))
                return data
            merged = _convert(value_node, place, source, above)
            for each in cast("list[object]", merged) if isinstance(merged, list) else [merged]:
                inherited = cast("dict[str, object]", each) if isinstance(each, dict) else {}
                data.update({name: value for name, value in inherited.items() if name not in own})
            continue
        # A key is its own text: `on:` and `no:` are names here, not booleans.
        key = str(key_node.value)
        if key in own:
            source.problems.append((
                (*place, key),
                f"the key '{key}' stands twice (first on line {source.lines[*place, key]})",
            ))
        own.add(key)
        data[key] = _convert(value_node, (*place, key), source, above)
        source.lines[*place, key] = key_node.start_mark.line + 1
    return data


def child_of(data: object, step: str | int) -> object:
    """Return what stands at one step below ``data``, or ``MISSING``."""
    if isinstance(data, dict) and step in data:
        return cast("dict[object, object]", data)[step]
    if isinstance(data, list | tuple) and isinstance(step, int):
        items = cast("list[object]", data)
        return items[step] if 0 <= step < len(items) else MISSING
    return MISSING
