"""What a plan for digital infrastructure is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hatangso.documents.kinds.plan_annexes import LeftOutPlace, RegisterTask
from hatangso.documents.kinds.plan_costs import PlanCosts
from hatangso.documents.kinds.plan_effects import GoalFact, ServiceFact
from hatangso.documents.kinds.plan_targets import TargetFact, ValueFact
from hatangso.documents.official.blocks import Figure
from hatangso.documents.official.issuer import Issuer

__all__ = ["PlanFacts"]


@dataclass(frozen=True)
class PlanFacts:
    """What a plan is made of.

    Attributes:
        period: Calendar years: ``2026 - 2028``; empty for a plan without.
        department: Who follows its execution, as a sentence names it.
        bases: Legal bases that follow from the targets.
        tasks: Of the register, beyond those of the plan.
        targets: Those in force.
        marks: Sentences about data that are not real.
        map: Of what is built where; None without a drawing.
        chart: Of the money by year, likewise.
    """

    issuer: Issuer
    period: str
    department: str
    bases: tuple[str, ...]
    values: tuple[ValueFact, ...]
    targets: tuple[TargetFact, ...]
    costs: PlanCosts
    goals: tuple[GoalFact, ...]
    services: tuple[ServiceFact, ...]
    tasks: tuple[RegisterTask, ...]
    left_out: tuple[LeftOutPlace, ...]
    marks: tuple[str, ...] = ()
    map: Figure | None = None
    chart: Figure | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """Return what the plan is about."""
        return f"Phát triển hạ tầng số tỉnh {self.issuer.province}{self.when}"

    @property
    def when(self) -> str:
        """Return the period as it ends a phrase: `` giai đoạn 2026 - 2028``."""
        if not self.period:
            return ""
        return (
            f" giai đoạn {self.period}"
            if "-" in self.period
            else (f" năm {self.period}")
        )
