"""A class: batches, the store, resume, marks by persons."""

from typing import TYPE_CHECKING

from grader.model.lazy import offered

if TYPE_CHECKING:
    from grader.classroom.batch import Event, Job, run_batch
    from grader.classroom.export_tables import TABLES, Exported, plain_rows
    from grader.classroom.files import write_atomically
    from grader.classroom.finish import finish_class, table_of
    from grader.classroom.lock import grading
    from grader.classroom.marks import take_marks, waiting_csv, waiting_in
    from grader.classroom.opening import RecordedClass, open_class, remember_job
    from grader.classroom.people import People, Person, join_people, people_of
    from grader.classroom.roster import Roster, Student, read_roster
    from grader.classroom.rows import Row, RowStatus
    from grader.classroom.store import Store
    from grader.classroom.student_grades import StudentGrade, gather_grades
    from grader.classroom.work import Task

__all__ = [
    "TABLES",
    "Event",
    "Exported",
    "Job",
    "People",
    "Person",
    "RecordedClass",
    "Roster",
    "Row",
    "RowStatus",
    "Store",
    "Student",
    "StudentGrade",
    "Task",
    "finish_class",
    "gather_grades",
    "grading",
    "join_people",
    "open_class",
    "people_of",
    "plain_rows",
    "read_roster",
    "remember_job",
    "run_batch",
    "table_of",
    "take_marks",
    "waiting_csv",
    "waiting_in",
    "write_atomically",
]

__getattr__ = offered(
    __name__,
    {
        "batch": ("Event", "Job", "run_batch"),
        "export_tables": ("TABLES", "Exported", "plain_rows"),
        "files": ("write_atomically",),
        "finish": ("finish_class", "table_of"),
        "lock": ("grading",),
        "marks": ("take_marks", "waiting_csv", "waiting_in"),
        "opening": ("RecordedClass", "open_class", "remember_job"),
        "people": ("People", "Person", "join_people", "people_of"),
        "roster": ("Roster", "Student", "read_roster"),
        "rows": ("Row", "RowStatus"),
        "store": ("Store",),
        "student_grades": ("StudentGrade", "gather_grades"),
        "work": ("Task",),
    },
)
