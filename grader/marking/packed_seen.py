"""What was seen of a hand-in as byte strings, to be judged in another process; decoded when it is looked at."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from grader.marking.submission_codec import decode_submission, encode_submission
from grader.model.checker import Seen
from grader.model.parts import Answers
from grader.model.probe import Observation
from grader.model.submission import Submission
from grader.sandbox import pack_loading, pack_observation, unpack_loading, unpack_observation


class PackedObservations(Mapping[str, Observation]):
    """Observations by probe key, as they were packed; each is decoded when it is first looked at."""

    def __init__(self, packed: Mapping[str, bytes | memoryview]) -> None:
        self.packed = packed
        self._decoded: dict[str, Observation] = {}

    def __getitem__(self, key: str) -> Observation:
        if key not in self._decoded:
            self._decoded[key] = unpack_observation(bytes(self.packed[key]))
        return self._decoded[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)

    def __contains__(self, key: object) -> bool:
        return key in self.packed


def pack_seen(seen: Seen) -> list[bytes | memoryview]:
    """Return what a checker judges as a row of byte strings, the answers aside: they follow from the hand-in."""
    observations = seen.observations
    row: list[bytes | memoryview] = [
        encode_submission(seen.submission),
        b"" if seen.loading is None else pack_loading(seen.loading),
    ]
    if isinstance(observations, PackedObservations):
        for key, data in observations.packed.items():
            row += (key.encode(), data)
    else:
        for key, observation in observations.items():
            row += (key.encode(), pack_observation(observation))
    return row


def unpack_seen(row: Sequence[memoryview], answers_of: Callable[[Submission], Answers]) -> Seen:
    """Return what ``pack_seen`` made a row of.

    Args:
        row: the byte strings.
        answers_of: finds the answers in a hand-in.
    """
    submission = decode_submission(bytes(row[0]))
    keys = [bytes(key).decode() for key in row[2::2]]
    return Seen(
        PackedObservations(dict(zip(keys, row[3::2], strict=True))),
        unpack_loading(bytes(row[1])) if len(row[1]) else None,
        submission,
        answers_of(submission),
    )
