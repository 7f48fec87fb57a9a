"""The rubric language: YAML in, a checked Rubric or every problem with its line out."""
