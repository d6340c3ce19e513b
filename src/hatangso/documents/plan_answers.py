"""What a plan answers besides itself: what binds it, sharing, other prices."""

from collections.abc import Mapping
from dataclasses import dataclass

from hatangso.documents.bilingual import money, number, percent, sentence
from hatangso.documents.plan_rows import goal_aim
from hatangso.documents.plan_words import PRICE_WORDS, note_in_words, service_names
from hatangso.documents.report_content import Text
from hatangso.errors import Message
from hatangso.language import Language, as_sentence
from hatangso.model.build_plan import BuildPlan, GoalOutcome
from hatangso.model.marginal_money import MarginalMoney
from hatangso.model.sensitivity import Sensitivity
from hatangso.model.sharing import SharingAnswer, SharingSide

__all__ = [
    "ScenarioRow",
    "SharingRow",
    "binding_words",
    "more_money_words",
    "scenario_rows",
    "sharing_rows",
    "sharing_words",
]


@dataclass(frozen=True)
class SharingRow:
    """Who builds, and what that comes to."""

    name: Text
    side: SharingSide


@dataclass(frozen=True)
class ScenarioRow:
    """What other prices change.

    Attributes:
        base_cost_vnd: What the plan at hand would cost; None when it cannot be built.
        cost_vnd: What the best plan would cost; None when there is none.
        kept: How many works of the plan at hand the best plan builds too.
        refusal: Why there is no plan; empty when there is one.
    """

    name: Text
    base_cost_vnd: int | None
    cost_vnd: int | None
    kept: int
    refusal: Text


def binding_words(plan: BuildPlan) -> tuple[Text, ...]:
    """Say what decides the plan, and which goals it does not meet."""
    names = service_names(plan)
    told = [_in_words(note, names) for note in plan.notes]
    notes = (Text(as_sentence(one.vi), as_sentence(one.en)) for one in told)
    return (*notes, *(_unmet(plan, one) for one in plan.goals if not one.is_met))


def _in_words(note: Message, names: Mapping[str, Text]) -> Text:
    """Return a note in both languages, its service named as each names it."""
    return Text(
        sentence(note_in_words(note, names, Language.VI)).vi,
        sentence(note_in_words(note, names, Language.EN)).en,
    )


def _unmet(plan: BuildPlan, outcome: GoalOutcome) -> Text:
    aim = goal_aim(plan, outcome)
    if outcome.reachable < outcome.needed:
        return Text(
            f"Không thể đạt mục tiêu “{aim.vi}”: mọi công trình đã xét cộng lại cũng "
            "chưa đủ.",
            f"The goal “{aim.en}” cannot be met: all works that were studied together "
            "are not enough.",
        )
    return Text(
        f"Chưa đạt mục tiêu “{aim.vi}” với số tiền cho phép.",
        f"The goal “{aim.en}” is not met for the money allowed.",
    )


def more_money_words(answer: MarginalMoney) -> Text:
    """Say what some more money would buy."""
    step = money(answer.step_vnd)
    most = number(answer.most_worth_more)
    if not answer.people_more and not answer.places_more:
        return Text(
            f"Thêm {step.vi} nữa cũng không phục vụ thêm được ai (đã chứng minh: nhiều "
            f"nhất {most.vi}).",
            f"{step.en} more would serve nobody else (proven: {most.en} at most).",
        )
    people, places = number(answer.people_more), number(answer.places_more)
    return Text(
        f"Thêm {step.vi} nữa thì phục vụ thêm {people.vi} người ở {places.vi} nơi (đã "
        f"chứng minh: nhiều nhất {most.vi}).",
        f"{step.en} more would serve {people.en} more people in {places.en} places "
        f"(proven: {most.en} at most).",
    )


def sharing_words(answer: SharingAnswer) -> tuple[Text, ...]:
    """Say what sharing saves, within which proven limits, and with how many masts."""
    saved, ratio = money(abs(answer.saving_vnd)), percent(abs(answer.saving_ratio))
    if answer.saving_vnd <= 0:
        first = Text(
            "Với mục tiêu này, dùng chung không tiết kiệm được gì.",
            "For these goals sharing saves nothing.",
        )
    else:
        first = Text(
            f"Dùng chung tiết kiệm {saved.vi} ({ratio.vi}) so với khi từng doanh "
            "nghiệp tự xây.",
            f"Sharing saves {saved.en} ({ratio.en}) against each operator building "
            "alone.",
        )
    words = [first]
    if answer.least_saving_vnd < answer.most_saving_vnd:
        least, most = money(answer.least_saving_vnd), money(answer.most_saving_vnd)
        words.append(
            Text(
                f"Đã chứng minh: mức tiết kiệm tốt nhất nằm trong khoảng từ {least.vi} "
                f"đến {most.vi}.",
                f"Proven: the best plans save between {least.en} and {most.en}.",
            )
        )
    if answer.masts_saved > 0:
        masts = number(answer.masts_saved)
        words.append(
            Text(f"Bớt {masts.vi} cột mới.", f"{masts.en} fewer masts are built.")
        )
    notes = [sentence(note) for note in answer.notes]
    words += [Text(as_sentence(one.vi), as_sentence(one.en)) for one in notes]
    return tuple(words)


def sharing_rows(answer: SharingAnswer) -> tuple[SharingRow, ...]:
    """Return those who build alone, then all together."""
    return tuple(
        SharingRow(
            Text(f"{side.operator} xây một mình", f"{side.operator} alone")
            if side.operator
            else Text("Cùng dùng chung hạ tầng", "All share"),
            side,
        )
        for side in (*answer.alone, answer.together)
    )


def scenario_rows(answer: Sensitivity, plan: BuildPlan) -> tuple[ScenarioRow, ...]:
    """Return the scenarios of prices in their order; the plan names the services."""
    names = service_names(plan)
    return tuple(
        ScenarioRow(
            name=PRICE_WORDS.get(one.name, Text(one.name, one.name)),
            base_cost_vnd=one.base_cost_vnd,
            cost_vnd=one.answer.cost_vnd if one.answer else None,
            kept=len(one.answer.kept) if one.answer else 0,
            refusal=_in_words(one.refusal, names) if one.refusal else Text("", ""),
        )
        for one in answer.scenarios
    )
