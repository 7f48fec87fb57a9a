"""A class of hand-ins for tests of what renders classes."""

import random
from fractions import Fraction

from grader.report import ClassCell, ClassRow, ClassTable, class_table
from tests.fakes.reports import a_rubric_of_all

NAMES = (
    "anna", "badra", "chloé", "dmitri", "émile", "fatou", "güneş", "hugo", "inès", "jun", "kofi", "léa",
    "mateo", "ngọc", "olu", "priya", "quentin", "rosa",
)  # fmt: skip


def a_class(*, is_marked: bool = False) -> ClassTable:
    """Return a class whose last part waits for a person unless ``is_marked``."""
    rubric, dice = a_rubric_of_all(), random.Random(7)
    rows: list[ClassRow] = []
    for name in NAMES:
        skill = dice.random()
        cells: list[ClassCell] = []
        for part in rubric.parts:
            waits = part.id.startswith("Q5") and not is_marked
            share = Fraction(min(4, int(5 * (skill + 0.5 * dice.random()))), 4) if dice.random() > 0.08 else Fraction(0)
            earned = Fraction(0) if waits else share * part.points
            cells.append(ClassCell(part.id, earned, part.points if waits else Fraction(0), share == 0 and not waits))
        rows.append(
            ClassRow(
                submission=name,
                status="graded" if is_marked else "pending",
                earned=sum((cell.earned for cell in cells), Fraction(0)),
                pending=sum((cell.pending for cell in cells), Fraction(0)),
                cells=tuple(cells),
                roster=(("email", f"{name}@example.org"),),
                link=f"reports/{name}.html",
                student_link=f"reports/{name}.student.html",
            )
        )
    waiting = tuple(ClassCell(part.id, Fraction(0), part.points) for part in rubric.parts)
    rows.append(ClassRow("scan", "unreadable", Fraction(0), rubric.points, waiting, link="reports/scan.html"))
    rows.append(ClassRow("essay", "not_for_this_rubric"))
    return class_table(rubric, rows, ("email",))
