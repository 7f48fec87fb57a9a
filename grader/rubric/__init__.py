"""The rubric language: YAML in, a checked Rubric or every problem with its line out."""

from grader.rubric.load import Checkers, load_rubric
from grader.rubric.schema import rubric_schema

__all__ = ["Checkers", "load_rubric", "rubric_schema"]
