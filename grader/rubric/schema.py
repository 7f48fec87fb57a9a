"""The rubric language as a JSON Schema, so that editors complete and check it."""

from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter

from grader.model.checker import ReadsPart, documented_parameters
from grader.rubric.document import RubricDocument
from grader.rubric.load import Checkers


def rubric_schema(checkers: Checkers) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a rubric file.

    Args:
        checkers: the checkers that exist, by name: each fixes what its criteria's ``with`` may hold.

    Returns:
        The schema as plain data.
    """
    schema = RubricDocument.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = schema["$defs"]
    criterion = definitions["CriterionSection"]
    criterion["properties"]["checker"] = {
        "title": "Checker",
        "description": "What judges the answer; see docs/checkers.md.",
        "enum": sorted(checkers),
    }
    branches: list[dict[str, Any]] = []
    for name, checker in sorted(checkers.items()):
        with documented_parameters():
            adapter = TypeAdapter(checker)
        parameters = adapter.json_schema(ref_template=f"#/$defs/{name}.{{model}}")
        if issubclass(checker, ReadsPart):  # what the loader fills in
            for each in fields(ReadsPart):
                parameters["properties"].pop(each.name, None)
        for inner, definition in parameters.pop("$defs", {}).items():
            definitions[f"{name}.{inner}"] = definition
        definitions[f"checker.{name}"] = parameters
        branches.append({
            "if": {"properties": {"checker": {"const": name}}, "required": ["checker"]},
            "then": {"properties": {"with": {"$ref": f"#/$defs/checker.{name}"}}},
        })
    criterion["allOf"] = branches
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:grader:rubric:1",
        **schema,
        "title": "Rubric",
    }
