"""What the pages of digital platforms show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.indicators.series.analytics import analytics
from hatangso.language import Language
from hatangso.platforms.data_services import RankedService
from hatangso.platforms.parameters import PlatformParameters
from hatangso.platforms.selection import Selection
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.indicator_list import IndicatorLine, indicator_lines
from hatangso.web.views.platform_lists import (
    Count,
    ListName,
    RecordList,
    record_lists,
)
from hatangso.web.views.record_sight import communes_of
from hatangso.web.views.target_line import TargetLine, target_line
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.platform_inputs import PlatformInputs, platform_inputs
from hatangso.workflows.platforms import (
    REPORTED,
    PlatformSummary,
    platforms_from,
    selection_within,
)

__all__ = [
    "PlatformView",
    "ReportedLine",
    "platform_view",
    "reported_lines",
]


@dataclass(frozen=True)
class ReportedLine:
    """An indicator as it was reported, and its targets in force."""

    indicator: IndicatorLine
    targets: tuple[TargetLine, ...]


@dataclass(frozen=True)
class PlatformView:
    """The platforms of a province on a day.

    Attributes:
        lists: The records behind every number.
    """

    summary: PlatformSummary
    inputs: PlatformInputs
    lists: Mapping[ListName, RecordList]

    def count(self, word: str, group: str | None = None) -> Count:
        """Return how many records a list holds, and where they are shown."""
        found = self.lists.get((word, group))
        return found.count if found else Count(0)

    def within(self, budget_vnd: int) -> Selection:
        """Return which data services to connect to within a budget."""
        return selection_within(self.summary.data, budget_vnd)

    def chosen(self, selection: Selection) -> list[RankedService]:
        """Return the services of a selection, most benefit first."""
        numbers = set(selection.chosen)
        return [
            one for one in self.summary.data.ranked if one.service.number in numbers
        ]


def platform_view(snapshot: ProvinceSnapshot, today: date) -> PlatformView:
    """Return the platforms as they stand on a day, computed once.

    Raises:
        InvalidInputError: The table of links or the parameters have errors.
        OutOfRangeError: A parameter is a share above 1.
    """

    def made() -> PlatformView:
        communes = [one.code for one in communes_of(snapshot)]
        inputs = platform_inputs(snapshot.records, snapshot.directory, communes)
        parameters = own_parameters(snapshot.directory, "platforms", PlatformParameters)
        summary = platforms_from(inputs, parameters, as_of=today)
        return PlatformView(summary, inputs, record_lists(summary))

    return snapshot.part(f"platforms on {today}", made)


def reported_lines(
    snapshot: ProvinceSnapshot, language: Language
) -> Mapping[str, Sequence[ReportedLine]]:
    """Return what is reported of platforms, by section of the pages.

    An indicator of which neither a value nor a target is known is left out.
    """

    def made() -> Mapping[str, Sequence[ReportedLine]]:
        series, targets = snapshot.series, snapshot.targets
        wanted = {code for codes in REPORTED.values() for code in codes}
        table = analytics(series.data, series.catalogue, series.units)
        known = [one for one in series.catalogue if one.code in wanted]
        lines = {
            one.code: one
            for one in indicator_lines(known, table.rows, targets, language)
        }
        told = [target_line(one, targets, language) for one in targets.standings]
        return {
            section: _reported(codes, lines, told)
            for section, codes in REPORTED.items()
        }

    return snapshot.part(f"reported of platforms in {language}", made)


def _reported(
    codes: Iterable[str],
    lines: Mapping[str, IndicatorLine],
    targets: Sequence[TargetLine],
) -> list[ReportedLine]:
    found = [
        ReportedLine(
            lines[code],
            _once(one for one in targets if one.code == code and one.is_ruling),
        )
        for code in codes
        if code in lines
    ]
    return [one for one in found if one.indicator.value or one.targets]


def _once(targets: Iterable[TargetLine]) -> tuple[TargetLine, ...]:
    """Return targets that read alike once: two documents may set the same."""
    told = {(one.goal, one.due, one.status): one for one in targets}
    return tuple(told.values())
