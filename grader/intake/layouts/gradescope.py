"""Gradescope's "Download submissions": a folder per submission and one YAML file that says whose it is."""

from pathlib import Path
from typing import Any, cast

from grader.intake.folder import read_plain_file
from grader.intake.layouts.hand_in import Author, HandIn, Layout, Listing, Reader
from grader.intake.layouts.moments import read_moment
from grader.intake.layouts.platform_yaml import read_platform_yaml
from grader.model.errors import IntakeError
from grader.model.evidence import Evidence
from grader.model.evidence.intake import Unreadable

_METADATA = ("submission_metadata.yml", "submission_metadata.yaml")
_METADATA_BYTES = 256 * 1024 * 1024


def _recognises(listing: Listing) -> bool:
    return listing.named(*_METADATA) is not None


def _read(listing: Listing) -> tuple[list[HandIn], list[Evidence]]:
    """Take every child as a hand-in, and every key of the metadata that has none as one that is missing."""
    troubles: list[Evidence] = []
    metadata_file = listing.named(*_METADATA)
    metadata = _metadata(metadata_file, troubles) if metadata_file is not None else {}
    hand_ins: list[HandIn] = []
    for child in listing.children:
        if child != metadata_file:
            hand_ins.append(_hand_in(child, metadata.pop(child.name, None)))
    for key, value in metadata.items():
        missing = Unreadable(key, "missing_file", "named in the metadata, not in the download", is_ours=True)
        hand_ins.append(_described(Path(key).name, (), value, (missing,)))
    return hand_ins, troubles


def _metadata(file: Path, troubles: list[Evidence]) -> dict[str, Any]:
    try:
        value = read_platform_yaml(read_plain_file(file, _METADATA_BYTES))
    except IntakeError as error:
        troubles.append(Unreadable(file.name, error.args[0], error.args[1], is_ours=True))
        return {}
    if not isinstance(value, dict):
        troubles.append(Unreadable(file.name, "bad_yaml", "no mapping of submissions", is_ours=True))
        return {}
    return {str(key): inner for key, inner in cast("dict[object, Any]", value).items()}


def _hand_in(child: Path, value: object) -> HandIn:
    return _described(child.name if child.is_dir() else child.stem, (child,), value, ())


def _described(name: str, paths: tuple[Path, ...], value: object, troubles: tuple[Evidence, ...]) -> HandIn:
    fields = _without_colons(value)
    submitters = fields.get("submitters")
    people = cast("list[object]", submitters) if isinstance(submitters, list) else []
    return HandIn(
        name=name,
        paths=paths,
        layout=Layout.GRADESCOPE,
        authors=tuple(_author(_without_colons(person)) for person in people),
        received_at=read_moment(fields.get("created_at")),
        troubles=troubles,
    )


def _author(person: dict[str, object]) -> Author:
    name, email, sid = (_text(person.get(key)) for key in ("name", "email", "sid"))
    return Author(name, email, sid)


def _text(value: object) -> str:
    # A student number without a letter is a number to YAML.
    return str(value).strip() if isinstance(value, str | int) else ""


def _without_colons(value: object) -> dict[str, object]:
    """Return a mapping with Ruby's symbols as plain keys; nothing when it is no mapping."""
    if not isinstance(value, dict):
        return {}
    return {str(key).lstrip(":"): inner for key, inner in cast("dict[object, object]", value).items()}


GRADESCOPE = Reader(Layout.GRADESCOPE, _recognises, _read)
