"""Read a scenario: a TOML file that says what is asked of the planner."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from hatangso.errors import InvalidInputError, Message, NotFoundError, Place
from hatangso.io.findings import Findings
from hatangso.io.province_directory import DIFFICULTY_CLASSES, FACILITY_KINDS
from hatangso.io.scenario_writing import SCENARIO_KEYS, SCENARIO_TABLES
from hatangso.io.toml_files import read_toml
from hatangso.language.money import parse_money_vnd
from hatangso.model.demand import AskedService, Goal, Measure
from hatangso.model.scenario import Aim, FixedWork, PlanScenario
from hatangso.model.site import Technology

__all__ = ["read_scenario"]

_PERCENT = 100
_EARLIEST_YEAR, _LATEST_YEAR = 2000, 2100
_MOST_RATE_MBPS = 100_000
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
# Ends of the names of the files that a plan writes.
_TAKEN_NAME = re.compile(r"(.*_)?(goals|left_out|tasks|curve)")
_SERVICE_NAME = re.compile(r"\w[\w .-]*")
_MEASURES_OF_FIBRE = [str(one) for one in Measure if one is not Measure.ROAD_KM]
_WITHOUT_RATES = (Technology.G2, Technology.G3)
_ALL = "all"
Value = TypeVar("Value")
Noun = TypeVar("Noun")


def read_scenario(path: Path) -> PlanScenario:
    """Read a scenario (docs/guide/planning.md shows its keys).

    Args:
        path: A TOML file; its name without the ending becomes the scenario's.

    Raises:
        NotFoundError: There is no such file.
        InvalidInputError: Something in it cannot be used; the findings name every
            problem with its key, value and fix.
    """
    if not path.is_file():
        raise NotFoundError("there is no scenario file {file}", file=path)
    findings = Findings()
    scenario = _Reader(path, findings).scenario()
    findings.raise_errors()
    return scenario


class _Table:
    """One table of the file; what is wrong in it goes to the findings."""

    def __init__(
        self, file: str, prefix: str, values: Mapping[str, object], findings: Findings
    ) -> None:
        self._file, self._prefix = file, prefix
        self._values, self._findings = values, findings

    def refuse(self, key: str, problem: Message, fix: Message) -> None:
        """Note that a value cannot be used."""
        place = Place(self._file, None, f"{self._prefix}{key}")
        self._findings.error(place, problem, fix, self._values.get(key))

    def check_keys(self, known: Sequence[str]) -> None:
        """Note keys that mean nothing."""
        for key in sorted(set(self._values) - set(known)):
            self.refuse(
                key,
                Message("the key {key} is not known", {"key": key}),
                Message("use one of {keys}", {"keys": ", ".join(known)}),
            )

    def get(
        self,
        key: str,
        is_right: Callable[[object], bool],
        asked: Message,
        default: Value,
    ) -> Value:
        """Return a value that passes a test; the default when it is missing or bad."""
        value = self._values.get(key, default)
        if value is default or is_right(value):
            return value  # type: ignore[return-value]  # the test looked at it
        self.refuse(key, Message('"{raw}" cannot be used', {"raw": value}), asked)
        return default

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        return self.get(
            key,
            lambda value: isinstance(value, str),
            Message("write a text in quotation marks"),
            default,
        )

    def flag(self, key: str, *, default: Value) -> Value | bool:
        """Return yes or no."""
        return self.get(
            key,
            lambda value: isinstance(value, bool),
            Message("write true or false"),
            default,
        )

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        found = self.get(
            key,
            lambda value: (
                isinstance(value, list) and all(isinstance(one, str) for one in value)
            ),
            Message("write a list of texts"),
            (),
        )
        return tuple(found)

    def number(self, key: str, low: float, high: float, default: Value) -> Value:
        """Return a number in a range."""
        return self.get(
            key,
            lambda value: (
                isinstance(value, int | float)
                and not isinstance(value, bool)
                and low <= value <= high
            ),
            Message(
                "give a number from {low:g} to {high:g}", {"low": low, "high": high}
            ),
            default,
        )

    def whole(self, key: str, low: int, high: int, default: Value) -> Value:
        """Return a whole number in a range."""
        return self.get(
            key,
            lambda value: type(value) is int and low <= value <= high,
            Message(
                "give a whole number from {low} to {high}", {"low": low, "high": high}
            ),
            default,
        )

    def require(self, key: str) -> bool:
        """Return whether a key is there; note when it is not."""
        if key in self._values:
            return True
        self.refuse(key, Message("{key} is missing", {"key": key}), Message("add it"))
        return False

    def raw(self, key: str) -> object:
        """Return a value as it stands."""
        return self._values.get(key)


class _Reader:
    """Reads the whole file, part by part."""

    def __init__(self, path: Path, findings: Findings) -> None:
        self._path, self._findings = path, findings
        values = read_toml(path)
        self._top = _Table(path.name, "", values, findings)
        self._values = values

    def scenario(self) -> PlanScenario:
        """Return the scenario as far as it could be understood."""
        top = self._top
        top.check_keys((*SCENARIO_KEYS, *SCENARIO_TABLES))
        name = self._path.stem.lower()
        if not _NAME.fullmatch(name):
            self._findings.error(
                Place(self._path.name),
                Message("the name of the file has other signs than a-z, 0-9, - and _"),
                Message("rename it, for instance to plan-2026.toml"),
                self._path.stem,
            )
        if _TAKEN_NAME.fullmatch(name):
            self._findings.error(
                Place(self._path.name),
                Message("results of plans have names that end like this one"),
                Message("rename it, for instance to plan-2026.toml"),
                self._path.stem,
            )
        told = self._years()
        years = told or (_EARLIEST_YEAR,)
        aim = self._aim()
        services, weights = self._services(aim)
        return PlanScenario(
            name=name,
            aim=aim,
            services=services,
            goals=self._goals(services, told),
            years=years,
            budgets_vnd=self._budgets(told) or (None,),
            carries_over=top.flag("carries_over", default=True),
            operator=top.text("operator"),
            shares_masts=top.flag("shares_masts", default=True),
            accepts_satellite=top.flag("accepts_satellite", default=False),
            must_meet_goals=top.flag("must_meet_goals", default=False),
            fixed=self._fixed(told),
            forbidden=top.texts("forbidden"),
            weights=weights,
            title_vi=top.text("title_vi"),
            title_en=top.text("title_en"),
        )

    def _tables(self, name: str) -> list[_Table]:
        """Return the tables of one kind, in order."""
        found = self._values.get(name, [])
        if not isinstance(found, list) or not all(isinstance(x, dict) for x in found):
            self._top.refuse(
                name,
                Message("{name} is no list of tables", {"name": name}),
                Message("begin each with [[{name}]]", {"name": name}),
            )
            return []
        tables = []
        for at, values in enumerate(found, start=1):
            table = _Table(self._path.name, f"{name}[{at}].", values, self._findings)
            table.check_keys(SCENARIO_TABLES[name])
            tables.append(table)
        return tables

    def _aim(self) -> Aim:
        names = [str(aim) for aim in Aim]
        found = self._top.get(
            "aim",
            lambda value: value in names,
            Message("use one of {names}", {"names": ", ".join(names)}),
            str(Aim.CHEAPEST),
        )
        return Aim(found)

    def _years(self) -> tuple[int, ...]:
        if not self._top.require("years"):
            return ()
        years = self._top.get(
            "years",
            lambda value: (
                isinstance(value, list)
                and bool(value)
                and all(_is_year(year) for year in value)
                and value == sorted(set(value))
            ),
            Message("list rising years, for instance [2026, 2027, 2028]"),
            (),
        )
        # The rest is held against what can be read of years that cannot be used.
        told = years or self._top.raw("years")
        found = told if isinstance(told, list) else ()
        return tuple(sorted({year for year in found if _is_year(year)}))

    def _budgets(self, years: tuple[int, ...]) -> tuple[int | None, ...]:
        """Return one budget per year; a text says its unit, a number is in đồng."""
        open_ended: tuple[int | None, ...] = (None,) * len(years)
        raw = self._top.raw("budgets")
        if raw is None or not years:
            # What is wrong with the years is said of them.
            return open_ended
        if not isinstance(raw, list) or len(raw) != len(years):
            self._top.refuse(
                "budgets",
                Message("{count} years need as many budgets", {"count": len(years)}),
                Message('list them like ["20 tỷ", "20 tỷ"]; "" sets no limit'),
            )
            return open_ended
        return tuple(self._budget(value) for value in raw)

    def _budget(self, value: object) -> int | None:
        if value == "":
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        try:
            amount_vnd = parse_money_vnd(f"{value:.0f}" if is_number else str(value))
        except InvalidInputError as error:
            self._top.refuse("budgets", error.message, Message("correct it there"))
            return None
        if amount_vnd < 0:
            self._top.refuse(
                "budgets",
                Message("a budget is below zero: {raw}", {"raw": value}),
                Message("give 0 or more"),
            )
            return None
        return amount_vnd

    def _services(self, aim: Aim) -> tuple[tuple[AskedService, ...], dict[str, int]]:
        services: list[AskedService] = []
        weights: dict[str, int] = {}
        known = [str(one) for one in Technology] + ["fibre"]
        self._top.require("service")
        for table in self._tables("service"):
            if not table.require("technology"):
                continue
            technology = table.get(
                "technology",
                lambda value: value in known,
                Message("use one of {names}", {"names": ", ".join(known)}),
                "",
            )
            if not technology:
                continue
            name = table.text("name", technology)
            if not _SERVICE_NAME.fullmatch(name):
                table.refuse(
                    "name",
                    Message('"{raw}" cannot be used', {"raw": name}),
                    Message("use letters, digits, spaces and - . _ only"),
                )
                continue
            if name in {one.name for one in services}:
                table.refuse(
                    "name",
                    Message('the service "{name}" stands twice', {"name": name}),
                    Message("give each its own name"),
                )
                continue
            services.append(_service(table, name, technology, services))
            weights[name] = table.whole("weight", 0, 1_000, 1)
        if aim is Aim.MOST_PEOPLE:
            self._require_weight(weights)
        return tuple(services), weights

    def _require_weight(self, weights: Mapping[str, int]) -> None:
        """Refuse to look for most people where nobody counts."""
        if weights and not any(weights.values()):
            self._top.refuse(
                "service",
                Message("the weight of every service is 0: nobody counts"),
                Message("give a service a weight of 1 or more"),
            )

    def _goals(
        self, services: Sequence[AskedService], years: tuple[int, ...]
    ) -> tuple[Goal, ...]:
        names = [one.name for one in services]
        measures = [str(one) for one in Measure]
        goals = []
        for table in self._tables("goal"):
            is_whole = [table.require(key) for key in ("service", "measure", "percent")]
            service = table.get(
                "service",
                # Where no service could be read, that is said of the services.
                lambda value: value in names or not names,
                Message("use one of {names}", {"names": ", ".join(names)}),
                "",
            )
            measure = table.get(
                "measure",
                lambda value: value in measures,
                Message("use one of {names}", {"names": ", ".join(measures)}),
                str(Measure.PEOPLE),
            )
            percent = None
            if table.raw("percent") != _ALL:
                percent = table.number("percent", 0, _PERCENT, None)
            year = self._year(table, years, years[-1] if years else _EARLIEST_YEAR)
            kinds = _known_texts(table, "kinds", FACILITY_KINDS)
            difficulty = _known_texts(table, "difficulty", DIFFICULTY_CLASSES)
            _require_what_is_counted(table, measure, service, services)
            if all(is_whole) and service:
                goals.append(
                    Goal(
                        service=service,
                        measure=Measure(measure),
                        ratio=None if percent is None else percent / _PERCENT,
                        year=year,
                        kinds=kinds,
                        document=table.text("document"),
                        difficulty=difficulty,
                        grid_power=table.flag("grid_power", default=None),
                    )
                )
        return tuple(goals)

    def _fixed(self, years: tuple[int, ...]) -> tuple[FixedWork, ...]:
        return tuple(
            FixedWork(table.text("work"), self._year(table, years, None))
            for table in self._tables("fixed")
            if table.require("work")
        )

    def _year(self, table: _Table, years: tuple[int, ...], default: Value) -> Value:
        """Return a year of the plan."""
        return table.get(
            "year",
            # Where no year could be read, that is said of the years.
            lambda value: type(value) is int and (value in years or not years),
            Message("use one of {names}", {"names": ", ".join(map(str, years))}),
            default,
        )


def _is_year(value: object) -> bool:
    return type(value) is int and _EARLIEST_YEAR <= value <= _LATEST_YEAR


def _service(
    table: _Table, name: str, technology: str, others: Sequence[AskedService]
) -> AskedService:
    """Return a service; a person would count twice who gains it under two names."""
    mobile = None if technology == "fibre" else Technology(technology)
    rate_mbps = float(table.number("rate_mbps", 0, _MOST_RATE_MBPS, 0.0))
    if rate_mbps and mobile in _WITHOUT_RATES:
        table.refuse(
            "rate_mbps",
            Message("no rate is computed for {technology}", {"technology": technology}),
            Message("leave the rate out, or plan 4G or 5G"),
        )
    for one in others:
        if one.technology is mobile and (one.is_fibre or one.rate_mbps == rate_mbps):
            table.refuse(
                "technology",
                Message(
                    'the service "{name}" asks for the same as "{other}"',
                    {"name": name, "other": one.name},
                ),
                Message("keep one of them, or ask for another rate"),
            )
    return AskedService(name, mobile, rate_mbps)


def _require_what_is_counted(
    table: _Table, measure: str, name: str, services: Sequence[AskedService]
) -> None:
    """Refuse fibre along roads, where nobody asks for it, and kinds of no facility."""
    if table.raw("kinds") and measure != Measure.FACILITIES:
        table.refuse(
            "kinds",
            Message(
                "kinds are those of facilities; the goal counts {measure}",
                {"measure": measure},
            ),
            Message('leave them out, or write measure = "facilities"'),
        )
    is_fibre = any(one.is_fibre and one.name == name for one in services)
    if measure == Measure.ROAD_KM and is_fibre:
        table.refuse(
            "measure",
            Message("roads are counted for mobile services only"),
            Message("use one of {names}", {"names": ", ".join(_MEASURES_OF_FIBRE)}),
        )


def _known_texts(table: _Table, key: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return a list of known words; one that nothing has would be met by nothing."""
    found = table.texts(key)
    for one in sorted(set(found) - set(known)):
        table.refuse(
            key,
            Message('"{raw}" cannot be used', {"raw": one}),
            Message("use one of {names}", {"names": ", ".join(known)}),
        )
    return found
