"""A page with single parts of several reports side by side: derivations worth showing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from grader.model.report import Report
from grader.model.text import Language
from grader.report.blocks import CriterionBlock, criterion_block, prose
from grader.report.environment import environment
from grader.report.numbers import points_text
from grader.report.view import Audience, view_report


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One part of one hand-in, ready for a page."""

    submission: str
    id: str
    title: Markup
    points: str
    criteria: tuple[CriterionBlock, ...]


def gallery_html(
    shown: Sequence[tuple[Report, str]], *, audience: Audience = "student", language: Language | None = None
) -> str:
    """Return a self-contained page with one part of each report.

    Args:
        shown: reports with the id of the part to show of each; a part that a rubric does not have is left out.
        audience: as for a report's page.
        language: of the page; the first rubric's own when None.
    """
    exhibits: list[Exhibit] = []
    chosen: Language = language or (shown[0][0].rubric.language if shown else "en")
    for report, part_id in shown:
        view = view_report(report, audience=audience, language=chosen)
        for part in view.parts:
            if part.part.id != part_id:
                continue
            earned, worth = (points_text(each, report.rubric.decimals, chosen) for each in (part.earned, part.shown))
            blocks = tuple(unfolded(criterion_block(each, view)) for each in part.criteria)
            title = prose(part.part.title.in_language(chosen), chosen)
            exhibits.append(Exhibit(view.submission, part_id, title, f"{earned} / {worth}", blocks))
    return environment(chosen).get_template("gallery.jinja").render(exhibits=exhibits)


def unfolded(block: CriterionBlock) -> CriterionBlock:
    """Return a criterion with its derivation shown, though all of it may hold."""
    if block.derivation is None:
        return block
    return replace(block, derivation=replace(block.derivation, is_open=True))
