"""Collect everything that is wrong with a directory before saying so."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from hatangso.errors import Finding, InvalidInputError, Message, Place, Severity

__all__ = ["Findings"]


@dataclass
class Findings:
    """A growing list of findings; reading goes on after each."""

    items: list[Finding] = field(default_factory=list)

    def __iter__(self) -> Iterator[Finding]:
        """Yield the findings in the order in which they were found."""
        return iter(self.items)

    def error(
        self, place: Place, problem: Message, fix: Message, value: object = None
    ) -> None:
        """Note something that must be mended."""
        self.items.append(Finding(Severity.ERROR, place, problem, fix, value))

    def warn(
        self, place: Place, problem: Message, fix: Message, value: object = None
    ) -> None:
        """Note something that the reader should know."""
        self.items.append(Finding(Severity.WARNING, place, problem, fix, value))

    def suggest(
        self, place: Place, problem: Message, fix: Message, value: object = None
    ) -> None:
        """Note something that could be better, with what would be."""
        self.items.append(Finding(Severity.SUGGESTION, place, problem, fix, value))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what must be mended."""
        return tuple(f for f in self.items if f.severity is Severity.ERROR)

    def has_error(self, *files: str) -> bool:
        """Return whether something in one of the files must be mended."""
        return any(finding.place.file in files for finding in self.errors)

    def raise_errors(self) -> None:
        """Raise all findings at once when one of them is an error.

        Raises:
            InvalidInputError: At least one finding is an error; it carries all.
        """
        if self.errors:
            raise InvalidInputError(
                "{count} problems must be mended first",
                findings=self.items,
                count=len(self.errors),
            )
