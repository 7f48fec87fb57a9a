"""The exceptions of this program. A wrong answer is a value, never one of these."""

from grader.model.text import Language, LocalizedText


class GraderError(Exception):
    """Anything that this program raises on purpose."""


class RubricError(GraderError):
    """Staff's file is wrong. ``problems`` holds every (place, message) pair found, not the first alone."""

    def __init__(self, path: str, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__(path, problems)  # args hold all of it, so it survives pickling
        self.path, self.problems = path, problems

    def __str__(self) -> str:
        lines = [f"{self.path}: {len(self.problems)} problem(s)"]
        lines += [f"  {place}: {message}" for place, message in self.problems]
        return "\n".join(lines)


class UsageError(GraderError):
    """A command cannot do what it was asked; the message says what to do instead."""


class SpokenError(UsageError):
    """The same, where a student reads it: the message in both languages."""

    def __init__(self, said: LocalizedText) -> None:
        super().__init__(said)
        self.said = said

    def __str__(self) -> str:
        return self.said.en

    def in_language(self, language: Language) -> str:
        """Return the message in a language."""
        return self.said.in_language(language)


class IntakeError(GraderError):
    """A file is not what it claims; becomes evidence in the report."""


class SandboxError(GraderError):
    """Our isolation broke or cannot reach the tier asked for."""


class CheckerError(GraderError):
    """A checker raised; keeps the cause. The criterion is ungraded."""
