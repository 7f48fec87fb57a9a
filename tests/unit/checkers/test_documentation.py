"""What docs/checkers.md says is so: its examples are valid, and every parameter stands there."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from grader.checkers import BUILTIN
from grader.model.checker import Parameters, ReadsPart, documented_parameters
from grader.numerics.draws import Draws
from grader.numerics.formula import functions

PAGE = (Path(__file__).parents[3] / "docs" / "checkers.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n# (checker|parameters): (\w+)\n(.*?)```", PAGE, re.DOTALL)
CLASSES: dict[str, Any] = {**BUILTIN, "draws": Draws}


@pytest.mark.parametrize(("name", "text"), [(name, text) for _, name, text in EXAMPLES])
def test_every_example_is_valid(name: str, text: str) -> None:
    parameters = yaml.safe_load(text)
    adapter: TypeAdapter[Any] = TypeAdapter(CLASSES[name])
    assert adapter.validate_python(parameters) is not None
    validator: Any = Draft202012Validator(adapter.json_schema())
    assert [error.message for error in validator.iter_errors(parameters)] == []


def test_every_checker_has_an_example_and_a_section() -> None:
    assert {name for kind, name, _ in EXAMPLES if kind == "checker"} == set(BUILTIN)
    assert PAGE.count("```yaml") == len(EXAMPLES)
    for name in BUILTIN:
        assert f"\n## `{name}`\n" in PAGE
        assert f"| [`{name}`](#{name}) |" in PAGE


def nested(cls: type) -> set[type]:
    """Return a parameter class with those of its fields, however deep."""
    found = {cls}
    for each in dataclasses.fields(cls):
        for name in re.findall(r"grader\.[\w.]+", str(each.type)):
            module, _, attribute = name.rpartition(".")
            part = getattr(__import__(module, fromlist=[attribute]), attribute, None)
            if isinstance(part, type) and dataclasses.is_dataclass(part) and issubclass(part, Parameters):
                found |= nested(part)
    return found


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_parameter_is_described_on_the_page_and_in_the_schema(name: str) -> None:
    for cls in nested(CLASSES[name]):
        with documented_parameters():
            adapter: TypeAdapter[Any] = TypeAdapter(cls)
        schema: dict[str, Any] = adapter.json_schema()
        text = json.dumps(schema)
        assert '"additionalProperties": false' in text
        for field in dataclasses.fields(cls):
            assert re.search(rf"\b{field.name}\b", PAGE), f"{cls.__name__}.{field.name} is not on the page"
        properties = schema.get("properties", {}) or schema["$defs"][cls.__name__]["properties"]
        filled_in = {each.name for each in dataclasses.fields(ReadsPart)} if issubclass(cls, ReadsPart) else set[str]()
        for field, described in properties.items():
            assert field in filled_in or described.get("description"), f"{cls.__name__}.{field} has no description"


def test_the_functions_of_expressions_are_listed() -> None:
    for name in functions():
        assert f"`{name}`" in PAGE


def test_the_mapping_of_checkers_is_read_only() -> None:
    with pytest.raises(TypeError):
        BUILTIN["mine"] = BUILTIN["values"]  # pyright: ignore[reportIndexIssue]  # that it cannot be done is the point
