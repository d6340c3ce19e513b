"""Every error raised on purpose, and the findings that a check reports.

HatangsoError
├── InvalidInputError   what was given cannot be used; carries findings (ValueError)
├── OutOfRangeError     a number is outside the definition of a method (ValueError)
├── NotFoundError       something that was named does not exist (LookupError)
├── StaleResultError    a result belongs to other inputs than those here (ValueError)
├── InfeasibleError     the question has no answer, and why (ValueError)
└── InterruptedRunError the machine did not let a run finish (RuntimeError)

Messages are English templates with named values, so that the edges can show them in
Vietnamese: ``Message("site {site} stands twice", {"site": "TN-1"})``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "Finding",
    "HatangsoError",
    "InfeasibleError",
    "InterruptedRunError",
    "InvalidInputError",
    "Message",
    "NotFoundError",
    "OutOfRangeError",
    "Place",
    "Severity",
    "StaleResultError",
]


@dataclass(frozen=True)
class Message:
    """A sentence in English with named gaps, and what fills them."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the English sentence."""
        return self.text.format(**self.values) if self.values else self.text


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"


@dataclass(frozen=True)
class Place:
    """Where in the user's files a finding lies; parts that do not apply are None."""

    file: str
    row: int | None = None
    column: str | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        """Return the place as ``file:sheet:row:column``."""
        parts = [self.file, self.sheet, self.row, self.column]
        return ":".join(str(part) for part in parts if part is not None)


@dataclass(frozen=True)
class Finding:
    """One thing that a check found: what, where, which value, and how to mend it."""

    severity: Severity
    place: Place
    problem: Message
    fix: Message
    value: object = None

    def __str__(self) -> str:
        """Return the finding as one English line."""
        return f"{self.severity}: {self.place}: {self.problem}; {self.fix}"


class HatangsoError(Exception):
    """The root of all deliberate errors."""

    def __init__(self, text: str, /, **values: object) -> None:
        """Keep the message as a template and its values."""
        self.message = Message(text, values)
        super().__init__(str(self.message))


class InvalidInputError(HatangsoError, ValueError):
    """What the user gave cannot be used: mend every finding and try again."""

    def __init__(
        self, text: str, /, *, findings: Sequence[Finding] = (), **values: object
    ) -> None:
        """Keep the findings beside the message."""
        super().__init__(text, **values)
        self.findings = tuple(findings)


class OutOfRangeError(HatangsoError, ValueError):
    """A number is outside the definition of a method: give one inside."""


class NotFoundError(HatangsoError, LookupError):
    """Something that was named does not exist: name another or make it first."""


class StaleResultError(HatangsoError, ValueError):
    """A result belongs to other inputs than those present: compute it again."""


class InfeasibleError(HatangsoError, ValueError):
    """The question has no answer: relax what the message names."""


class InterruptedRunError(HatangsoError, RuntimeError):
    """The machine did not let a run finish: what is done is kept, run it again."""
