"""Validation errors to sentences for the author of a rubric: where, what, and what next."""

import difflib
from collections.abc import Iterable, Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from grader.rubric.yaml_source import MISSING, Place, child_of

_SENTENCES = {
    "missing": "is missing",
    "missing_argument": "is missing",
    "extra_forbidden": "is no key that is known here",
    "unexpected_keyword_argument": "is no key that is known here",
}
_PLAIN_LABELS = {"bool", "int", "float", "str", "none"}
_UNION_NOISE = ("function-", "dict[", "tuple[", "list[", "is-instance[", "literal[", "constrained-", "lax-or-strict[")


def problems_of(
    error: ValidationError, place: Place, data: object, known: Iterable[str] = ()
) -> list[tuple[Place, str]]:
    """Return every problem of a validation error with its place in the file.

    Args:
        error: what pydantic found.
        place: where the validated data stands in the file.
        data: the data that was validated; tells places of the file from pydantic's own labels.
        known: names that are allowed at the top of ``data``, for a "did you mean".

    Returns:
        One (place, sentence) pair for each.
    """
    names = tuple(known)
    found: list[tuple[Place, str]] = []
    for each in _likeliest(error.errors(include_url=False), data):
        inside = _real_place(each["loc"], data)
        name = str(each["loc"][-1]) if each["loc"] else ""
        sentence = _SENTENCES.get(each["type"])
        if sentence is None:
            shown = repr(each["input"])
            message = each["msg"].removeprefix("Value error, ")
            sentence = f"{message[0].lower()}{message[1:]}"
            if each["type"] != "value_error" and len(shown) <= 60:
                sentence += f" (it is {shown})"
        else:
            sentence = f"'{name}' {sentence}"
            if "known" in sentence and len(inside) == 1 and (guess := did_you_mean(name, names)):
                sentence += guess
        if (place + inside, sentence) not in found:
            found.append((place + inside, sentence))
    return found


def _likeliest(errors: Sequence[ErrorDetails], data: object) -> list[ErrorDetails]:
    """Keep, where a value could be one of several things, the complaints about what was most likely meant alone.

    A misspelt key in an input's distribution would otherwise be reported once for each distribution that there is.
    """
    kept: list[ErrorDetails] = []
    unions: dict[Place, dict[str, list[ErrorDetails]]] = {}
    for each in errors:
        loc = each["loc"]
        at = _label_at(loc, data)
        if at is None:
            kept.append(each)
        else:
            unions.setdefault(loc[:at], {}).setdefault(str(loc[at]), []).append(each)
    for place, members in unions.items():
        kept += min(members.values(), key=lambda member: _unlikeliness(member, len(place)))
    return kept


def _label_at(loc: tuple[int | str, ...], data: object) -> int | None:
    """Return where a location names a member of a union rather than a place in the data, if it does."""
    here: object = data
    for at, step in enumerate(loc):
        child = child_of(here, step)
        if child is MISSING:
            is_label = at < len(loc) - 1 or str(step).startswith(_UNION_NOISE) or str(step) in _PLAIN_LABELS
            return at if is_label else None
        here = child
    return None


def _unlikeliness(errors: Sequence[ErrorDetails], depth: int) -> tuple[bool, int, float]:
    # A thing of another kind altogether is the least likely; then what has more wrong with it; then what is spelt
    # less like what stands there.
    is_other_kind = any(len(each["loc"]) == depth + 1 for each in errors)
    missing = [str(each["loc"][-1]) for each in errors if _SENTENCES.get(each["type"]) == "is missing"]
    unknown = [str(each["loc"][-1]) for each in errors if "known" in _SENTENCES.get(each["type"], "")]
    likeness = [difflib.SequenceMatcher(None, one, other).ratio() for one in missing for other in unknown]
    return is_other_kind, len(errors), -max(likeness, default=0.0)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for a near miss, or an empty string."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def place_text(place: Place, data: object) -> str:
    """Return a place in the author's words: ids rather than positions, e.g. ``Q2.4.inverse.with.rtol``.

    Args:
        place: keys and list positions.
        data: the whole document.
    """
    words: list[str] = []
    here: object = data
    for step in place:
        here = child_of(here, step)
        if isinstance(step, int):
            label = child_of(here, "id")
            if isinstance(label, str):
                words = [label]
            else:
                words.append(f"[{step}]")
        elif step not in {"parts", "criteria"}:
            words.append(f".{step}" if words else step)
    return "".join(words) or "rubric"


def _real_place(loc: tuple[int | str, ...], data: object) -> Place:
    place: list[str | int] = []
    here: object = data
    for at, step in enumerate(loc):
        child = child_of(here, step)
        is_missing_key = at == len(loc) - 1 and isinstance(step, str)
        if child is not MISSING:
            here = child
        elif not is_missing_key or str(step).startswith(_UNION_NOISE):
            continue  # pydantic's label of a union member, not a place in the file
        place.append(step)
    return tuple(place)
