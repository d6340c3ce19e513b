"""How a plan holds when prices differ from those that it was made with."""

from dataclasses import dataclass

from hatangso.errors import Message

__all__ = ["ScenarioAnswer", "ScenarioOutcome", "Sensitivity", "WorkStability"]


@dataclass(frozen=True)
class ScenarioAnswer:
    """The plan that would be made at the prices of a scenario.

    Attributes:
        objective: Đồng, or people newly served, as the question has it.
        bound: No plan is better at these prices.
        gap_ratio: How far the bound lies from the objective, as a share of it.
        people_after: People served in the end, those of today included, summed over
            the services.
        kept: Works of the base plan that it builds too, routes left aside.
        dropped: Works of the base plan that it does not build.
        added: Works that it builds besides.
    """

    cost_vnd: int
    objective: float
    bound: float
    gap_ratio: float
    people_after: int
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class ScenarioOutcome:
    """What becomes of planning at the prices of a scenario.

    Attributes:
        name: As the caller calls the scenario.
        base_cost_vnd: What the base plan would cost at these prices; None when it
            builds something that the scenario does not offer.
        answer: The plan made again; None when there is none.
        refusal: Why there is none; None when there is one.
    """

    name: str
    base_cost_vnd: int | None
    answer: ScenarioAnswer | None
    refusal: Message | None = None


@dataclass(frozen=True)
class WorkStability:
    """How firmly a work of the base plan stands.

    Attributes:
        kind: Kind of the work.
        stays: In how many of the answered scenarios it is built again.
    """

    work_id: str
    kind: str
    cost_vnd: int
    stays: int


@dataclass(frozen=True)
class Sensitivity:
    """A plan made again under scenarios of prices.

    Attributes:
        base_cost_vnd: What the base plan costs at its own prices.
        scenarios: In the order in which they were given.
        works: The works of the base plan, routes left aside, the firmest first.
    """

    base_cost_vnd: int
    scenarios: tuple[ScenarioOutcome, ...]
    works: tuple[WorkStability, ...]

    @property
    def answered(self) -> int:
        """In how many scenarios there is a plan."""
        return sum(one.answer is not None for one in self.scenarios)

    @property
    def robust(self) -> tuple[str, ...]:
        """Works of the base plan that stay in all answered scenarios."""
        if not self.answered:
            return ()
        return tuple(one.work_id for one in self.works if one.stays == self.answered)
