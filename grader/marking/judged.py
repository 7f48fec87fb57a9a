"""A verdict as it comes from the process that judges: bytes, decoded where somebody looks."""

from dataclasses import dataclass
from functools import cached_property

from grader.marking.evidence_codec import decode_verdict, encode_verdict
from grader.model.verdict import Verdict


@dataclass(frozen=True)
class Judged:
    """What was judged of one criterion: equal bytes are equal verdicts, evidence included."""

    encoded: bytes
    """See ``grader.marking.evidence_codec``."""
    seconds: float
    """Wall-clock time that judging took."""

    @classmethod
    def of(cls, verdict: Verdict, seconds: float) -> "Judged":
        """Return a verdict that was reached in this process."""
        return cls(encode_verdict(verdict), seconds)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict."""
        return decode_verdict(self.encoded)
