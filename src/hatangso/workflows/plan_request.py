"""What somebody asks of the planner, as a scenario."""

from dataclasses import dataclass, replace
from pathlib import Path

from hatangso.errors import InvalidInputError
from hatangso.io.scenario_files import read_scenario
from hatangso.model.demand import AskedService, Goal, Measure
from hatangso.model.province import Province
from hatangso.model.scenario import Aim, PlanScenario
from hatangso.model.site import Technology
from hatangso.workflows.check import ProvinceInputs

__all__ = ["DEFAULT_NAME", "SCENARIO_FILE", "PlanRequest", "asked_scenario"]

# The scenario whose plan the report shows.
DEFAULT_NAME = "plan"
SCENARIO_FILE = f"{DEFAULT_NAME}.toml"
_PERCENT = 100


@dataclass(frozen=True)
class PlanRequest:
    """What is asked.

    Attributes:
        scenario_file: The scenario; None takes ``plan.toml`` of the province unless a
            technology is named, and 4G where there is no such file.
        technology: The one service of a simple question, at its basic level.
        operator: Who builds alone; empty for the scenario's own, or anybody.
        goal_percent: Of a simple question, the share of the people to reach, 0 to 100;
            None asks for all that can be reached.
        budget_vnd: Money that may be spent, above 0; it asks for the most people in the
            place of the cheapest plan, and the goals no longer bind but for
            ``goal_percent``.
        gap_ratio: How near to the best possible the plan must be proven, as a share;
            None takes what a question of its size allows within a minute or two, and
            0.01 of a large question for a budget.
        with_curve: Whether to tell what growing amounts of money buy.
        more_vnd: More money of which is told what it would buy; None asks nothing.
        with_sharing: Whether to plan for each operator alone too.
        with_prices: Whether to plan again at other prices.
    """

    scenario_file: Path | None = None
    technology: Technology | None = None
    operator: str = ""
    goal_percent: float | None = None
    budget_vnd: int | None = None
    gap_ratio: float | None = None
    with_curve: bool = True
    more_vnd: int | None = None
    with_sharing: bool = False
    with_prices: bool = False


def asked_scenario(
    inputs: ProvinceInputs, request: PlanRequest
) -> tuple[PlanScenario, Path | None]:
    """Return the scenario that a request means, and the file that says it.

    Raises:
        NotFoundError: There is no such scenario file.
        InvalidInputError: The scenario has errors, a number is out of range, or a goal
            or technology is asked for beside a scenario.
    """
    _require_sense(request)
    file = _scenario_file(inputs, request)
    if file is not None:
        scenario = read_scenario(file)
    else:
        technology = request.technology or Technology.G4
        scenario = _simple(inputs.province, technology, request.goal_percent)
    if request.operator:
        scenario = replace(scenario, operator=request.operator)
    if request.budget_vnd is not None:
        must_meet = scenario.must_meet_goals or request.goal_percent is not None
        scenario = _with_budget(scenario, request.budget_vnd)
        scenario = replace(scenario, must_meet_goals=must_meet)
    return scenario, file


def _require_sense(request: PlanRequest) -> None:
    """Check what is asked before anything is read."""
    goal = request.goal_percent
    if goal is not None and not 0 <= goal <= _PERCENT:
        raise InvalidInputError(
            "the goal must lie between 0 and 100 %; it is {value:g} %", value=goal
        )
    if request.budget_vnd is not None and request.budget_vnd <= 0:
        raise InvalidInputError(
            "the budget must be above zero; it is {value} đồng",
            value=request.budget_vnd,
        )
    if request.gap_ratio is not None and not 0 <= request.gap_ratio < 1:
        raise InvalidInputError(
            "the gap must be 0 % or more and less than 100 %; it is {value:g} %",
            value=_PERCENT * request.gap_ratio,
        )
    is_simple = request.technology is not None or goal is not None
    if is_simple and request.scenario_file is not None:
        raise InvalidInputError(
            "{file} says which services and goals are planned: leave out the technology"
            " and the goal, or the scenario",
            file=request.scenario_file,
        )


def _scenario_file(inputs: ProvinceInputs, request: PlanRequest) -> Path | None:
    """Return the file that says what is asked; None for a simple question."""
    if request.scenario_file is not None:
        return request.scenario_file
    own = inputs.directory / SCENARIO_FILE
    is_simple = request.technology is not None or request.goal_percent is not None
    return own if own.is_file() and not is_simple else None


def _simple(
    province: Province, technology: Technology, goal_percent: float | None
) -> PlanScenario:
    """Return the scenario of one technology in the year after the data."""
    service, year = AskedService(str(technology), technology), province.data_date.year
    ratio = None if goal_percent is None else goal_percent / _PERCENT
    return PlanScenario(
        name=DEFAULT_NAME,
        aim=Aim.CHEAPEST,
        services=(service,),
        goals=(Goal(service.name, Measure.PEOPLE, ratio, year + 1),),
        years=(year + 1,),
        weights={service.name: 1},
    )


def _with_budget(scenario: PlanScenario, budget_vnd: int) -> PlanScenario:
    """Return the scenario that asks for the most people for an amount of money.

    The money is spread over the years as the scenario's own is, or evenly.
    """
    own = [one for one in scenario.budgets_vnd if one is not None]
    is_whole = len(own) == len(scenario.years) and any(own)
    shares = own if is_whole else [1] * len(scenario.years)
    spread = [budget_vnd * share // sum(shares) for share in shares]
    # What rounding leaves goes to the last year that has any.
    last = max(at for at, share in enumerate(shares) if share)
    spread[last] += budget_vnd - sum(spread)
    return replace(scenario, aim=Aim.MOST_PEOPLE, budgets_vnd=tuple(spread))
