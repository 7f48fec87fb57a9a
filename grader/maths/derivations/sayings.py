"""The sentences of ``grader maths steps``: what a repair does, in both languages.

Reports have their own templates, keyed by the same edits; these serve the JSON lines, where no template is at hand.
"""

from collections.abc import Mapping
from types import MappingProxyType

from grader.maths.derivations.steps import Repair
from grader.model.text import LocalizedText as Both

EDITS: Mapping[str, Both] = MappingProxyType({
    "relation": Both(
        "The relation should be {after}, not {before}.", "La relation devrait être {after} et non {before}."
    ),
    "sign": Both("A sign is wrong: {after} instead of {before}.", "Un signe est faux : {after} au lieu de {before}."),
    "order": Both(
        "The brackets end too early: {after} instead of {before}.",
        "La parenthèse se ferme trop tôt : {after} au lieu de {before}.",
    ),
    "subscript": Both(
        "An index is wrong: {after} instead of {before}.", "Un indice est faux : {after} au lieu de {before}."
    ),
    "range": Both(
        "A range is wrong: {after} instead of {before}.", "Une borne est fausse : {after} au lieu de {before}."
    ),
    "law": Both("The law should be {after}, not {before}.", "La loi devrait être {after} et non {before}."),
    "condition": Both(
        "The variables of the law are not right: {after} instead of {before}.",
        "Les variables de la loi ne sont pas les bonnes : {after} au lieu de {before}.",
    ),
    "arguments": Both(
        "The arguments are swapped: {after} instead of {before}.",
        "Les arguments sont inversés : {after} au lieu de {before}.",
    ),
    "number": Both(
        "A number is wrong: {after} instead of {before}.", "Un nombre est faux : {after} au lieu de {before}."
    ),
    "inverse": Both(
        "Numerator and denominator are confused: {after} instead of {before}.",
        "Numérateur et dénominateur sont confondus : {after} au lieu de {before}.",
    ),
    "power": Both(
        "A power is wrong: {after} instead of {before}.", "Une puissance est fausse : {after} au lieu de {before}."
    ),
    "name": Both("{after} should stand in the place of {before}.", "{after} devrait être à la place de {before}."),
    "function": Both(
        "The function is not the right one: {after} instead of {before}.",
        "La fonction n'est pas la bonne : {after} au lieu de {before}.",
    ),
    "drop": Both(
        "A piece is too much: {after} instead of {before}.", "Un morceau est de trop : {after} au lieu de {before}."
    ),
    "complement": Both(
        "The complement is meant: {after} instead of {before}.", "C'est le complément : {after} au lieu de {before}."
    ),
    "insert": Both(
        "A piece is missing: {after} instead of {before}.", "Il manque un morceau : {after} au lieu de {before}."
    ),
})


def said(repair: Repair) -> Both:
    """Return what a repair does, formulas as LaTeX between dollars."""
    sentence = EDITS[repair.edit]
    before, after = f"${repair.before}$", f"${repair.after}$"
    return Both(
        en=sentence.en.replace("{before}", before).replace("{after}", after),
        fr=sentence.fr.replace("{before}", before).replace("{after}", after),
    )
