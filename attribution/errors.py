"""Errors of the package: what is wrong, where (file, position), the value found and the valid ones."""

from __future__ import annotations

from collections.abc import Sequence


class AttributionError(Exception):
    """Base of every error that the package raises on purpose."""


class InputError(AttributionError):
    """Something read is not what it should be.

    `problem` says what is wrong, `file` and `position` where ("line 3, column act", "byte 17"),
    `value` what stands there and `valid` what could stand there.
    """

    def __init__(
        self,
        problem: str,
        file: str = "",
        position: str = "",
        value: object = None,
        valid: Sequence[str] = (),
    ) -> None:
        super().__init__(problem, file, position, value, tuple(valid))
        self.problem, self.file, self.position = problem, file, position
        self.value, self.valid = value, tuple(valid)

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.position) if part)
        text = f"{where}: {self.problem}" if where else self.problem
        if self.value is not None:
            text += f": {self.value!r}"
        return f"{text} (valid: {', '.join(self.valid)})" if self.valid else text

    def within(self, file: str, position: str = "") -> InputError:
        """The same error, placed in a file: `position` goes before the position already known."""
        place = ", ".join(part for part in (position, self.position) if part)
        return type(self)(self.problem, self.file or file, place, self.value, self.valid)


class SpanError(InputError):
    """A span whose text is not the slice of the document's text."""


class DuplicateError(InputError):
    """The same id or row twice; the position and the value name both places."""


class OutputError(AttributionError):
    """The output cannot be written."""


class UsageError(AttributionError):
    """The call itself is wrong: an unknown pipeline, format or input."""


class WorkError(AttributionError):
    """A document that could not be processed: it took too long, or its worker was killed on it twice."""
