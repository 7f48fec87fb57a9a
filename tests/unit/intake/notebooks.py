"""Notebooks for tests, as the JSON they are on disk."""

import json
from typing import Any


def code(source: object, **fields: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source} | fields


def markdown(source: object, **fields: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source} | fields


def book(*cells: Any, minor: int = 4, **fields: Any) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": list(cells)} | fields


def packed(document: object) -> bytes:
    return json.dumps(document).encode()
