"""Points in time, as platforms write them."""

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?\s*([+-]\d\d:?\d\d|[A-Za-z][\w/+-]*)?")


def read_moment(value: object) -> datetime | None:
    """Return a point in time with its zone, UTC where none is written; None when it is none or names no known zone.

    Args:
        value: what YAML made of it, or text such as ``2024-02-03 15:58:23.94 America/Montreal``.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    found = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    zone = _zone(found.group(3))
    if zone is None:
        return None
    try:
        moment = datetime.fromisoformat(found.group(1))
    except ValueError:
        return None
    return moment.replace(microsecond=int((found.group(2) or "0").ljust(6, "0")[:6]), tzinfo=zone)


def _zone(name: str | None) -> tzinfo | None:
    if name is None or name in {"Z", "UTC", "GMT"}:
        return UTC
    try:
        return datetime.strptime(name, "%z").tzinfo if name[0] in "+-" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
