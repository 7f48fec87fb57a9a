"""Points and numbers as people and programs read them. Points are exact until they come here."""

import math
from fractions import Fraction
from functools import lru_cache

from grader.model.text import Language

_DIGITS = 6


@lru_cache(maxsize=4096)
def rounded_points(points: Fraction, decimals: int) -> int | float:
    """Return points rounded once, half away from zero, as a number for JSON (an int where it is whole)."""
    scale = 10**decimals
    doubled = abs(points) * scale * 2
    units = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    units = units if points >= 0 else -units
    return units // scale if units % scale == 0 else units / scale


@lru_cache(maxsize=4096)
def points_text(points: Fraction, decimals: int, language: Language | None = None) -> str:
    """Return points as digits, with a decimal comma in French; None: for programs, always a point."""
    number = rounded_points(points, decimals)
    digits = str(number) if isinstance(number, int) else f"{number:.{decimals}f}".rstrip("0")
    return digits.replace(".", ",") if language == "fr" else digits


def plain_float(value: float) -> float | int | str:
    """Return a float that is evidence as JSON holds it: six digits, and a string where it is not finite."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return float(f"{value:.{_DIGITS}g}")


def number_text(value: float, language: Language, digits: int = 4) -> str:
    """Return a number for a sentence or an axis: few digits, a true minus sign, a decimal comma in French."""
    if not math.isfinite(value):
        return {"inf": "∞", "-inf": "−∞"}.get(str(value), "NaN")
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        text = f"{mantissa}e{int(exponent)}"
    text = text.replace("-", "−")
    return text.replace(".", ",") if language == "fr" else text


def localized_number(number: str, language: Language) -> str:
    """Return digits with a decimal point as the language writes them; anything else as it is."""
    return number.replace(".", ",") if language == "fr" and number.replace(".", "", 1).isdecimal() else number
