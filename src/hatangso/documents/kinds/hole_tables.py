"""Tables of places without signal: commune by commune, and with the nearest sites."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from hatangso.documents.kinds.hole_facts import HoleClass, HoleEntry, SiteOf
from hatangso.documents.kinds.petition_case import CaseOrigin, least_trusted
from hatangso.documents.official.blocks import (
    Column,
    ColumnKind,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.numbers import traced
from hatangso.documents.official.spans import Sentence, TracedNumber
from hatangso.documents.whereabouts import within
from hatangso.language import format_date, sort_key
from hatangso.units import KM_PER_M

__all__ = [
    "CLASS_TITLES",
    "commune_table",
    "place_table",
    "site_table",
    "totalled",
]

CLASS_TITLES = {
    HoleClass.WHITE: "Thôn trắng sóng",
    HoleClass.HOLLOW: "Cụm dân cư lõm sóng",
    HoleClass.UNCLASSED: "Nơi chưa phân loại",
    HoleClass.SIMULATED_NONE: "Thôn chưa có sóng di động (mô phỏng)",
    HoleClass.SIMULATED_4G: "Thôn chưa có sóng 4G (mô phỏng)",
}
_SHORT_TITLES = {
    HoleClass.WHITE: "Trắng sóng",
    HoleClass.HOLLOW: "Lõm sóng",
    HoleClass.UNCLASSED: "Chưa phân loại",
    HoleClass.SIMULATED_NONE: "Chưa có sóng (mô phỏng)",
    HoleClass.SIMULATED_4G: "Chưa có 4G (mô phỏng)",
}
_ORDINAL = Column("stt", "STT", ColumnKind.ORDINAL, width=0.55)
_SITE_NOTE = (
    "Ghi chú: khoảng cách theo đường thẳng; độ cao so với mực nước biển; che khuất tính"
    " đến trạm 4G có tín hiệu mạnh nhất, trừ nơi sổ đăng ký đã ghi."
)
_POWER = {True: "Có", False: "Không", None: "Chưa rõ"}


@dataclass(frozen=True)
class _Field:
    """A column with what it says of a place; what nobody fills in is left out."""

    column: Column
    told: Callable[[HoleEntry], Sentence]
    is_kept: bool = False


def totalled(
    key: str,
    value: int | None,
    label: str,
    entries: Sequence[HoleEntry],
    unit: str = "",
) -> TracedNumber:
    """Return a number that was counted in the list, with the list's own origin."""
    origins = [one.origin for one in entries] or [CaseOrigin()]
    return traced(
        value,
        unit=unit,
        key=f"holes:{key}",
        label=label,
        period=origins[0].period,
        source=f"Cộng từ danh sách: {origins[0].source}",
        reality=least_trusted(one.reality for one in origins),
    )


def place_table(hole_class: HoleClass, entries: Sequence[HoleEntry]) -> Table:
    """Return the places of a class, grouped by commune, with their total."""
    shown = [
        one for one in _FIELDS if one.is_kept or any(one.told(hole) for hole in entries)
    ]
    # A village without signal anywhere has no cluster to name.
    missing = [
        one.column.title.lower()
        for one in _FIELDS
        if one not in shown and one.column.key != "cluster"
    ]
    rows: list[Row] = []
    number = 0
    for commune, holes in groupby(entries, lambda one: one.commune):
        rows.append(Row(((commune or "Chưa rõ xã, phường",),), RowRole.GROUP))
        for one in holes:
            number += 1
            cells = (told.told(one) for told in shown)
            rows.append(Row(((str(number),), *cells)))
    code = hole_class.value
    of = _low(CLASS_TITLES[hole_class])
    sums: dict[str, Sentence] = {
        "households": _total(f"households:{code}", "households", "hộ", entries, of),
        "people": _total(f"people:{code}", "people", "người", entries, of),
        "place": ("Tổng cộng",),
    }
    total = (sums.get(one.column.key, ()) for one in shown)
    rows.append(Row(((), *total), RowRole.TOTAL))
    note = f"Ghi chú: chưa có số liệu về {', '.join(missing)}." if missing else ""
    return Table(
        name=f"places_{code}",
        caption=CLASS_TITLES[hole_class],
        columns=(_ORDINAL, *(one.column for one in shown)),
        rows=tuple(rows),
        note=note,
    )


def _total(
    key: str, name: str, unit: str, entries: Sequence[HoleEntry], of: str
) -> tuple[TracedNumber]:
    values = [getattr(one, name) for one in entries]
    known = [value for value in values if value is not None]
    label = f"Tổng số {unit}, {of}"
    return (totalled(key, sum(known) if known else None, label, entries, unit),)


def commune_table(entries: Sequence[HoleEntry]) -> Table:
    """Return how many places, households and people each commune has."""
    classes = [one for one in HoleClass if any(e.hole_class is one for e in entries)]
    columns = (
        _ORDINAL,
        Column("commune", "Xã, phường", width=2.4),
        *(
            Column(f"count_{one.value}", _SHORT_TITLES[one], ColumnKind.NUMBER, "nơi")
            for one in classes
        ),
        Column("households", "Số hộ", ColumnKind.NUMBER, "hộ"),
        Column("people", "Số dân", ColumnKind.NUMBER, "người"),
        Column("no_power", "Chưa có điện lưới", ColumnKind.NUMBER, "nơi"),
    )
    by_commune = [
        (name, list(found)) for name, found in groupby(entries, lambda e: e.commune)
    ]
    rows = [
        Row(
            (
                (str(at),),
                (name or "Chưa rõ xã, phường",),
                *_counts(name or "?", found, classes),
            )
        )
        for at, (name, found) in enumerate(by_commune, start=1)
    ]
    rows.append(
        Row(
            ((), ("Tổng cộng",), *_counts("all", entries, classes)),
            RowRole.TOTAL,
        )
    )
    return Table("communes", "Tổng hợp theo xã, phường", columns, tuple(rows))


def _counts(
    key: str, entries: Sequence[HoleEntry], classes: Iterable[HoleClass]
) -> Iterable[Sentence]:
    for one in classes:
        count = sum(entry.hole_class is one for entry in entries)
        label = f"{CLASS_TITLES[one]}, {_where(key)}"
        yield (totalled(f"{one.value}:{key}", count, label, entries),)
    yield _total(f"households:{key}", "households", "hộ", entries, _where(key))
    yield _total(f"people:{key}", "people", "người", entries, _where(key))
    powers = [entry.has_grid_power for entry in entries]
    is_known = any(power is not None for power in powers)
    dark = powers.count(False) if is_known else None  # nobody has said is not none
    label = f"Nơi chưa có điện lưới, {_where(key)}"
    yield (totalled(f"no_power:{key}", dark, label, entries),)


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _where(key: str) -> str:
    return "toàn tỉnh" if key == "all" else within(key)


def site_table(entries: Sequence[HoleEntry]) -> Table:
    """Return the nearest site of each operator, and what stands in the way."""
    operators = sorted(
        {site.operator for one in entries for site in one.sites}, key=sort_key
    )
    columns = (
        _ORDINAL,
        Column("place", "Thôn, cụm dân cư", width=1.9),
        *(
            Column(f"site_{at}", name, width=1.5, group="Trạm gần nhất, khoảng cách")
            for at, name in enumerate(operators, start=1)
        ),
        Column("obstruction", "Che khuất", width=2.3),
    )
    rows: list[Row] = []
    number = 0
    for commune, holes in groupby(entries, lambda one: one.commune):
        rows.append(Row(((commune or "Chưa rõ xã, phường",),), RowRole.GROUP))
        for one in holes:
            number += 1
            near = {site.operator: site for site in one.sites}
            cells = (_site(one, near.get(name)) for name in operators)
            place = f"{one.cluster} ({one.place})" if one.cluster else one.place
            rows.append(Row(((str(number),), (place,), *cells, _obstruction(one))))
    return Table(
        "nearest_sites",
        "Trạm gần nhất của các doanh nghiệp và địa hình che khuất",
        columns,
        tuple(rows),
        note=_SITE_NOTE,
    )


def _site(hole: HoleEntry, site: SiteOf | None) -> Sentence:
    if site is None:
        return ()
    if site.distance_km is None:
        return (site.name,)
    away = traced(
        site.distance_km,
        unit="km",
        decimals=1,
        shows_unit=True,
        key=f"nearest:{site.operator}:{hole.key}",
        label=f"Khoảng cách từ {hole.place} đến trạm gần nhất của {site.operator}",
        period=site.origin.period,
        source=site.origin.source,
        reality=site.origin.reality,
    )
    return (f"{site.name}, ", away) if site.name else (away,)


def _obstruction(hole: HoleEntry) -> Sentence:
    told = hole.obstruction
    if told.told or told.top_m is None or told.from_place_m is None:
        return (told.told,) if told.told else ()
    origin = told.origin
    height = traced(
        told.top_m,
        unit="m",
        shows_unit=True,
        key=f"obstacle:{hole.key}",
        label=f"Độ cao địa hình che khuất {hole.place}",
        period=origin.period,
        source=origin.source,
        reality=origin.reality,
    )
    away = traced(
        told.from_place_m * KM_PER_M,
        unit="km",
        decimals=1,
        shows_unit=True,
        key=f"obstacle_away:{hole.key}",
        label=f"Khoảng cách từ {hole.place} đến chỗ che khuất",
        period=origin.period,
        source=origin.source,
        reality=origin.reality,
    )
    return ("Địa hình cao ", height, ", cách thôn ", away)


def _number(name: str, label: str, unit: str) -> Callable[[HoleEntry], Sentence]:
    def told(hole: HoleEntry) -> Sentence:
        number = traced(
            getattr(hole, name),
            unit=unit,
            key=f"{name}:{hole.key}",
            label=f"{label} của {hole.cluster or hole.place}",
            period=hole.origin.period,
            source=hole.origin.source,
            reality=hole.origin.reality,
        )
        return (number,)

    return told


def _text(name: str) -> Callable[[HoleEntry], Sentence]:
    def told(hole: HoleEntry) -> Sentence:
        value = str(getattr(hole, name))
        return (value,) if value else ()

    return told


def _promised(hole: HoleEntry) -> Sentence:
    return (format_date(hole.promised_on),) if hole.promised_on else ()


_FIELDS = (
    _Field(Column("place", "Thôn", width=1.6), _text("place"), is_kept=True),
    _Field(Column("cluster", "Cụm dân cư", width=1.4), _text("cluster")),
    _Field(Column("commune", "Xã, phường", width=1.5), _text("commune"), is_kept=True),
    _Field(
        Column("households", "Số hộ", ColumnKind.NUMBER, "hộ", 1.0),
        _number("households", "Số hộ", "hộ"),
        is_kept=True,
    ),
    _Field(
        Column("people", "Số dân", ColumnKind.NUMBER, "người", 1.0),
        _number("people", "Số người", "người"),
        is_kept=True,
    ),
    _Field(
        Column("power", "Điện lưới", width=0.8),
        lambda hole: (_POWER[hole.has_grid_power],),
        is_kept=True,
    ),
    _Field(Column("difficulty", "Khu vực khó khăn", width=1.2), _text("difficulty")),
    _Field(
        Column("operator", "Doanh nghiệp chịu trách nhiệm", width=1.5),
        _text("operator"),
    ),
    _Field(Column("promised_on", "Thời hạn", ColumnKind.DATE, width=1.25), _promised),
    _Field(Column("funding", "Nguồn vốn", width=1.6), _text("funding")),
    _Field(Column("state", "Trạng thái", width=1.2), _text("state")),
)
