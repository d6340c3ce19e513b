"""A sensor as its page shows it: what it said by hours and days, and what not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from markupsafe import Markup

from hatangso.errors import Message, NotFoundError
from hatangso.language import Language, format_shortest, translate
from hatangso.model.sensing import Series
from hatangso.sensing.history import Bucket, Gap, buckets, gaps
from hatangso.sensing.judgement import Excursion, excursions
from hatangso.units import VIETNAM_TIME
from hatangso.web.charts.time_chart import TimeChart, time_chart
from hatangso.workflows.zone_twin import SensorTwin, TwinSummary

__all__ = ["SensorView", "Span", "moment_of", "sensor_of", "sensor_view"]

_HOUR_S, _DAY_S = 3600, 86_400
_MOST_GAPS = 10


class Span(StrEnum):
    """Which time is looked at, as the address has it."""

    DAY = "ngay"  # 24 hours by the hour
    WEEK = "tuan"  # seven days by the hour
    MONTH = "thang"  # 31 days by the day


_SPANS: Mapping[Span, tuple[int, int]] = {
    Span.DAY: (1, _HOUR_S),
    Span.WEEK: (7, _HOUR_S),
    Span.MONTH: (31, _DAY_S),
}
SPAN_WORDS: Mapping[Span, Message] = {
    Span.DAY: Message("24 hours"),
    Span.WEEK: Message("7 days"),
    Span.MONTH: Message("31 days"),
}


@dataclass(frozen=True)
class SensorView:
    """A sensor and its history.

    Attributes:
        chart: None when it said nothing in that time.
        buckets: Hours or days, the newest first.
        is_by_day: Whether buckets are days.
        gaps: The newest first, the longest times without a reading.
        gaps_n: How many there are.
        excursions: The newest first.
    """

    sensor: SensorTwin
    span: Span
    chart: Markup | None
    buckets: tuple[Bucket, ...]
    is_by_day: bool
    gaps: tuple[Gap, ...]
    gaps_n: int
    excursions: tuple[Excursion, ...]
    spans: Mapping[Span, Message]


def sensor_of(summary: TwinSummary, number: int) -> SensorTwin:
    """Return a sensor by the number of its record.

    Raises:
        NotFoundError: There is none.
    """
    for one in summary.sensors:
        if one.number == number:
            return one
    raise NotFoundError("there is no sensor {number}", number=number)


def moment_of(at_s: int) -> datetime:
    """Return a moment on the clocks of Viet Nam."""
    return datetime.fromtimestamp(at_s, VIETNAM_TIME)


def sensor_view(
    summary: TwinSummary,
    sensor: SensorTwin,
    series: Series,
    span: Span,
    language: Language,
) -> SensorView:
    """Return what a sensor said up to the moment of a summary."""
    days, width_s = _SPANS[span]
    heard = series.until(int(summary.moment.timestamp()))
    start_s, end_s = _ends(summary.moment, days, width_s)
    found = buckets(heard, start_s=start_s, end_s=end_s, width_s=width_s)
    missing = gaps(
        heard,
        start_s=start_s,
        end_s=int(summary.moment.timestamp()),
        longest_s=summary.rules.silent_after_s(sensor.every_min),
    )
    beyond = excursions(heard, sensor.limits, summary.rules)
    return SensorView(
        sensor,
        span,
        _chart(sensor, found, width_s, language),
        tuple(reversed(found)),
        width_s == _DAY_S,
        tuple(reversed(missing))[:_MOST_GAPS],
        len(missing),
        tuple(x for x in reversed(beyond) if x.end_s is None or x.end_s > start_s),
        SPAN_WORDS,
    )


def _ends(moment: datetime, days: int, width_s: int) -> tuple[int, int]:
    """Return start and end: whole hours, or whole days of Viet Nam."""
    if width_s == _DAY_S:
        day = moment.date() + timedelta(days=1)
        end = datetime.combine(day, time(), VIETNAM_TIME)
    else:
        end = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    end_s = int(end.timestamp())
    return end_s - days * _DAY_S, end_s


def _chart(
    sensor: SensorTwin, found: tuple[Bucket, ...], width_s: int, language: Language
) -> Markup | None:
    def number(value: float) -> str:
        return format_shortest(value, 2, language)

    def say(text: str, **values: object) -> str:
        return translate(Message(text, values), language)

    lows = [one.low for one in found if one.low is not None]
    highs = [one.high for one in found if one.high is not None]
    text = say("no reading in this time")
    if lows and highs:
        text = say(
            "from {low} to {high} {unit}; {missing} of {count} parts without a reading",
            low=number(min(lows)),
            high=number(max(highs)),
            unit=sensor.unit,
            missing=sum(not one.readings_n for one in found),
            count=len(found),
        )
    return time_chart(
        TimeChart(
            f"sensor-{sensor.number}",
            sensor.name,
            text,
            sensor.unit,
            found,
            width_s,
            sensor.limits,
            say("low limit"),
            say("high limit"),
            say("no reading: not known"),
        ),
        number,
    )
