"""A sign for each status where there are no pictures."""

from grader.model.status import Status

SIGNS = {
    Status.PASSED: "✓",
    Status.PARTIAL: "◐",
    Status.FAILED: "✗",
    Status.SKIPPED: "–",
    Status.PENDING: "◷",
    Status.UNGRADED: "?",
}
