"""Notebooks for tests, as the JSON they are on disk."""

import json
from typing import Any

Json = dict[str, Any]


def code(source: object, **fields: Any) -> Json:
    cell: Json = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
    return {**cell, **fields}


def markdown(source: object, **fields: Any) -> Json:
    cell: Json = {"cell_type": "markdown", "metadata": {}, "source": source}
    return {**cell, **fields}


def book(*cells: Any, minor: int = 4, **fields: Any) -> Json:
    document: Json = {"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": list(cells)}
    return {**document, **fields}


def packed(document: object) -> bytes:
    return json.dumps(document).encode()
