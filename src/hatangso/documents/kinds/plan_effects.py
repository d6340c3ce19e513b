"""What a plan achieves: people by service, and its goals before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from hatangso.documents.kinds.plan_costs import PlanCosts
from hatangso.documents.official.blocks import Column, ColumnKind, Row, Table
from hatangso.documents.official.spans import Sentence, Span, TracedNumber

__all__ = ["GoalFact", "ServiceFact", "gain_sentence", "goal_table"]


@dataclass(frozen=True)
class ServiceFact:
    """People with a service before and after.

    Attributes:
        code: Stable name of the service.
        total: Of those whose coverage is known.
        unknown: People whose coverage nobody can tell.
    """

    code: str
    name: str
    before: int
    after: int
    total: int
    unknown: int

    @property
    def gained(self) -> int:
        """Return the people newly served."""
        return self.after - self.before


@dataclass(frozen=True)
class GoalFact:
    """What becomes of a goal, in its own unit.

    Attributes:
        aim: ``4G cho 95 % dân số đến hết năm 2027``.
        unit: ``người``, ``điểm dân cư``, ``km`` …
        document: That asks for it; empty when the planner does.
        total: Amount whose coverage is known.
    """

    aim: str
    unit: str
    document: str
    total: float
    before: float
    needed: float
    after: float
    is_met: bool


def gain_sentence(service: ServiceFact, costs: PlanCosts) -> Sentence:
    """Say how many people get a service; the same case gives the same sentence."""
    key, name = service.code, service.name

    def people(what: str, amount: int, label: str) -> TracedNumber:
        return costs.count(f"people:{key}:{what}", amount, label, unit="người")

    before = people("before", service.before, f"Người có {name} hiện nay")
    total = people("total", service.total, f"Người đã rõ tình trạng {name}")
    if not service.gained:
        start: list[Span] = [f"Duy trì {name} cho ", before]
    else:
        start = [
            f"Nâng số người có {name} từ ",
            before,
            " lên ",
            people("after", service.after, f"Người có {name} sau phương án"),
            " (thêm ",
            people("gained", service.gained, f"Người có thêm {name}"),
            ")",
        ]
    spans: list[Span] = [*start, " trong tổng số ", total, " đã rõ tình trạng"]
    if service.unknown:
        unknown = people("unknown", service.unknown, f"Người chưa rõ tình trạng {name}")
        spans += ["; ", unknown, " chưa rõ tình trạng"]
    return (*spans, ".")


def goal_table(goals: Sequence[GoalFact], costs: PlanCosts) -> Table:
    """Return the goals of the plan: asked, today, with the plan."""
    number = ColumnKind.NUMBER
    return Table(
        name="goals",
        caption="Mục tiêu của phương án đầu tư và kết quả",
        columns=(
            Column("tt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("aim", "Mục tiêu", width=3.2),
            Column("document", "Văn bản", width=2.4),
            Column("unit", "Đơn vị", width=1.4),
            Column("needed", "Phải đạt", number, width=1.2),
            Column("before", "Hiện nay", number, width=1.2),
            Column("after", "Sau phương án", number, width=1.2),
            Column("met", "Đánh giá", width=1.3),
        ),
        rows=tuple(_goal_row(at, one, costs) for at, one in enumerate(goals, start=1)),
    )


def _goal_row(at: int, goal: GoalFact, costs: PlanCosts) -> Row:
    def amount(what: str, value: float) -> Sentence:
        return (costs.count(f"goal:{at}:{what}", value, f"{goal.aim} ({what})"),)

    return Row(
        (
            (str(at),),
            (f"{goal.aim[:1].upper()}{goal.aim[1:]}",),
            (goal.document or "Phương án đề xuất",),
            (goal.unit,),
            amount("phải đạt", goal.needed),
            amount("hiện nay", goal.before),
            amount("sau phương án", goal.after),
            ("Đạt" if goal.is_met else "Chưa đạt",),
        )
    )
