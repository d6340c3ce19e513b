"""What documents read of a province; computed when the first of them needs it."""

from functools import cached_property
from pathlib import Path
from typing import Protocol

from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.record import Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.assess import ComputedCoverage, computed_coverage
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.indicator_definitions import shipped_catalogue
from hatangso.workflows.indicators import LoadedSeries, load_series
from hatangso.workflows.register.register_tables import register_view
from hatangso.workflows.targets import ProvinceTargets, targets_on

__all__ = ["ProvinceFacts", "ReadFacts"]


class ProvinceFacts(Protocol):
    """A province as it stood at one moment."""

    @property
    def directory(self) -> Path:
        """Return where it lies."""

    @property
    def inputs(self) -> ProvinceInputs:
        """Return all layers; raises InvalidInputError when they have errors."""

    @property
    def targets(self) -> ProvinceTargets:
        """Return every target and where it stands."""

    @property
    def coverage(self) -> ComputedCoverage:
        """Return the computed coverage of places.

        Raises:
            NotFoundError: It is not computed yet.
            StaleResultError: It belongs to other inputs.
        """

    @property
    def series(self) -> LoadedSeries:
        """Return the values of indicators by unit and period."""

    def records(self, kind: str) -> list[Record]:
        """Return the present records of a kind, confidential fields included."""


class ReadFacts:
    """The facts of a province directory, each read once."""

    def __init__(self, directory: Path) -> None:
        """Keep where the province lies."""
        self.directory = directory
        self._records: dict[str, list[Record]] = {}

    @cached_property
    def inputs(self) -> ProvinceInputs:
        """Return all layers of the province."""
        return load_province(self.directory)

    @cached_property
    def targets(self) -> ProvinceTargets:
        """Return every target and where it stands."""
        return targets_on(self.inputs)

    @cached_property
    def coverage(self) -> ComputedCoverage:
        """Return the computed coverage of places."""
        return computed_coverage(
            self.inputs, ResultsDirectory.of(self.directory), shipped_catalogue()
        )

    @cached_property
    def series(self) -> LoadedSeries:
        """Return the values of indicators by unit and period."""
        return load_series([self.directory])

    def records(self, kind: str) -> list[Record]:
        """Return the present records of a kind."""
        if kind not in self._records:
            with register_view(self.directory, shipped_kinds()) as view:
                self._records[kind] = view.records(kind)
        return self._records[kind]
