"""The signs of good print, which nobody types: apostrophes, and the no-break spaces of French."""

import re

from grader.model.text import Language

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_BEFORE_HIGH_SIGNS = re.compile(r" (?=[;!?])")
_BEFORE_COLON = re.compile(r" (?=[:%»])")
_AFTER_GUILLEMET = re.compile(r"« ?")


def typeset(text: str, language: Language) -> str:
    """Return a sentence with its apostrophes, and in French its no-break spaces, as print has them.

    Args:
        text: our own words, or a rubric's; no code.
        language: of the text.
    """
    if "'" in text:
        text = _APOSTROPHE.sub("’", text)
    if language != "fr":
        return text
    text = _BEFORE_HIGH_SIGNS.sub(NARROW_NO_BREAK, text)
    text = _BEFORE_COLON.sub(NO_BREAK, text)
    return _AFTER_GUILLEMET.sub(f"«{NO_BREAK}", text) if "«" in text else text
