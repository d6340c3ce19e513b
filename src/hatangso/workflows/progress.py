"""How a workflow tells how far it is."""

from typing import Protocol

__all__ = ["Progress", "Silent"]


class Progress(Protocol):
    """Receives the steps of a workflow."""

    def start(self, step: str, total: int) -> None:
        """Begin a step of so many units; the step's name is an English sentence."""

    def advance(self, done: int) -> None:
        """Say how many units of the step are done."""


class Silent:
    """Tells nobody."""

    def start(self, step: str, total: int) -> None:
        """Ignore the step."""

    def advance(self, done: int) -> None:
        """Ignore the units."""
