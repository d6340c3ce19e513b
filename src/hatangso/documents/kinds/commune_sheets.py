"""Phiếu thông tin hạ tầng số: what is known of a commune, on one page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median

from hatangso.documents.kinds.fixed_text import said
from hatangso.documents.kinds.periodic_facts import HoleFact, TaskFact
from hatangso.documents.official.blocks import (
    Block,
    Column,
    ColumnKind,
    Figure,
    PageBreak,
    Row,
    Table,
)
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.numbers import traced
from hatangso.documents.official.official_document import DocumentForm, OfficialDocument
from hatangso.documents.official.spans import NO_DATA, Sentence, Span, TracedNumber
from hatangso.documents.official.wording import plain_text
from hatangso.documents.whereabouts import within
from hatangso.language import format_date, sort_key
from hatangso.model.provenance import Reality

__all__ = [
    "KIND_CODE",
    "CommuneFacts",
    "OperatorServices",
    "SheetFacts",
    "TechnologyCover",
    "compose_sheets",
]

KIND_CODE = "commune_sheets"
_REGISTER = "Sổ đăng ký hạ tầng số của tỉnh"
_COMPUTED = "Kết quả tính toán phủ sóng"
_MAIN = "4G"
_TECHNOLOGIES = ("2G", "3G", "4G", "5G")
_PER_PEOPLE = 10_000
_ALL_PERCENT = 100
# So much of a list that a sheet stays on its page.
_HOLES, _TASKS, _NAMES, _OPERATORS, _FACILITIES, _LONGEST = 2, 2, 2, 4, 6, 36
# Letters in a line of the wide column; how wide a map may be above so many lines.
_LINE = 62
_MAP_WIDTHS_MM = ((13, 100.0), (16, 75.0), (19, 50.0))
_UNKNOWN = said(f"{NO_DATA.capitalize()}.")
_OVER = ("closed", "rejected")
_STATES = {
    "reported": "mới phản ánh",
    "confirmed": "đã xác nhận",
    "assigned": "đã giao doanh nghiệp",
    "building": "đang thực hiện",
}


@dataclass(frozen=True)
class OperatorServices:
    """What an operator runs in a commune; services by technology."""

    operator: str
    sites: int
    services: Mapping[str, int]


@dataclass(frozen=True)
class TechnologyCover:
    """Whom a technology reaches by the computed coverage.

    Attributes:
        people: Of localities of which it is known.
        places_uncertain: Localities where the two models disagree.
    """

    technology: str
    people: int
    people_reached: int
    places: int
    places_without: int
    places_unknown: int
    places_uncertain: int

    @property
    def reached_percent(self) -> float | None:
        """Return the share of people reached; None when nothing is known."""
        return _ALL_PERCENT * self.people_reached / self.people if self.people else None


@dataclass(frozen=True)
class CommuneFacts:
    """What is known of one commune.

    Attributes:
        cover: By technology; None when no coverage is computed that still holds.
        holes: None when the register has no list of holes; likewise the others.
        facilities: Number by kind, in words.
        nodes: Where the government network ends.
        team_members: None when nobody has said.
        map: None without a drawing.
    """

    code: str
    name: str
    area_km2: float | None
    people: int | None
    people_reality: Reality
    localities: int
    households: int | None
    sites: int
    operators: tuple[OperatorServices, ...] = ()
    cover: Mapping[str, TechnologyCover] | None = None
    holes: tuple[HoleFact, ...] | None = None
    facilities: Mapping[str, int] | None = None
    nodes: tuple[str, ...] | None = None
    endpoints: tuple[str, ...] | None = None
    teams: int | None = None
    team_members: int | None = None
    tasks: tuple[TaskFact, ...] | None = None
    map: Figure | None = None


@dataclass(frozen=True)
class SheetFacts:
    """What the sheets are made of.

    Attributes:
        communes: All of the province: each is held against their median.
        shown: Codes of those that get a sheet; empty for all.
        as_of: Day of the province's data, as written.
        realities: Of the layers: ``sites``, ``localities``, ``coverage`` …
    """

    issuer: Issuer
    communes: tuple[CommuneFacts, ...]
    as_of: str
    realities: Mapping[str, Reality]
    shown: frozenset[str] = frozenset()
    today: date | None = None
    marks: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)


def compose_sheets(facts: SheetFacts) -> OfficialDocument:
    """Return a sheet for every commune that is asked for, each on a page."""
    sheets = [one for one in facts.communes if one.code in facts.shown]
    sheets = sheets or list(facts.communes)
    sheets.sort(key=lambda one: sort_key(one.name))
    blocks: list[Block] = []
    for one in sheets:
        if blocks:
            blocks.append(PageBreak())
        blocks += _Sheet(facts, one).blocks()
    only = f" {sheets[0].name}" if len(sheets) == 1 else " các xã, phường"
    return OfficialDocument(
        kind=KIND_CODE,
        form=DocumentForm.SHEETS,
        letterhead=facts.issuer.department_letterhead("", None),
        type_name="",
        subject=f"PHIẾU THÔNG TIN HẠ TẦNG SỐ{only.upper()}",
        blocks=tuple(blocks),
        parameters=facts.parameters,
        marks=facts.marks,
    )


class _Sheet:
    """The sheet of one commune."""

    def __init__(self, facts: SheetFacts, commune: CommuneFacts) -> None:
        self._facts = facts
        self._commune = commune

    def blocks(self) -> Iterator[Block]:
        """Yield the numbers, what needs words, and the map."""
        code, name = self._commune.code, self._commune.name
        words = tuple(self._words())
        yield Table(
            name=f"so_lieu_{code}",
            caption=f"Phiếu thông tin hạ tầng số {within(name)}",
            columns=(*_columns("1"), *_columns("2")),
            rows=tuple(
                Row((*left, *right))
                for left, right in zip(self._things(), self._reached(), strict=True)
            ),
            note="Ghi chú: trung vị của các xã, phường; phủ sóng là kết quả tính toán.",
        )
        yield Table(
            name=f"tinh_hinh_{code}",
            caption=f"Tình hình trên địa bàn {within(name)}",
            columns=(
                Column("noi_dung", "Nội dung", width=2.9),
                Column("tinh_hinh", "Tình hình", width=6.4),
            ),
            rows=words,
        )
        width_mm = _map_width_mm(words)
        if self._commune.map is not None and width_mm is not None:
            yield replace(self._commune.map, width_mm=width_mm)

    def _compared(
        self,
        what: str,
        label: str,
        pick: Callable[[CommuneFacts], float | None],
        *,
        unit: str = "",
        decimals: int = 0,
        layer: str = "",
        source: str = _REGISTER,
    ) -> tuple[Sentence, ...]:
        """Return a number and the median of the communes of which it is known."""
        known = [v for v in map(pick, self._facts.communes) if v is not None]
        cells: list[Sentence] = [said(f"{label} ({unit})" if unit else label)]
        for key, value in (
            (self._commune.code, pick(self._commune)),
            ("median", median(known) if known else None),
        ):
            number = traced(
                None if value is None else round(value, decimals),
                unit=unit,
                decimals=decimals,
                key=f"commune:{key}:{what}",
                label=f"{label}: "
                + (self._commune.name if key != "median" else "trung vị toàn tỉnh"),
                period=self._facts.as_of,
                source=source,
                reality=self._facts.realities.get(layer, Reality.REAL),
            )
            cells.append((number,))
        return tuple(cells)

    def _things(self) -> Iterator[tuple[Sentence, ...]]:
        yield self._compared(
            "area", "Diện tích", lambda x: x.area_km2, unit="km²", decimals=1,
            layer="communes",
        )  # fmt: skip
        yield self._compared(
            "people", "Dân số", lambda x: x.people, unit="người", layer="communes"
        )
        yield self._compared(
            "places", "Thôn, tổ dân phố", lambda x: x.localities or None,
            layer="localities",
        )  # fmt: skip
        yield self._compared(
            "households", "Số hộ", lambda x: x.households, unit="hộ",
            layer="localities",
        )  # fmt: skip

        yield self._compared("sites", "Vị trí trạm", lambda x: x.sites, layer="sites")
        yield self._compared(
            "services", "Dịch vụ trên trạm",
            lambda x: sum(sum(one.services.values()) for one in x.operators),
            layer="services",
        )  # fmt: skip
        yield self._compared(
            "sites_per_people", "Trạm/10.000 dân", _sites_per_people,
            decimals=1, layer="sites",
        )  # fmt: skip

    def _operators(self) -> Sentence:
        operators = self._commune.operators
        if not operators:
            return said("Chưa có dịch vụ trên địa bàn theo sổ đăng ký.")
        spans: list[Span] = []
        for one in operators[:_OPERATORS]:
            spans.append("; " if spans else "")
            spans.append(f"{_cut(one.operator)} ")
            spans.append(
                self._number(f"sites:{one.operator}", f"Trạm {one.operator}", one.sites)
            )
            spans.append(" trạm (")
            for at, (technology, count) in enumerate(sorted(one.services.items())):
                spans.append(f"{', ' if at else ''}{technology}: ")
                label = f"Dịch vụ {technology} của {one.operator}"
                key = f"services:{one.operator}:{technology}"
                spans.append(self._number(key, label, count))
            spans.append(")")
        return (*spans, *_others(len(operators) - _OPERATORS, "doanh nghiệp"))

    def _number(self, what: str, label: str, value: int) -> TracedNumber:
        return traced(
            value,
            key=f"commune:{self._commune.code}:{what}",
            label=f"{label}: {self._commune.name}",
            period=self._facts.as_of,
            source=_REGISTER,
            reality=self._facts.realities.get("services", Reality.REAL)
            if what.startswith(("sites", "services"))
            else Reality.REAL,
        )

    def _reached(self) -> Iterator[tuple[Sentence, ...]]:
        for technology in _TECHNOLOGIES:
            yield self._compared(
                f"reached:{technology}",
                f"Dân số có {technology}",
                _reached(technology),
                unit="%",
                decimals=1,
                layer="coverage",
                source=_COMPUTED,
            )
        for what, label in (
            ("places_without", f"Thôn chưa có {_MAIN}"),
            ("places_unknown", f"Thôn chưa rõ {_MAIN}"),
            ("places_uncertain", f"Thôn chưa chắc {_MAIN}"),
        ):
            yield self._compared(
                what, label, _main(what), layer="coverage", source=_COMPUTED
            )

    def _words(self) -> Iterator[Row]:
        one = self._commune
        yield self._text("Dịch vụ theo doanh nghiệp", self._operators())
        yield self._text("Điểm trắng sóng, lõm sóng", self._holes())
        yield self._text("Cơ sở công cộng", self._facilities())
        yield self._text("Mạng số liệu chuyên dùng", _listed(one.nodes, "nút"))
        yield self._text("Điểm cầu truyền hình", _listed(one.endpoints, "điểm cầu"))
        yield self._text("Tổ công nghệ số cộng đồng", self._teams())
        yield self._text("Nhiệm vụ trên địa bàn", self._tasks())

    def _text(self, label: str, sentence: Sentence) -> Row:
        return Row((said(label), sentence))

    def _holes(self) -> Sentence:
        if self._commune.holes is None:
            return _UNKNOWN
        still = [one for one in self._commune.holes if one.state not in _OVER]
        if not still:
            return said("Không còn điểm nào chưa được phủ sóng.")
        told = "; ".join(_hole_words(one) for one in still[:_HOLES])
        return (
            self._number("holes", "Điểm chưa có sóng", len(still)),
            f" điểm: {told}",
            *_others(len(still) - _HOLES, "điểm"),
        )

    def _facilities(self) -> Sentence:
        if self._commune.facilities is None:
            return _UNKNOWN
        if not self._commune.facilities:
            return said("Chưa có cơ sở nào trong sổ đăng ký.")
        spans: list[Span] = []
        facilities = list(self._commune.facilities.items())
        for kind, count in facilities[:_FACILITIES]:
            spans.append("; " if spans else "")
            spans.append(f"{kind}: ")
            spans.append(self._number(f"facilities:{kind}", kind, count))
        return (*spans, *_others(len(facilities) - _FACILITIES, "loại"))

    def _teams(self) -> Sentence:
        one = self._commune
        if one.teams is None:
            return _UNKNOWN
        members: tuple[Span, ...] = (f", {NO_DATA} về thành viên",)
        if one.team_members is not None:
            number = self._number("members", "Thành viên tổ", one.team_members)
            members = (" tổ, ", number, " thành viên")
            return (self._number("teams", "Số tổ", one.teams), *members, ".")
        return (self._number("teams", "Số tổ", one.teams), " tổ", *members, ".")

    def _tasks(self) -> Sentence:
        tasks = self._commune.tasks
        if tasks is None:
            return _UNKNOWN
        still = [one for one in tasks if not one.is_over]
        if not still:
            return said("Không có nhiệm vụ đang thực hiện.")
        told = "; ".join(_task_words(one) for one in still[:_TASKS])
        return (told, *_others(len(still) - _TASKS, "nhiệm vụ"))


def _columns(side: str) -> tuple[Column, ...]:
    return (
        Column(f"noi_dung_{side}", "Nội dung", width=3.0),
        Column(f"so_lieu_{side}", "Số liệu", ColumnKind.NUMBER, width=1.7),
        Column(f"trung_vi_{side}", "Trung vị", ColumnKind.NUMBER, width=1.6),
    )


def _map_width_mm(words: Iterable[Row]) -> float | None:
    """Return how wide a map may be on the page; None where there is no room."""
    lines = sum(1 + len(plain_text(row.cells[1])) // _LINE for row in words)
    return next((width for most, width in _MAP_WIDTHS_MM if lines <= most), None)


def _sites_per_people(one: CommuneFacts) -> float | None:
    return _PER_PEOPLE * one.sites / one.people if one.people else None


def _reached(technology: str) -> Callable[[CommuneFacts], float | None]:
    def pick(one: CommuneFacts) -> float | None:
        cover = (one.cover or {}).get(technology)
        return cover.reached_percent if cover else None

    return pick


def _main(what: str) -> Callable[[CommuneFacts], float | None]:
    def pick(one: CommuneFacts) -> float | None:
        cover = (one.cover or {}).get(_MAIN)
        return float(getattr(cover, what)) if cover else None

    return pick


def _hole_words(hole: HoleFact) -> str:
    told = [_STATES.get(hole.state, "")]
    if hole.operator:
        told.append(_cut(hole.operator))
    if hole.promised_on:
        told.append(f"hạn {format_date(hole.promised_on)}")
    return f"{_cut(hole.place)} ({', '.join(filter(None, told))})"


def _task_words(task: TaskFact) -> str:
    due = f", hạn {format_date(task.deadline)}" if task.deadline else ""
    return f"{_cut(task.name)} ({_cut(task.lead)}{due})"


def _listed(names: Sequence[str] | None, noun: str) -> Sentence:
    if names is None:
        return _UNKNOWN
    if not names:
        return said(f"Chưa có {noun} nào trong sổ đăng ký.")
    told = "; ".join(_cut(one) for one in names[:_NAMES])
    return (told, *_others(len(names) - _NAMES, noun))


def _others(count: int, noun: str) -> Iterable[Span]:
    return (f"; và {count} {noun} khác.",) if count > 0 else (".",)


def _cut(text: str) -> str:
    """Return a name that leaves room for the others, cut at a word."""
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0] + " …"
