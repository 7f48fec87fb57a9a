"""How a criterion ended, and who may see it."""

from enum import StrEnum


class Status(StrEnum):
    """How a criterion ended. The student's fault and ours are never mixed."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"
    """A criterion that this one requires did not pass."""
    PENDING = "pending"
    """The rubric leaves it to a person."""
    UNGRADED = "ungraded"
    """*We* could not judge: a person looks; never zero."""

    @property
    def is_judged(self) -> bool:
        """Whether the status says something about the answer itself."""
        return self is Status.PASSED or self is Status.PARTIAL or self is Status.FAILED  # asked often

    @property
    def is_open(self) -> bool:
        """Whether the points wait for a person."""
        return self is Status.PENDING or self is Status.UNGRADED


class Visibility(StrEnum):
    """Who sees a criterion, and from when on."""

    STUDENT = "student"
    """Shipped to students and shown."""
    AFTER_DUE = "after_due"
    """Not shipped; shown once the due date has passed."""
    STAFF = "staff"
    """Never shown to students."""
