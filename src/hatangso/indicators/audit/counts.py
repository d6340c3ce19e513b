"""Counts and shares of one report that cannot all be true."""

from collections.abc import Iterator, Sequence

from hatangso.errors import Message
from hatangso.indicators.audit.readings import Reading, half_digit, of, side_by_side
from hatangso.indicators.audit.rules import AuditRules, Remainder
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.model.indicator import AuditRecord

__all__ = [
    "above_hundred",
    "above_whole",
    "additions",
    "remainders",
    "shares",
    "sums",
    "unequal",
]

_ASK = Message("ask the source which of the two numbers is wrong")
_WHOLE_PERCENT = 100.0


def above_whole(readings: Sequence[Reading], rules: AuditRules) -> list[AuditRecord]:
    """Return parts that are larger than their whole."""
    return [
        AuditRecord(
            rule="above_whole",
            figures=(part.id, whole.id),
            problem=Message("the part is larger than the whole"),
            arithmetic=Message(
                "{part:.10g} / {whole:.10g} = {percent:.1f} %",
                {
                    "part": part.value,
                    "whole": whole.value,
                    "percent": 100 * part.value / whole.value,
                },
            ),
            suggestion=_ASK,
        )
        for pair in rules.pair
        for part, whole in side_by_side(readings, pair.part, pair.whole)
        if part.value > whole.value > 0
    ]


def above_hundred(
    readings: Sequence[Reading], rules: AuditRules, catalogue: IndicatorCatalogue
) -> list[AuditRecord]:
    """Return percentages of a whole that pass 100."""
    return [
        AuditRecord(
            rule="above_hundred",
            figures=(reading.id,),
            problem=Message("a share of a whole is above 100 %"),
            arithmetic=Message("{value:.10g} % > 100 %", {"value": reading.value}),
            suggestion=Message("ask the source for the two counts behind it"),
        )
        for reading in readings
        if catalogue[reading.indicator].unit == "%"
        and reading.indicator not in rules.above_hundred_allowed
        and (catalogue.units.convert(reading.value, reading.figure.unit, "%") or 0.0)
        > _WHOLE_PERCENT
    ]


def shares(readings: Sequence[Reading], rules: AuditRules) -> list[AuditRecord]:
    """Return percentages that are not the quotient of the counts beside them."""
    return [
        AuditRecord(
            rule="share_disagrees",
            figures=(share.id, part.id, whole.id),
            problem=Message("the percentage is not that of its counts"),
            arithmetic=Message(
                "{part:.10g} / {whole:.10g} = {percent:.2f} %, printed {share:.10g} %",
                {
                    "part": part.value,
                    "whole": whole.value,
                    "percent": 100 * part.value / whole.value,
                    "share": share.value,
                },
            ),
            suggestion=Message("ask the source which of the three numbers is wrong"),
            suggested_value=100 * part.value / whole.value,
        )
        for rule in rules.share
        for share, part, whole in side_by_side(
            readings, rule.share, rule.part, rule.whole
        )
        if whole.value > 0
        and abs(100 * part.value / whole.value - share.value)
        > half_digit(share.value) * (1 + 1e-9)
    ]


def remainders(readings: Sequence[Reading], rules: AuditRules) -> list[AuditRecord]:
    """Return totals that do not fit a share and the number of those who lack it."""
    return [
        record
        for rule in rules.remainder
        for share, lacking in side_by_side(readings, rule.share, rule.lacking)
        for record in _remainder(rule, share, lacking, readings)
    ]


def _remainder(
    rule: Remainder, share: Reading, lacking: Reading, readings: Sequence[Reading]
) -> Iterator[AuditRecord]:
    lacking_percent = _WHOLE_PERCENT - share.value
    half = half_digit(share.value)
    if lacking_percent <= half:
        return
    least = lacking.value * _WHOLE_PERCENT / (lacking_percent + half)
    most = lacking.value * _WHOLE_PERCENT / (lacking_percent - half)
    totals = [total for code in rule.totals for total in of(readings, code)]
    fitting = [total for total in totals if least <= total.value <= most]
    for total in totals:
        if total in fitting or not total.value:
            continue
        numbers = {
            "lacking": lacking.value,
            "share": share.value,
            "least": least,
            "most": most,
            "total": total.value,
            "percent": _WHOLE_PERCENT * (1 - lacking.value / total.value),
        }
        yield AuditRecord(
            rule="total_does_not_fit",
            figures=(total.id, share.id, lacking.id),
            problem=Message("the share and the number of the rest need another total"),
            arithmetic=Message(
                "{lacking:.10g} without and {share:.10g} % with need a total of"
                " {least:.0f} to {most:.0f}; {total:.0f} would give {percent:.2f} %",
                numbers,
            ),
            suggestion=Message("ask the source for the total"),
            suggested_value=fitting[0].value if fitting else None,
        )


def sums(readings: Sequence[Reading], rules: AuditRules) -> list[AuditRecord]:
    """Return wholes that are not the sum of the parts printed beside them."""
    records = []
    for rule in rules.sum:
        for whole, *parts in side_by_side(readings, rule.whole, *rule.parts):
            total = sum(part.value for part in parts)
            if total == whole.value:
                continue
            numbers = {"total": total, "whole": whole.value}
            added = " + ".join(f"{part.value:.10g}" for part in parts)
            records.append(
                AuditRecord(
                    rule="sum_differs",
                    figures=(whole.id, *(part.id for part in parts)),
                    problem=Message("the parts do not add up to the whole"),
                    arithmetic=Message(
                        "{added} = {total:.10g}, printed {whole:.10g}",
                        {"added": added, **numbers},
                    ),
                    suggestion=_ASK,
                    suggested_value=total,
                )
            )
    return records


def unequal(readings: Sequence[Reading], rules: AuditRules) -> list[AuditRecord]:
    """Return two counts of one thing that differ."""
    return [
        AuditRecord(
            rule="counts_differ",
            figures=(one.id, other.id),
            problem=Message("two counts of the same thing differ"),
            arithmetic=Message(
                "{one:.10g} and {other:.10g}: {difference:+.10g}",
                {
                    "one": one.value,
                    "other": other.value,
                    "difference": other.value - one.value,
                },
            ),
            suggestion=Message("ask the source what each of them counts"),
        )
        for rule in rules.equal
        for one, other in side_by_side(readings, rule.one, rule.other)
        if one.value != other.value
    ]


def additions(readings: Sequence[Reading], rules: AuditRules) -> list[AuditRecord]:
    """Return totals of which nobody can tell whether they contain what was added."""
    return [
        AuditRecord(
            rule="addition_unclear",
            figures=(total.id, added.id),
            problem=Message("the total may or may not contain what was added"),
            arithmetic=Message(
                "{total:.10g} - {added:.10g} = {before:.10g} before, or"
                " {total:.10g} + {added:.10g} = {after:.10g} now",
                {
                    "total": total.value,
                    "added": added.value,
                    "before": total.value - added.value,
                    "after": total.value + added.value,
                },
            ),
            suggestion=Message("ask the source; both numbers stay as printed"),
            is_note=True,
        )
        for rule in rules.addition
        for total in of(readings, rule.total)
        for added in of(readings, rule.added)
        if total.figure.document == added.figure.document and added.value
    ]
