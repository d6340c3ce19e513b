"""The plan's chapter of the report: everything that its template shows."""

from dataclasses import dataclass

from hatangso.documents.cost_curve import CostCurve, draw_cost_curve
from hatangso.documents.plan_answers import (
    ScenarioRow,
    SharingRow,
    binding_words,
    more_money_words,
    scenario_rows,
    sharing_rows,
    sharing_words,
)
from hatangso.documents.plan_bundles import plan_bundles
from hatangso.documents.plan_left_out import (
    LeftOutRow,
    Story,
    left_out_places,
    left_out_roads,
    told,
)
from hatangso.documents.plan_rows import (
    BundleRow,
    GoalRow,
    ServiceGain,
    YearRow,
    bundle_rows,
    gap_words,
    goal_rows,
    service_gains,
    year_rows,
)
from hatangso.documents.plan_words import service_names
from hatangso.documents.report_content import ReportContent, Text
from hatangso.documents.whereabouts import Whereabouts
from hatangso.model.build_plan import BuildPlan
from hatangso.model.marginal_money import MarginalMoney
from hatangso.model.province import Province
from hatangso.model.sensitivity import Sensitivity
from hatangso.model.sharing import SharingAnswer

__all__ = ["PlanChapter", "chapter_of", "plan_chapter"]


@dataclass(frozen=True)
class PlanChapter:
    """The plan in words and rows.

    Attributes:
        gap: How good the plan is proven to be, in words.
        bundles: What is built, by year.
        roads: Pieces of road left out, by service.
        sharing_words: What sharing saves; none when nobody asked.
        steady: Works that stay in every answered price scenario.
        works: Of how many.
        answered: In how many scenarios there is a plan.
    """

    plan: BuildPlan
    gap: Text
    gains: tuple[ServiceGain, ...]
    years: tuple[YearRow, ...]
    goals: tuple[GoalRow, ...]
    bundles: tuple[BundleRow, ...]
    curve: CostCurve | None
    stories: tuple[Story, ...]
    left_out: tuple[LeftOutRow, ...]
    roads: tuple[tuple[Text, int], ...]
    binding: tuple[Text, ...]
    sharing: tuple[SharingRow, ...]
    sharing_words: tuple[Text, ...]
    more_money: Text
    scenarios: tuple[ScenarioRow, ...]
    steady: int
    works: int
    answered: int

    @property
    def goals_met(self) -> int:
        """Return how many goals are met."""
        return sum(goal.is_met for goal in self.goals)

    @property
    def most_unknown(self) -> int:
        """Return the people of whom nobody can tell, of the service with most."""
        return max((gain.unknown for gain in self.gains), default=0)

    @property
    def has_years(self) -> bool:
        """Return whether there is a choice of years."""
        return len(self.years) > 1


def plan_chapter(content: ReportContent) -> PlanChapter | None:
    """Return the chapter of the report; None without a plan."""
    if content.plan is None:
        return None
    return chapter_of(
        content.plan,
        content.province,
        sharing=content.sharing,
        sensitivity=content.sensitivity,
        more_money=content.more_money,
    )


def chapter_of(
    plan: BuildPlan,
    province: Province,
    *,
    sharing: SharingAnswer | None = None,
    sensitivity: Sensitivity | None = None,
    more_money: MarginalMoney | None = None,
) -> PlanChapter:
    """Return a plan in words and rows, with what else was asked of it."""
    whereabouts = Whereabouts(province)
    bundles = plan_bundles(plan, whereabouts)
    left_out = left_out_places(plan, whereabouts)
    names = service_names(plan)
    prices = sensitivity
    return PlanChapter(
        plan=plan,
        gap=gap_words(plan),
        gains=service_gains(plan),
        years=year_rows(plan, bundles),
        goals=goal_rows(plan),
        bundles=bundle_rows(plan, bundles, whereabouts, prices),
        curve=draw_cost_curve(plan),
        stories=told(left_out),
        left_out=left_out,
        roads=tuple(
            (names.get(service, Text(service, service)), count)
            for service, count in left_out_roads(plan, whereabouts).items()
        ),
        binding=binding_words(plan),
        sharing=sharing_rows(sharing) if sharing else (),
        sharing_words=sharing_words(sharing) if sharing else (),
        more_money=more_money_words(more_money) if more_money else Text("", ""),
        scenarios=scenario_rows(prices, plan) if prices else (),
        steady=len(prices.robust) if prices else 0,
        works=len(prices.works) if prices else 0,
        answered=prices.answered if prices else 0,
    )
