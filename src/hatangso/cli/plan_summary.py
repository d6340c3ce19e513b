"""What the command line says of a plan."""

from hatangso.cli.console import Output
from hatangso.documents.plan_words import (
    MEASURE_WORDS,
    note_in_words,
    service_name,
    service_names,
)
from hatangso.documents.report_content import Text
from hatangso.errors import Message
from hatangso.language import (
    Language,
    as_sentence,
    format_money_vnd,
    format_number,
    translate,
)
from hatangso.model.build_plan import BuildPlan, GoalOutcome, PlanQuestion
from hatangso.model.plan_answer import PlanAnswer
from hatangso.workflows.plan import PlanSummary

__all__ = ["say_plan"]

_PERCENT = 100


def say_plan(out: Output, summary: PlanSummary) -> None:
    """Say what a plan costs, what it buys, and how good it is."""
    answer = summary.answer
    plan = answer.plan
    _say_total(out, plan)
    for one in plan.outcomes:
        gain = Message(
            "{service}: {people} more people; {after} of {total} places known to be"
            " served or not will be served.",
            {
                "service": _in(out, service_name(one.service)),
                "people": _count(out, one.people_after - one.people_before),
                "after": _count(out, one.places_after),
                "total": _count(out, one.places_total),
            },
        )
        _say_sentence(out, gain)
    if len(plan.years) > 1:
        for year in plan.years:
            out.say(
                "{year}: {cost}{budget}",
                year=year.year,
                cost=format_money_vnd(year.cost_vnd, out.language),
                budget=""
                if year.budget_vnd is None
                else f" / {format_money_vnd(year.budget_vnd, out.language)}",
            )
    missed = [one for one in plan.goals if not one.is_met]
    out.say(
        "Goals: {met} of {all} met.",
        met=len(plan.goals) - len(missed),
        all=len(plan.goals),
    )
    for goal in missed:
        _say_missed(out, plan, goal)
    names = service_names(plan)
    for note in plan.notes:
        _say_sentence(out, note_in_words(note, names, out.language))
    _say_others(out, answer)
    out.say("Prices are assumptions of costs.toml unless parameters.toml says.")
    if answer.synthetic_layers:
        layers = [translate(layer, out.language) for layer in answer.synthetic_layers]
        out.say_once(
            "These results rest on synthetic layers: {names}.", names=", ".join(layers)
        )


def _say_total(out: Output, plan: BuildPlan) -> None:
    sentence = "Cheapest plan: {count} works for {cost}"
    if plan.question is PlanQuestion.BEST_UNDER_BUDGET:
        sentence = "Best plan for the budget: {count} works for {cost}"
    message = Message(
        sentence,
        {
            "count": _count(out, len(plan.items)),
            "cost": format_money_vnd(plan.cost_vnd, out.language),
        },
    )
    out.say(
        "{plan}; proven within {gap} % of the best for the places and prices"
        " considered.",
        plan=translate(message, out.language),
        gap=format_number(_PERCENT * plan.gap_ratio, 2, out.language),
    )


def _say_missed(out: Output, plan: BuildPlan, outcome: GoalOutcome) -> None:
    goal = outcome.goal
    out.say(
        "Missed by {year}: {service}, {measure}: {after} of {needed}.",
        year=goal.year,
        service=_in(out, service_names(plan)[goal.service]),
        measure=_in(out, MEASURE_WORDS[goal.measure]),
        after=_count(out, outcome.after),
        needed=_count(out, outcome.needed),
    )


def _say_others(out: Output, answer: PlanAnswer) -> None:
    """Say what sharing saves and how the plan holds at other prices."""
    if answer.sharing is not None:
        out.say(
            "Sharing saves {saving} against each operator building alone"
            " ({masts} masts fewer).",
            saving=format_money_vnd(answer.sharing.saving_vnd, out.language),
            masts=_count(out, answer.sharing.masts_saved),
        )
    if answer.sensitivity is not None:
        out.say(
            "{robust} of {all} works stay in all {count} scenarios of prices.",
            robust=_count(out, len(answer.sensitivity.robust)),
            all=_count(out, len(answer.sensitivity.works)),
            count=len(answer.sensitivity.scenarios),
        )


def _say_sentence(out: Output, words: Message) -> None:
    out.say("{note}", note=as_sentence(translate(words, out.language)))


def _in(out: Output, words: Text) -> str:
    return words.vi if out.language is Language.VI else words.en


def _count(out: Output, number: int) -> str:
    return format_number(number, 0, out.language)
