"""The only home of prose: facts come in, pages, tables and data go out."""

from grader.report.feedback import feedback
from grader.report.html_report import to_html
from grader.report.json_report import to_json
from grader.report.terminal import terminal_table
from grader.report.view import Audience

__all__ = ["Audience", "feedback", "terminal_table", "to_html", "to_json"]
