"""Formulas: what the coverage of places says about an indicator.

A rate is simulated: ``Value.source`` of such a value ends with ``SIMULATED``, so that
nobody takes it for one that was measured.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hatangso.indicators.coverage_counts import (
    CoverageCounts,
    Service,
    Subject,
    Tally,
    add_tallies,
)
from hatangso.model.coverage import CoverageLevel
from hatangso.model.indicator import Indicator, Value, ValueMethod

__all__ = ["MEASURES", "SIMULATED", "Measure", "compute_values"]

SIMULATED = "simulated"

_PERCENT = 100


@dataclass(frozen=True)
class Measure:
    """A formula: a share of things reached, a count of those not reached, or a rate.

    Attributes:
        subject: What is counted.
        service: By what it is to be reached; None for things that are not covered.
        kinds: Kinds of facility or road that are added up.
        layers: Layers of the province that enter, in order.
        counts_missing: Whether the number not reached is the value.
    """

    subject: Subject
    service: Service | None
    layers: tuple[str, ...]
    kinds: tuple[str, ...] = ("",)
    counts_missing: bool = False


_RADIO = ("services", "sites", "terrain")


def _measures() -> dict[str, Measure]:
    table = {
        "villages_without_mobile": Measure(
            Subject.LOCALITY,
            Service.MOBILE,
            ("localities", *_RADIO),
            counts_missing=True,
        ),
        "universities_hospitals_5g": Measure(
            Subject.FACILITY,
            Service.G5,
            ("facilities", *_RADIO),
            kinds=("university", "hospital"),
        ),
        "industrial_zones_5g": Measure(
            Subject.FACILITY,
            Service.G5,
            ("facilities", *_RADIO),
            kinds=("industrial_zone",),
        ),
        "main_roads_4g_5g": Measure(
            Subject.ROAD_KM,
            Service.G4_OR_G5,
            ("roads", *_RADIO),
            kinds=("motorway", "national"),
        ),
        "sites_shared": Measure(Subject.SITE_SHARED, None, ("services", "sites")),
        "mean_rate_4g": Measure(Subject.RATE, Service.G4, ("localities", *_RADIO)),
        "mean_rate_5g": Measure(Subject.RATE, Service.G5, ("localities", *_RADIO)),
        "stations_5g_per_4g": Measure(Subject.STATION_5G, None, ("services", "sites")),
    }
    for name, subject, layers in (
        ("villages", Subject.LOCALITY, ("localities", *_RADIO)),
        ("people", Subject.PERSON, ("localities", *_RADIO)),
        ("communes", Subject.COMMUNE, ("communes", "localities", *_RADIO)),
    ):
        for service in Service:
            table[f"{name}_{service.value}"] = Measure(subject, service, layers)
    return table


MEASURES: Mapping[str, Measure] = MappingProxyType(_measures())


def compute_values(
    catalogue: Iterable[Indicator],
    counts: CoverageCounts,
    *,
    synthetic_layers: Collection[str] = (),
    level: CoverageLevel = CoverageLevel.BASIC,
) -> list[Value]:
    """Compute every indicator that the counts can answer.

    Args:
        catalogue: Indicators; those without a measure are passed over.
        counts: What is reached, not reached and unknown.
        synthetic_layers: Layers of the province that are synthetic.
        level: What counts as reached: basic or good.

    Returns:
        Values in the order of the catalogue, shares in per cent. An indicator of
        which nothing is known, or that has nothing to count, gives no value: that is
        "not measured", which is not the same as zero.
    """
    values = []
    for indicator in catalogue:
        if not indicator.measure:
            continue
        measure = MEASURES[indicator.measure]
        if measure.subject is Subject.RATE:
            values += _rates(indicator, measure, counts, synthetic_layers)
            continue
        tally = add_tallies(
            counts.tally(measure.subject, measure.service, kind, level=level)
            for kind in measure.kinds
        )
        if tally.known > 0:
            layers = _layers(measure, counts)
            values.append(_value(indicator, measure, tally, layers, synthetic_layers))
    return values


def _rates(
    indicator: Indicator,
    measure: Measure,
    counts: CoverageCounts,
    synthetic_layers: Collection[str],
) -> list[Value]:
    """Return the value of a simulated rate, if one was computed."""
    mean_mbps = counts.mean_rate_mbps.get(measure.service or Service.G4)
    if mean_mbps is None:
        return []
    layers = _layers(measure, counts)
    return [
        Value(
            indicator=indicator.code,
            value=round(mean_mbps, 1),
            unit=indicator.unit,
            method=ValueMethod.COMPUTED,
            source=f"{', '.join(layers)}; {SIMULATED}",
            rests_on_synthetic=any(layer in synthetic_layers for layer in layers),
        )
    ]


def _layers(measure: Measure, counts: CoverageCounts) -> tuple[str, ...]:
    # Clutter is the one layer that coverage can do without.
    extra = ("clutter",) if "terrain" in measure.layers else ()
    present = tuple(layer for layer in extra if layer in counts.layers)
    return tuple(sorted({*measure.layers, *present}))


def _value(
    indicator: Indicator,
    measure: Measure,
    tally: Tally,
    layers: tuple[str, ...],
    synthetic_layers: Collection[str],
) -> Value:
    share = _PERCENT * tally.reached / tally.known
    return Value(
        indicator=indicator.code,
        value=tally.missed if measure.counts_missing else share,
        unit=indicator.unit,
        method=ValueMethod.COMPUTED,
        source=", ".join(layers),
        numerator=tally.missed if measure.counts_missing else tally.reached,
        denominator=tally.known,
        unknown=tally.unknown,
        rests_on_synthetic=any(layer in synthetic_layers for layer in layers),
    )
