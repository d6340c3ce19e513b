"""The tables of all targets and of all indicators: chosen, sorted, cut in pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar
from urllib.parse import urlencode

from hatangso.errors import Message
from hatangso.indicators.period import parse_period
from hatangso.language import Language, fold, sort_key
from hatangso.model.indicator import Indicator, Outlook
from hatangso.model.indicator_series import AnalyticsRow, Origin
from hatangso.web.views.indicator_chart import period_text
from hatangso.web.views.target_line import TONES, TargetLine, target_line
from hatangso.workflows.indicator_words import ORIGINS, observation_text
from hatangso.workflows.targets import Force, ProvinceTargets

__all__ = [
    "LEFT_TO_DO",
    "NO_COMPONENT",
    "NO_LONGER",
    "Choice",
    "IndicatorLine",
    "PageOf",
    "indicator_lines",
    "indicators_chosen",
    "page_of",
    "target_lines",
    "targets_chosen",
]

Row = TypeVar("Row")
PAGE_ROWS = 50
# Words of the address beside those of the model.
LEFT_TO_DO, NO_LONGER, NO_COMPONENT = "con-viec", "het-hieu-luc", "khac"
_LEFT = frozenset({Outlook.MISSED, Outlook.AT_RISK, Outlook.OPEN})
_BY_NAME, _BY_DUE = "ten", "han"
_WORST_FIRST = (
    Outlook.MISSED,
    Outlook.AT_RISK,
    Outlook.OPEN,
    Outlook.NOT_MEASURABLE,
    Outlook.ON_COURSE,
    Outlook.MET,
)


@dataclass(frozen=True)
class Choice:
    """What is asked for, as the address has it; empty chooses everything.

    Attributes:
        phan: Part of the plan; ``khac`` for none.
        ket_luan: An outlook, ``con-viec`` (what leaves something to do), or
            ``het-hieu-luc`` (targets that do not rule).
        van_ban: Identifier of a document.
        tim: Text, with or without diacritics.
        sap: ``ten``, ``han``; what leaves most to do otherwise.
        xet: The day of the judgement, passed on.
        xem: Which table.
    """

    phan: str = ""
    ket_luan: str = ""
    van_ban: str = ""
    tim: str = ""
    sap: str = ""
    xet: str = ""
    xem: str = ""

    def address(self, **changes: str | int) -> str:
        """Return the address of the list with some of the choices changed."""
        told: dict[str, str | int] = {**vars(self), **changes}
        kept = {name: value for name, value in told.items() if value}
        return "/chi-tieu" + (f"?{urlencode(kept)}" if kept else "")

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.phan or self.ket_luan or self.van_ban or self.tim)


@dataclass(frozen=True)
class PageOf(Generic[Row]):
    """Some rows of a longer table."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator.

    Attributes:
        value: Latest value of the province; empty when nobody has told one.
        reality: ``synthetic`` when it rests on such data.
        outlook: The worst of its targets in force; None without any.
    """

    code: str
    name: str
    component: str
    value: str
    period: str
    origin: Message | None
    reality: str
    targets: int
    outlook: Outlook | None
    folded: str

    @property
    def tone(self) -> str:
        """Return the class of its worst target."""
        return TONES[self.outlook] if self.outlook else ""


def target_lines(found: ProvinceTargets, language: Language) -> tuple[TargetLine, ...]:
    """Return all targets: those that rule before others, most to do first."""
    lines = [
        target_line(one, found, language)
        for group in found.by_component.values()
        for one in group
    ]
    return tuple(
        sorted(
            lines,
            key=lambda one: (not one.is_ruling, _WORST_FIRST.index(one.outlook)),
        )
    )


def targets_chosen(lines: Iterable[TargetLine], choice: Choice) -> list[TargetLine]:
    """Return the targets that are asked for, in the order that is asked for."""
    words = fold(choice.tim).split()
    kept = [
        one
        for one in lines
        if _is_of_part(one.component, choice)
        and _stands(one, choice.ket_luan)
        and (not choice.van_ban or one.document_id == choice.van_ban)
        and all(word in one.folded for word in words)
    ]
    if choice.sap == _BY_NAME:
        kept.sort(key=lambda one: (sort_key(one.name), one.due_key))
    elif choice.sap == _BY_DUE:
        kept.sort(key=lambda one: (one.due_key, sort_key(one.name)))
    return kept


def _is_of_part(component: str, choice: Choice) -> bool:
    return not choice.phan or (component or NO_COMPONENT) == choice.phan


def _stands(line: TargetLine, asked: str) -> bool:
    if not asked:
        return True
    if asked == NO_LONGER:
        return not line.is_ruling
    if not line.is_ruling:
        return False
    return line.outlook in _LEFT if asked == LEFT_TO_DO else line.outlook == asked


def indicator_lines(
    catalogue: Iterable[Indicator],
    rows: Iterable[AnalyticsRow],
    targets: ProvinceTargets,
    language: Language,
) -> tuple[IndicatorLine, ...]:
    """Return all indicators with their latest value, in Vietnamese order.

    Args:
        catalogue: The indicators.
        rows: What is known of the province, as reported.
        targets: For how they stand.
        language: In which it is said.
    """
    latest: dict[str, AnalyticsRow] = {}
    for row in rows:
        if row.value is None or row.value.value is None:
            continue
        known = latest.get(row.indicator.code)
        if known is None or _last_day(known) <= _last_day(row):
            latest[row.indicator.code] = row
    lines = [
        _with_targets(_line(one, latest.get(one.code), language), targets)
        for one in catalogue
    ]
    return tuple(sorted(lines, key=lambda one: sort_key(one.name)))


def _last_day(row: AnalyticsRow) -> str:
    period = parse_period(row.period)
    return period.last.isoformat() if period else ""


def _line(
    indicator: Indicator, row: AnalyticsRow | None, language: Language
) -> IndicatorLine:
    is_vietnamese = language is Language.VI
    name = indicator.name_vi if is_vietnamese else indicator.name_en
    value = row.value if row else None
    return IndicatorLine(
        code=indicator.code,
        name=name,
        component=indicator.component,
        value=observation_text(language, value, indicator.unit, with_counts=False)
        if value
        else "",
        period=period_text(row.period, language) if row else "",
        origin=ORIGINS[Origin(value.origin)] if value else None,
        reality="synthetic" if value and value.rests_on_synthetic else "",
        targets=0,
        outlook=None,
        folded=fold(
            f"{indicator.name_vi} {indicator.name_en} {indicator.code}"
            f" {' '.join(indicator.figure_names)}"
        ),
    )


def _with_targets(line: IndicatorLine, targets: ProvinceTargets) -> IndicatorLine:
    ruling = [
        one.outlook
        for one in targets.standings
        if one.target.indicator == line.code and one.force is Force.IN_FORCE
    ]
    worst = min(ruling, key=_WORST_FIRST.index, default=None)
    return replace(line, targets=len(ruling), outlook=worst)


def indicators_chosen(
    lines: Iterable[IndicatorLine], choice: Choice
) -> list[IndicatorLine]:
    """Return the indicators that are asked for."""
    words = fold(choice.tim).split()
    return [
        one
        for one in lines
        if _is_of_part(one.component, choice)
        and all(word in one.folded for word in words)
    ]


def page_of(rows: Sequence[Row], number: int, *, size: int = PAGE_ROWS) -> PageOf[Row]:
    """Return one page of a table; the last one for a number beyond it."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(number, 1), pages)
    start = (number - 1) * size
    return PageOf(rows[start : start + size], number, pages, len(rows))
