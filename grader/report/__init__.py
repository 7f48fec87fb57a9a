"""The only home of prose: facts come in, pages, tables and data go out."""

from typing import TYPE_CHECKING

from grader.model.lazy import offered

if TYPE_CHECKING:
    from grader.report.class_page import class_index_html
    from grader.report.class_rows import ClassCell, ClassPart, ClassRow, ClassTable, class_table
    from grader.report.gallery import gallery_html
    from grader.report.grades import grades_csv
    from grader.report.gradescope import Graded, gradescope_results, machine_points, parts_for_a_person, shown_points
    from grader.report.html_report import to_html
    from grader.report.json_report import to_json
    from grader.report.markdown_report import to_markdown
    from grader.report.terminal import class_terminal_table, terminal_table
    from grader.report.view import Audience

__all__ = [
    "Audience",
    "ClassCell",
    "ClassPart",
    "ClassRow",
    "ClassTable",
    "Graded",
    "class_index_html",
    "class_table",
    "class_terminal_table",
    "gallery_html",
    "grades_csv",
    "gradescope_results",
    "machine_points",
    "parts_for_a_person",
    "shown_points",
    "terminal_table",
    "to_html",
    "to_json",
    "to_markdown",
]

__getattr__ = offered(
    __name__,
    {
        "class_page": ("class_index_html",),
        "class_rows": ("ClassCell", "ClassPart", "ClassRow", "ClassTable", "class_table"),
        "gallery": ("gallery_html",),
        "grades": ("grades_csv",),
        "gradescope": ("Graded", "gradescope_results", "machine_points", "parts_for_a_person", "shown_points"),
        "html_report": ("to_html",),
        "json_report": ("to_json",),
        "markdown_report": ("to_markdown",),
        "terminal": ("class_terminal_table", "terminal_table"),
        "view": ("Audience",),
    },
)
