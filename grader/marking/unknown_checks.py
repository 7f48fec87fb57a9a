"""Why a file is none of checks that this version of the program knows, and what its owner can do."""

import json
import re
from pathlib import Path
from typing import Any, Final, cast

from grader.model.text import LocalizedText

VERSION: Final = 3
"""Of the form of files of checks."""
_SCHEMA = re.compile(r"grader\.checks/(\d{1,6})")


def why_unknown(path: Path, content: bytes) -> LocalizedText:
    """Return the sentence for a student whose file of checks could not be used.

    Args:
        path: of the file.
        content: of the file.
    """
    try:
        plain: Any = json.loads(content)
    except (ValueError, RecursionError):
        return LocalizedText(
            f"{path} is damaged, or holds no checks: it is not whole JSON. Get it anew from your course.",
            f"{path} est endommagé, ou n'est pas un fichier de vérifications : ce n'est pas du JSON entier. "
            "Redemandez-le à votre cours.",
        )
    schema = cast("dict[str, object]", plain).get("schema") if isinstance(plain, dict) else None
    found = _SCHEMA.fullmatch(schema) if isinstance(schema, str) else None
    if found is None:
        return LocalizedText(
            f"{path} holds no checks. Name those of your course (checks.json or checks-….json) with --checks.",
            f"{path} n'est pas un fichier de vérifications. Nommez celui de votre cours (checks.json ou checks-….json) "
            "avec --checks.",
        )
    if int(found[1]) > VERSION:
        return LocalizedText(
            f"{path} was made by a newer version of this program than yours: update the program.",
            f"{path} vient d'une version plus récente de ce programme que la vôtre : mettez le programme à jour.",
        )
    return LocalizedText(
        f"{path} was made by another version of this program: get the file anew from your course.",
        f"{path} vient d'une autre version de ce programme : redemandez le fichier à votre cours.",
    )
