"""What exporters of Prometheus tell of hosts, machines and storage."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import isfinite

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from hatangso.errors import InvalidInputError
from hatangso.language.measure_units import factor_between

__all__ = ["KnownMetric", "known_metrics", "read_metrics"]

_FILE = "known_metrics.toml"
_KEPT_DIGITS = 12
# By kind and key the values of a record.
Found = dict[tuple[str, str], dict[str, str | float]]


@dataclass(frozen=True)
class KnownMetric:
    """One metric, as ``known_metrics.toml`` explains it.

    Attributes:
        fills: The field that its value is for.
        factor: By what its values are multiplied.
    """

    name: str
    kind: str
    key: tuple[str, ...]
    fills: str
    factor: float = 1.0
    how: str = "value"
    of: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)


@cache
def known_metrics() -> Mapping[str, KnownMetric]:
    """Return the metrics that are known, by name."""
    path = files("hatangso") / "io" / "records" / _FILE
    told = tomllib.loads(path.read_text(encoding="utf-8"))["metric"]
    return {
        one["name"]: KnownMetric(
            one["name"],
            one["kind"],
            tuple(one["key"]),
            one["field"],
            _factor(one),
            one.get("how", "value"),
            one.get("of", ""),
            one.get("beside", {}),
            one.get("states", {}),
        )
        for one in told
    }


def _factor(told: Mapping[str, float | str]) -> float:
    unit = str(told.get("unit", ""))
    return float(told.get("factor", 1.0)) * (factor_between(unit, "GB") or 1.0)


def read_metrics(text: str, *, source: str) -> Found:
    """Read the text format of Prometheus.

    Metrics that are not known are passed over, and so are values that are no numbers.

    Args:
        text: As an exporter gives it.
        source: What it is called in an error.

    Returns:
        Values by field, by kind and key of the record.

    Raises:
        InvalidInputError: It is not in this format, or holds nothing that is known.
    """
    seen: dict[tuple[str, str, str], dict[str, float]] = {}
    found: Found = {}
    try:
        families = list(text_string_to_metric_families(text))
    except (ValueError, IndexError, KeyError) as error:
        problem = "{source} is no text of Prometheus: {error}"
        raise InvalidInputError(problem, source=source, error=error) from error
    names = _node_names([one for family in families for one in family.samples])
    for family in families:
        # Without a line TYPE a counter keeps its ending.
        metric = known_metrics().get(family.name.removesuffix("_total"))
        for sample in family.samples if metric else ():
            key = _key(metric, sample, names)  # type: ignore[arg-type]  # looked at
            if key and metric and isfinite(sample.value):
                _take(metric, key, sample, found, seen)
    if not found:
        problem = "{source} tells nothing of hosts, machines or storage"
        raise InvalidInputError(problem, source=source)
    return dict(sorted(found.items()))


def _node_names(samples: list[Sample]) -> dict[str, str]:
    """Return the names of nodes by their instance: ``node_uname_info`` tells them."""
    return {
        one.labels.get("instance", ""): one.labels["nodename"]
        for one in samples
        if one.name == "node_uname_info" and one.labels.get("nodename")
    }


def _key(metric: KnownMetric, sample: Sample, names: Mapping[str, str]) -> str:
    for label in metric.key:
        if label == "nodename":
            named = names.get(sample.labels.get("instance", ""))
            if named:
                return named
        elif sample.labels.get(label):
            # The port of an exporter is no part of a host's name.
            return sample.labels[label].rsplit(":", 1)[0]
    return ""


def _take(
    metric: KnownMetric,
    key: str,
    sample: Sample,
    found: Found,
    seen: dict[tuple[str, str, str], dict[str, float]],
) -> None:
    values = found.setdefault((metric.kind, key), {})
    for label, name in metric.beside.items():
        if sample.labels.get(label):
            values[name] = sample.labels[label]
    if metric.how == "state":
        state = metric.states.get(f"{sample.value:g}")
        if state is not None:
            values[metric.fills] = state
        return
    parts = seen.setdefault((metric.kind, key, metric.fills), {})
    # A sample that comes twice is one thing still.
    parts[sample.labels.get(metric.of, "")] = sample.value * metric.factor
    total = len(parts) if metric.how == "count" else sum(parts.values())
    values[metric.fills] = float(f"{total:.{_KEPT_DIGITS}g}")
