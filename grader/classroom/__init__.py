"""A class: batches, the store, resume, marks by persons."""

from grader.classroom.batch import Event, Job, run_batch
from grader.classroom.files import write_atomically
from grader.classroom.finish import finish_class, table_of
from grader.classroom.lock import grading
from grader.classroom.marks import take_marks, waiting_csv, waiting_in
from grader.classroom.opening import RecordedClass, open_class, remember_job
from grader.classroom.rows import Row, RowStatus
from grader.classroom.store import Store
from grader.classroom.work import Task

__all__ = [
    "Event",
    "Job",
    "RecordedClass",
    "Row",
    "RowStatus",
    "Store",
    "Task",
    "finish_class",
    "grading",
    "open_class",
    "remember_job",
    "run_batch",
    "table_of",
    "take_marks",
    "waiting_csv",
    "waiting_in",
    "write_atomically",
]
