"""A hand-in as bytes and back, so that the record alone is enough to judge it again."""

import base64
import json
import zlib
from datetime import datetime
from typing import Any, cast

from grader.marking.evidence_codec import evidence_from_plain, evidence_to_plain
from grader.model.submission import Artifact, ArtifactKind, Cell, DataFile, Submission


def encode_submission(submission: Submission) -> bytes:
    """Return a hand-in as compressed JSON in ASCII."""
    data = {
        "id": submission.id,
        "artifacts": [
            {
                "path": each.path,
                "kind": each.kind.value,
                "text": each.text,
                "sha256": each.sha256,
                "cells": [[cell.number, cell.kind, cell.source] for cell in each.cells],
                "troubles": [evidence_to_plain(trouble) for trouble in each.troubles],
            }
            for each in submission.artifacts
        ],
        "data_files": [
            [each.path, base64.b64encode(each.content).decode(), each.sha256] for each in submission.data_files
        ],
        "troubles": [evidence_to_plain(trouble) for trouble in submission.troubles],
        "received_at": submission.received_at.isoformat() if submission.received_at else None,
        "authors": list(submission.authors),
    }
    return zlib.compress(json.dumps(data).encode(), 1)


def decode_submission(data: bytes) -> Submission:
    """Return the hand-in that ``encode_submission`` wrote.

    Raises:
        ValueError: when the bytes are anything else.
    """
    try:
        plain = cast("dict[str, Any]", json.loads(zlib.decompress(data)))
        return Submission(
            id=plain["id"],
            artifacts=tuple(
                Artifact(
                    path=each["path"],
                    kind=ArtifactKind(each["kind"]),
                    text=each["text"],
                    sha256=each["sha256"],
                    cells=tuple(Cell(number, kind, source) for number, kind, source in each["cells"]),
                    troubles=tuple(evidence_from_plain(trouble) for trouble in each["troubles"]),
                )
                for each in plain["artifacts"]
            ),
            data_files=tuple(
                DataFile(path, base64.b64decode(content), sha256) for path, content, sha256 in plain["data_files"]
            ),
            troubles=tuple(evidence_from_plain(trouble) for trouble in plain["troubles"]),
            received_at=datetime.fromisoformat(plain["received_at"]) if plain["received_at"] else None,
            authors=tuple(plain["authors"]),
        )
    except (zlib.error, KeyError, TypeError) as error:
        msg = f"not a recorded hand-in: {error}"
        raise ValueError(msg) from error
