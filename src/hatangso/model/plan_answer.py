"""All that the planner answers to one scenario."""

from dataclasses import dataclass

from hatangso.errors import Message
from hatangso.model.build_plan import BuildPlan
from hatangso.model.marginal_money import MarginalMoney
from hatangso.model.scenario import PlanScenario
from hatangso.model.sensitivity import Sensitivity
from hatangso.model.sharing import SharingAnswer

__all__ = ["PlanAnswer"]


@dataclass(frozen=True)
class PlanAnswer:
    """A plan with what was asked and what else was found.

    Attributes:
        scenario: What was asked.
        plan: What to build in which year.
        studied_works: How many works were studied.
        study_notes: Why something that a planner may look for was not studied, and what
            to relax.
        synthetic_layers: Synthetic layers that the answer rests on.
        marginal: What a little more money buys; None when nobody asked.
        sharing: What sharing saves, likewise.
        sensitivity: How the plan holds at other prices, likewise.
        scenario_file: Where in the province directory the question stands; empty when
            it stands nowhere there.
    """

    scenario: PlanScenario
    plan: BuildPlan
    studied_works: int
    study_notes: tuple[Message, ...] = ()
    synthetic_layers: tuple[str, ...] = ()
    marginal: MarginalMoney | None = None
    sharing: SharingAnswer | None = None
    sensitivity: Sensitivity | None = None
    scenario_file: str = ""
