"""A few made-up units and values: two provinces that were merged in 2025."""

from datetime import date

from hatangso.geography.unit_history import UnitHistory, UnitSize
from hatangso.model.indicator_series import Observation, Origin
from hatangso.model.unit_history import Level, Successor, UnitExistence

BEFORE, AFTER = date(2024, 12, 31), date(2025, 7, 1)
_END = date(2025, 6, 30)


def _unit(
    code: str, name: str, level: Level, parent: str, *, is_new: bool
) -> UnitExistence:
    start, end = (AFTER, None) if is_new else (None, _END)
    kind = "tỉnh" if level is Level.PROVINCE else "xã"
    return UnitExistence(code, name, kind, level, parent, start, end)


# Communes 1 and 2 of province A, 3 and 4 of B; 2 is divided between 11 and 12.
UNITS = UnitHistory(
    (
        _unit("A", "Đông", Level.PROVINCE, "", is_new=False),
        _unit("B", "Tây", Level.PROVINCE, "", is_new=False),
        _unit("B", "Tây", Level.PROVINCE, "", is_new=True),
        *(_unit(c, f"Xã {c}", Level.COMMUNE, "A", is_new=False) for c in ("1", "2")),
        *(_unit(c, f"Xã {c}", Level.COMMUNE, "B", is_new=False) for c in ("3", "4")),
        *(_unit(c, f"Xã {c}", Level.COMMUNE, "B", is_new=True) for c in ("11", "12")),
        _unit("13", "Xã 13", Level.COMMUNE, "B", is_new=True),
    ),
    (
        Successor("A", "B", AFTER, 1, 1, 1),
        Successor("B", "B", AFTER, 1, 1, 1),
        Successor("1", "11", AFTER, 1, 1, 1),
        Successor("2", "11", AFTER, 0.5, 0.25, 0.25, is_estimated=True),
        Successor("2", "12", AFTER, 0.5, 0.75, 0.75, is_estimated=True),
        Successor("3", "13", AFTER, 1, 1, 1),
        Successor("4", "13", AFTER, 1, 1, 1),
    ),
    tuple(
        UnitSize(code, None, area, people)
        for code, area, people in (
            ("A", 20.0, 300.0),
            ("B", 30.0, 500.0),
            ("1", 5.0, 100.0),
            ("2", 15.0, 200.0),
            ("3", 10.0, 400.0),
            ("4", 20.0, 100.0),
        )
    ),
)


def told(
    unit: str,
    value: float | None,
    period: str = "2024",
    *,
    indicator: str = "station_count",
    on: date = BEFORE,
    origin: Origin = Origin.REPORTED,
    source: str = "doc",
    issued: str = "",
    counts: tuple[float, float] | None = None,
) -> Observation:
    above, below = counts or (None, None)
    return Observation(
        indicator,
        unit,
        on,
        period,
        value,
        origin,
        source=source,
        issued=issued,
        numerator=above,
        denominator=below,
    )
