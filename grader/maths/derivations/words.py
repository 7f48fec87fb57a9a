"""The words before a formula that tell what it does there."""

import re

_CONDITION = re.compile(
    r"\b(if|when|whenever|for|where|with|assume|assuming|suppose|supposing|given|since|as|case|such that|provided|"
    r"on|at|over|every|any|all|whether|until|"
    r"si|quand|lorsque|lorsqu|pour|avec|où|supposons|supposant|soit|soient|cas|tel que|telle que|tels que|telles que|"
    r"dès que|pourvu|car|puisque|comme|sur|en|tout|toute|tous|toutes)\b[^.;:]*$"
)
_SUPPOSITION = re.compile(
    r"\b(if|assume|assuming|suppose|supposing|let|given|such that|case|"
    r"si|supposons|supposant|soit|soient|cas|tel que|telle que|tels que|telles que|étant donné)\b[^.;:]*$"
)
_DEFINITION = re.compile(
    r"\b(let|set|setting|put|define|defining|denote|denoting|write|writing|where|with|call|introduce|note|abbreviate|"
    r"posons|posant|soit|notons|notant|définissons|en posant|où|avec|on pose|on note|on définit|appelons|écrivons)\b"
    r"[^.;:]*:?$"
)


_BEGINNING = re.compile(
    r"\b(let|set|setting|put|define|defining|denote|denoting|posons|posant|soit|notons|notant|définissons|"
    r"on pose|on note|on définit|appelons)\b[^.;:]*:?$"
)


def begins_definition(words: str) -> bool:
    """Whether these words can do nothing but give a name its meaning: « posons », not « with »."""
    return _BEGINNING.search(words) is not None


def introduces_condition(words: str) -> bool:
    """Whether a formula behind these words restricts what follows: « si », "for"."""
    return _CONDITION.search(words) is not None


def introduces_supposition(words: str) -> bool:
    """Whether a formula behind these words is supposed, whatever its form: « supposons »."""
    return _SUPPOSITION.search(words) is not None


def introduces_definition(words: str) -> bool:
    """Whether a formula behind these words defines its left side: « posons »."""
    return _DEFINITION.search(words) is not None
