"""What the command line says of a plan."""

from hatangso.cli.console import Output
from hatangso.documents.plan_rows import gap_words, goal_aim
from hatangso.documents.plan_words import (
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
from hatangso.model.build_plan import BuildPlan, GoalOutcome, PlanQuestion, PlanYear
from hatangso.model.demand import Measure
from hatangso.model.plan_answer import PlanAnswer
from hatangso.units import KM_PER_M
from hatangso.workflows.plan import PlanSummary

__all__ = ["say_plan"]


def say_plan(out: Output, summary: PlanSummary) -> None:
    """Say what a plan costs, what it buys, and how good it is."""
    answer = summary.answer
    plan = answer.plan
    _say_total(out, plan)
    for one in plan.outcomes:
        gain = Message(
            "{service}: {people} more people; of {total} places of which it is known"
            " {after} will be served.",
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
            _say_year(out, year)
    missed = [one for one in plan.goals if not one.is_met]
    if plan.goals:
        out.say(
            "{met} of {all} goals are met.",
            met=len(plan.goals) - len(missed),
            all=len(plan.goals),
        )
    for goal in missed:
        _say_missed(out, plan, goal)
    names = service_names(plan)
    # Which roads are cut off where is for the report to tell.
    studied = (note for note in answer.study_notes if "lon" not in note.values)
    for note in (*plan.notes, *studied):
        _say_sentence(out, note_in_words(note, names, out.language))
    _say_others(out, answer)
    out.say("Prices are assumptions of costs.toml unless parameters.toml says.")
    if answer.synthetic_layers:
        layers = [translate(layer, out.language) for layer in answer.synthetic_layers]
        out.say_once(
            "These results rest on synthetic layers: {names}.", names=", ".join(layers)
        )


def _say_total(out: Output, plan: BuildPlan) -> None:
    sentence = "Cheapest plan: {count} works and routes for {cost}"
    if plan.question is PlanQuestion.BEST_UNDER_BUDGET:
        sentence = "Best plan for the money: {count} works and routes for {cost}"
    message = Message(
        sentence,
        {
            "count": _count(out, len(plan.items)),
            "cost": format_money_vnd(plan.cost_vnd, out.language),
        },
    )
    out.say(
        "{plan}. {proof} This holds for the places, routes and prices that were"
        " studied.",
        plan=translate(message, out.language),
        proof=_in(out, gap_words(plan)),
    )


def _say_year(out: Output, year: PlanYear) -> None:
    cost = format_money_vnd(year.cost_vnd, out.language)
    if year.budget_vnd is None:
        out.say("{year}: {cost} spent, no limit", year=year.year, cost=cost)
        return
    budget = format_money_vnd(year.budget_vnd, out.language)
    out.say(
        "{year}: {cost} spent, budget {budget}",
        year=year.year,
        cost=cost,
        budget=budget,
    )


def _say_missed(out: Output, plan: BuildPlan, outcome: GoalOutcome) -> None:
    out.say(
        "Missed: {goal} (needed: {needed}, reached: {after}).",
        goal=_in(out, goal_aim(plan, outcome)),
        needed=_amount(out, outcome, outcome.needed),
        after=_amount(out, outcome, outcome.after),
    )


def _amount(out: Output, outcome: GoalOutcome, amount: int) -> str:
    if outcome.goal.measure is not Measure.ROAD_KM:
        return _count(out, amount)
    return f"{format_number(amount * KM_PER_M, 2, out.language)} km"


def _say_others(out: Output, answer: PlanAnswer) -> None:
    """Say what more money buys, what sharing saves, how other prices change it."""
    if answer.marginal is not None:
        out.say(
            "{money} more would serve {people} more people.",
            money=format_money_vnd(answer.marginal.step_vnd, out.language),
            people=_count(out, answer.marginal.people_more),
        )
    if answer.sharing is not None:
        out.say(
            "Sharing saves {saving} against each operator building alone"
            " ({masts} masts fewer).",
            saving=format_money_vnd(answer.sharing.saving_vnd, out.language),
            masts=_count(out, answer.sharing.masts_saved),
        )
    if answer.sensitivity is not None:
        out.say(
            "{robust} of {all} works, routes aside, stay in all {count} scenarios of"
            " prices.",
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
