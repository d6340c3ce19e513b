"""The form of a scenario: from a file into fields, from fields into a file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from starlette.datastructures import FormData

from hatangso.errors import Finding, Message
from hatangso.model.demand import Measure
from hatangso.model.scenario import Aim
from hatangso.web.forms.typed_values import count_of

__all__ = [
    "FixedRow",
    "GoalRow",
    "ScenarioForm",
    "ServiceRow",
    "YearRow",
    "blank_form",
    "field_words",
    "form_from",
    "form_of",
    "form_with_errors",
    "form_with_rows",
    "scenario_content",
]

_MOST_ROWS = 60
_YES, _NO = "yes", "no"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")
_ALL = "all"

_KEY_OF_TABLE = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")
# What the labels of the form say.
_FIELDS = {
    "title_vi": Message("Title in Vietnamese"),
    "title_en": Message("Title in English"),
    "name": Message("Name of the file"),
    "aim": Message("What the plan shall do"),
    "operator": Message("Who builds"),
    "years": Message("Years"),
    "budgets": Message("Budget"),
    "service": Message("Services"),
    "service.technology": Message("Service"),
    "service.rate_mbps": Message("Rate of a user (Mb/s)"),
    "service.name": Message("Name in the goals"),
    "service.weight": Message("Weight of a person"),
    "goal": Message("Goals"),
    "goal.service": Message("Service"),
    "goal.measure": Message("Counted are"),
    "goal.percent": Message("Share to reach (%)"),
    "goal.year": Message("By the end of"),
    "goal.kinds": Message("Kinds of facilities"),
    "goal.difficulty": Message("Villages of these classes only"),
    "goal.grid_power": Message("Power grid"),
    "goal.document": Message("Document that asks for it"),
    "fixed": Message("Works that are decided"),
    "fixed.work": Message("Built in any case"),
    "fixed.year": Message("Year (empty: left open)"),
    "forbidden": Message("Never built, one identifier a line"),
}


@dataclass(frozen=True)
class ServiceRow:
    """A service as it is typed."""

    technology: str = ""
    name: str = ""
    rate_mbps: str = ""
    weight: str = ""


@dataclass(frozen=True)
class GoalRow:
    """A goal as it is typed; an empty percentage asks for all that can be reached."""

    service: str = ""
    measure: str = Measure.PEOPLE.value
    percent: str = ""
    year: str = ""
    kinds: tuple[str, ...] = ()
    difficulty: tuple[str, ...] = ()
    grid_power: str = ""
    document: str = ""

    @property
    def has_conditions(self) -> bool:
        """Return whether only some localities or facilities count."""
        return bool(self.kinds or self.difficulty or self.grid_power)


@dataclass(frozen=True)
class YearRow:
    """A year and its money as they are typed."""

    year: str = ""
    budget: str = ""


@dataclass(frozen=True)
class FixedRow:
    """A work that is decided on, as it is typed."""

    work: str = ""
    year: str = ""


@dataclass(frozen=True)
class ScenarioForm:
    """All fields of the form.

    Attributes:
        name: Of the file; empty lets the title decide.
        seen: SHA-256 of the file that is edited; empty for a new scenario.
        forbidden: One identifier a line.
        comments: Comments in the file that is edited.
        findings: What cannot be used.
        errors: The same by the key of the field: ``goal[2].percent``.
    """

    name: str = ""
    seen: str = ""
    title_vi: str = ""
    title_en: str = ""
    aim: str = Aim.CHEAPEST.value
    operator: str = ""
    carries_over: bool = True
    must_meet_goals: bool = False
    shares_masts: bool = True
    accepts_satellite: bool = False
    years: tuple[YearRow, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    fixed: tuple[FixedRow, ...] = ()
    forbidden: str = ""
    comments: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    errors: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)

    @property
    def service_names(self) -> tuple[str, ...]:
        """Return how goals call the services."""
        names = [one.name or one.technology for one in self.services]
        return tuple(dict.fromkeys(name for name in names if name))


def blank_form(first_year: int, operator: str = "") -> ScenarioForm:
    """Return the form of a new scenario: one service, three years, one goal."""
    return ScenarioForm(
        operator=operator,
        years=tuple(YearRow(str(first_year + step)) for step in range(3)),
        services=(ServiceRow("4G"),),
        goals=(GoalRow("4G", Measure.PEOPLE.value, "99", str(first_year + 2)),),
    )


def form_of(
    content: Mapping[str, object],
    *,
    name: str = "",
    seen: str = "",
    comments: Sequence[str] = (),
) -> ScenarioForm:
    """Return the form that shows a file."""
    years = _list(content, "years")
    budgets = [*_list(content, "budgets"), *[""] * len(years)]
    return ScenarioForm(
        name=name,
        seen=seen,
        title_vi=_text(content.get("title_vi")),
        title_en=_text(content.get("title_en")),
        aim=_text(content.get("aim")) or Aim.CHEAPEST.value,
        operator=_text(content.get("operator")),
        carries_over=content.get("carries_over") is not False,
        must_meet_goals=content.get("must_meet_goals") is True,
        shares_masts=content.get("shares_masts") is not False,
        accepts_satellite=content.get("accepts_satellite") is True,
        years=tuple(
            YearRow(_text(year), _text(budget))
            for year, budget in zip(years, budgets, strict=False)
        ),
        services=tuple(
            ServiceRow(
                _text(one.get("technology")),
                _text(one.get("name")),
                _text(one.get("rate_mbps")),
                _text(one.get("weight")),
            )
            for one in _tables(content, "service")
        ),
        goals=tuple(_goal_row(one) for one in _tables(content, "goal")),
        fixed=tuple(
            FixedRow(_text(one.get("work")), _text(one.get("year")))
            for one in _tables(content, "fixed")
        ),
        forbidden="\n".join(_text(one) for one in _list(content, "forbidden")),
        comments=tuple(comments),
    )


def form_from(data: FormData) -> ScenarioForm:
    """Return the form as somebody sent it; rows that are left empty are dropped."""

    def text(name: str) -> str:
        value = data.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def texts(name: str) -> tuple[str, ...]:
        return tuple(x for x in data.getlist(name) if isinstance(x, str) and x)

    def rows(name: str) -> Iterable[str]:
        return (f"{name}-{at}" for at in range(_MOST_ROWS))

    return ScenarioForm(
        name=text("name").lower(),
        seen=text("seen"),
        title_vi=text("title_vi"),
        title_en=text("title_en"),
        aim=text("aim"),
        operator=text("operator"),
        carries_over=bool(text("carries_over")),
        must_meet_goals=bool(text("must_meet_goals")),
        shares_masts=bool(text("shares_masts")),
        accepts_satellite=bool(text("accepts_satellite")),
        years=tuple(
            YearRow(text(f"{row}-year"), text(f"{row}-budget"))
            for row in rows("year")
            if text(f"{row}-year") or text(f"{row}-budget")
        ),
        services=tuple(
            ServiceRow(
                text(f"{row}-technology"),
                text(f"{row}-name"),
                text(f"{row}-rate_mbps"),
                text(f"{row}-weight"),
            )
            for row in rows("service")
            if text(f"{row}-technology")
        ),
        goals=tuple(
            GoalRow(
                text(f"{row}-service"),
                text(f"{row}-measure"),
                text(f"{row}-percent"),
                text(f"{row}-year"),
                texts(f"{row}-kinds"),
                texts(f"{row}-difficulty"),
                text(f"{row}-grid_power"),
                text(f"{row}-document"),
            )
            for row in rows("goal")
            if text(f"{row}-service")
        ),
        fixed=tuple(
            FixedRow(text(f"{row}-work"), text(f"{row}-year"))
            for row in rows("fixed")
            if text(f"{row}-work")
        ),
        forbidden=text("forbidden"),
    )


def form_with_rows(form: ScenarioForm, asked: str) -> ScenarioForm:
    """Return the form with one more empty row of what was asked for."""
    last_year = form.years[-1].year if form.years else ""
    year = count_of(last_year)
    next_year = str(year + 1) if year else ""
    grown = {
        "year": replace(form, years=(*form.years, YearRow(next_year))),
        "service": replace(form, services=(*form.services, ServiceRow())),
        "goal": replace(form, goals=(*form.goals, GoalRow(year=last_year))),
        "fixed": replace(form, fixed=(*form.fixed, FixedRow())),
    }
    return grown.get(asked, form)


def form_with_errors(form: ScenarioForm, findings: Sequence[Finding]) -> ScenarioForm:
    """Return the form that says what cannot be used."""
    errors: dict[str, tuple[Finding, ...]] = {}
    for one in findings:
        key = one.place.column or ""
        errors[key] = (*errors.get(key, ()), one)
    return replace(form, findings=tuple(findings), errors=errors)


def field_words(key: str) -> Message:
    """Return what the form calls the field of a key: ``goal[2].percent``.

    >>> str(field_words("goal[2].percent"))
    'Goals, row 2: Share to reach (%)'
    """
    table = _KEY_OF_TABLE.fullmatch(key)
    if table is None:
        return _FIELDS.get(key, Message("{field}", {"field": key}))
    name, row, column = table.groups()
    return Message(
        "{part}, row {row}: {field}",
        {
            "part": _FIELDS.get(name, name),
            "row": int(row),
            "field": _FIELDS.get(f"{name}.{column}", column),
        },
    )


def scenario_content(form: ScenarioForm) -> dict[str, object]:
    """Return the file that a form asks for, as ``tomllib`` would read it.

    What is no number stays the text that it is: the reader of scenarios refuses it.
    """
    has_budgets = any(row.budget for row in form.years)
    forbidden = re.split(r"[\s,;]+", form.forbidden.strip())
    return {
        "title_vi": form.title_vi or None,
        "title_en": form.title_en or None,
        "aim": form.aim,
        "years": [_number(row.year) for row in form.years],
        "budgets": [_money(row.budget) for row in form.years] if has_budgets else None,
        "carries_over": None if form.carries_over else False,
        "must_meet_goals": True if form.must_meet_goals else None,
        "operator": form.operator or None,
        "shares_masts": None if form.shares_masts else False,
        "accepts_satellite": True if form.accepts_satellite else None,
        "forbidden": [one for one in forbidden if one] or None,
        "service": [
            {
                "name": row.name or None,
                "technology": row.technology,
                "rate_mbps": _number(row.rate_mbps),
                "weight": _number(row.weight),
            }
            for row in form.services
        ],
        "goal": [_goal_content(row) for row in form.goals],
        "fixed": [{"work": row.work, "year": _number(row.year)} for row in form.fixed],
    }


def _goal_row(values: Mapping[str, object]) -> GoalRow:
    power = values.get("grid_power")
    percent = values.get("percent")
    return GoalRow(
        service=_text(values.get("service")),
        measure=_text(values.get("measure")),
        percent="" if percent == _ALL else _text(percent),
        year=_text(values.get("year")),
        kinds=tuple(_text(one) for one in _list(values, "kinds")),
        difficulty=tuple(_text(one) for one in _list(values, "difficulty")),
        grid_power="" if power is None else _YES if power else _NO,
        document=_text(values.get("document")),
    )


def _goal_content(row: GoalRow) -> dict[str, object]:
    return {
        "service": row.service,
        "measure": row.measure,
        "percent": _number(row.percent.rstrip("% ")) if row.percent else _ALL,
        "year": _number(row.year),
        "kinds": list(row.kinds) or None,
        "difficulty": list(row.difficulty) or None,
        "grid_power": {_YES: True, _NO: False}.get(row.grid_power),
        "document": row.document or None,
    }


def _number(text: str) -> int | float | str | None:
    """Return the number that a text says, or the text; None of an empty one.

    A comma stands before decimals, points between groups of three digits.
    """
    plain = text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        return text
    value = float(plain)
    return int(value) if value.is_integer() else value


def _money(text: str) -> str:
    """Return an amount as a file says it; a mere number is one in tỷ.

    Nobody asks for a plan of some đồng: who types "60" means billions.
    """
    value = _number(text)
    is_short = isinstance(value, int | float) and 0 <= value < 1_000_000  # noqa: PLR2004 - less than anything costs
    return f"{text} tỷ" if is_short and value else text


def _text(value: object) -> str:
    """Return a value as a field shows it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def _list(content: Mapping[str, object], key: str) -> list[object]:
    value = content.get(key)
    return value if isinstance(value, list) else []


def _tables(content: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    return [one for one in _list(content, key) if isinstance(one, dict)]
