"""The only home of prose: facts come in, pages, tables and data go out."""

from grader.report.feedback import feedback
from grader.report.json_report import to_json
from grader.report.view import Audience

__all__ = ["Audience", "feedback", "to_json"]
