"""The series of an indicator as a chart: values, promises, where it is heading."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from markupsafe import Markup

from hatangso.documents.bilingual import period as printed_period
from hatangso.errors import Message
from hatangso.indicators.forecast import Forecast
from hatangso.indicators.period import parse_period
from hatangso.indicators.printed_unit import UnitTable
from hatangso.language import Language, format_shortest, translate
from hatangso.model.indicator import Indicator
from hatangso.model.indicator_series import AnalyticsRow, Observation, Origin
from hatangso.web.charts.line_chart import (
    Band,
    Goal,
    Line,
    LineChart,
    Point,
    line_chart,
)
from hatangso.workflows.indicator_words import ORIGINS, observation_text, shown_unit
from hatangso.workflows.target_words import document_text, due_text, goal_text
from hatangso.workflows.targets import Force, TargetStanding

__all__ = ["period_text", "series_chart"]

_SHAPES: Mapping[Origin, str] = {
    Origin.REPORTED: "reported",
    Origin.DECLARED: "reported",
    Origin.MEASURED: "measured",
}
_WHOLE_PERCENT = 100.0
_ByDay = dict[date, Point]


def period_text(period: str, language: Language) -> str:
    """Return a period as people write it."""
    told = printed_period(period)
    return told.vi if language is Language.VI else told.en


def series_chart(
    indicator: Indicator,
    rows: Sequence[AnalyticsRow],
    standings: Sequence[TargetStanding],
    units: UnitTable,
    language: Language,
) -> Markup | None:
    """Return the chart; None when nothing of it can be placed in time.

    Args:
        indicator: Whose series it is.
        rows: Of the province.
        standings: Its targets.
        units: To draw targets that are printed in another unit.
        language: In which it is said.
    """
    lines = _lines(rows, indicator.unit, language)
    name = indicator.name_vi if language is Language.VI else indicator.name_en
    found = LineChart(
        name="series",
        title=name,
        text=_text(lines, standings, language),
        unit=shown_unit(language, indicator.unit),
        lines=lines,
        goals=tuple(_goals(standings, indicator, units, language)),
        band=_band(lines, standings, indicator, units, language),
        highest_value=_WHOLE_PERCENT if indicator.is_part_of_whole else None,
    )
    return line_chart(found, lambda value: format_shortest(value, language=language))


def _lines(
    rows: Iterable[AnalyticsRow], unit: str, language: Language
) -> tuple[Line, ...]:
    """Return a line for each unit and each kind of source."""
    points: dict[tuple[str, str], _ByDay] = {}
    for row in rows:
        for value in (*((row.value,) if row.value else ()), *row.beside):
            period = parse_period(value.period)
            if value.value is None or period is None:
                continue
            label = _label(value, unit, language)
            point = Point(
                period.last, value.value, label, _SHAPES.get(value.origin, "computed")
            )
            key = (row.unit.code, str(value.origin))
            points.setdefault(key, {})[period.last] = point
    return tuple(
        Line(tuple(told[day] for day in sorted(told))) for told in points.values()
    )


def _label(value: Observation, unit: str, language: Language) -> str:
    told = observation_text(language, value, unit)
    origin = translate(ORIGINS[value.origin], language)
    return f"{period_text(value.period, language)}: {told}, {origin}"


def _goals(
    standings: Iterable[TargetStanding],
    indicator: Indicator,
    units: UnitTable,
    language: Language,
) -> Iterable[Goal]:
    for one in standings:
        target = one.target
        due = parse_period(target.period)
        value = units.convert(target.value, target.unit, indicator.unit)
        if due is None or value is None:
            continue
        label = (
            f"{due_text(language, target)}: {goal_text(language, target)},"
            f" {document_text(language, one)}"
        )
        yield Goal(due.last, value, label, is_ruling=one.force is Force.IN_FORCE)


def _band(
    lines: Iterable[Line],
    standings: Iterable[TargetStanding],
    indicator: Indicator,
    units: UnitTable,
    language: Language,
) -> Band | None:
    """Return the forecast that reaches farthest, from the last point of the series."""
    told = [
        (evidence.reading.forecast, one.target.unit)
        for one in standings
        for evidence in one.evidence
        if evidence.reading.forecast is not None
        and evidence.reading.forecast.change_per_year is not None
    ]
    points = [point for line in lines for point in line.points]
    if not told or not points:
        return None
    found, unit = max(told, key=lambda item: item[0].at)
    last = max(points, key=lambda point: point.at)
    factor = units.convert(1.0, unit, indicator.unit)
    if factor is None or last.at >= found.at:
        return None
    return _drawn(found, factor, last, indicator.unit, language)


def _drawn(
    found: Forecast, factor: float, last: Point, unit: str, language: Language
) -> Band:
    value = found.value * factor
    shown = format_shortest(value, language=language)
    label = translate(
        Message(
            "forecast for {day}: {value} {unit}",
            {"day": found.at, "value": shown, "unit": shown_unit(language, unit)},
        ),
        language,
    )
    return Band(
        start=last.at,
        start_value=last.value,
        at=found.at,
        value=value,
        low=None if found.low is None else found.low * factor,
        high=None if found.high is None else found.high * factor,
        label=label,
    )


def _text(
    lines: Iterable[Line], standings: Sequence[TargetStanding], language: Language
) -> str:
    """Return the chart in a sentence: the last value, and how many targets."""
    points = [point for line in lines for point in line.points]
    if not points:
        return ""
    last = max(points, key=lambda point: point.at)
    text = Message(
        "{count} values, the last {value}; {goals} targets.",
        {"count": len(points), "value": last.label, "goals": len(standings)},
    )
    return translate(text, language)
