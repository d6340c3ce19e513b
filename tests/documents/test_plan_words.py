"""The planner's notes in the words of those who read them."""

from dataclasses import replace

from hatangso.documents.plan_answers import binding_words
from hatangso.documents.plan_words import note_in_words, service_names
from hatangso.documents.report_content import Text
from hatangso.errors import Message
from hatangso.language import Language, translate
from small_report import small_report

GOAL_NOTE = Message(
    "the goal for {service} ({year}) costs people: without it the same money would"
    " serve at least {people} more, with {other} in place of {work}",
    {"service": "fibre", "year": 2027, "people": 1200, "other": "A", "work": "fibre"},
)
NAMES = {"fibre": Text("cáp quang", "fibre"), "5G-100": Text("5G nhanh", "fast 5G")}


def test_a_note_calls_a_service_what_people_call_it_in_each_language() -> None:
    note = Message("people with {service}", {"service": "5G-100"})
    told = {
        language: translate(note_in_words(note, NAMES, language), language)
        for language in Language
    }
    assert told == {"vi": "người dân có 5G nhanh", "en": "people with fast 5G"}


def test_only_the_service_of_a_note_is_renamed() -> None:
    told = note_in_words(GOAL_NOTE, NAMES, Language.VI)
    assert told.text == GOAL_NOTE.text
    assert told.values == {**GOAL_NOTE.values, "service": "cáp quang"}
    assert GOAL_NOTE.values["service"] == "fibre"


def test_notes_within_notes_are_told_in_words_too() -> None:
    inner = Message("people with {service}", {"service": "fibre"})
    told = note_in_words(Message("ask for {goal}", {"goal": inner}), NAMES, Language.VI)
    assert told.values["goal"] == Message(inner.text, {"service": "cáp quang"})


def test_services_that_the_plan_does_not_know_keep_their_names() -> None:
    note = Message("people with {service}", {"service": "2G"})
    assert note_in_words(note, NAMES, Language.EN) == note
    odd = Message("services: {service}", {"service": ["5G-100"]})
    assert note_in_words(odd, NAMES, Language.EN) == odd


def test_the_report_tells_notes_in_words() -> None:
    plan = small_report().plan
    assert plan is not None
    note = replace(GOAL_NOTE, values={**GOAL_NOTE.values, "service": "5G-100"})
    first = binding_words(replace(plan, notes=(note,)))[0]
    name = service_names(plan)["5G-100"]
    assert first.vi.startswith(f"Mục tiêu về {name.vi} (2027) làm giảm")
    assert first.en.startswith(f"The goal for {name.en} (2027) costs people")
    assert "5G-100" not in first.vi + first.en
