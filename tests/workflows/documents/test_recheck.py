"""A document is held against the province of today, number by number."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_samples import letter_document, number
from hatangso.documents.official.trace_record import read_trace_record, trace_record
from hatangso.documents.official.traces import traced_numbers
from hatangso.documents.word.word_document import word_document
from hatangso.errors import InvalidInputError
from hatangso.language import translate
from hatangso.workflows.documents.document_kind import DocumentFormat, DocumentRequest
from hatangso.workflows.documents.issuers import issuer_of
from hatangso.workflows.documents.province_facts import ReadFacts
from hatangso.workflows.documents.recheck import Recheck, compared, recheck
from hatangso.workflows.documents.write_documents import made_document, rendered
from kind_samples import FIGURES_KIND, use_kinds
from small_province import append_row, edit_csv

DAY = date(2026, 2, 3)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    use_kinds(monkeypatch, {"figures": FIGURES_KIND})


def _document(directory: Path, form: DocumentFormat = DocumentFormat.WORD) -> bytes:
    facts = ReadFacts(directory)
    issuer = issuer_of(directory, facts.inputs.province)
    return rendered(
        made_document(facts, FIGURES_KIND, DocumentRequest(issuer, DAY)), form
    )


def _recheck(directory: Path, content: bytes) -> Recheck:
    return recheck(ReadFacts(directory), content, today=DAY)


@pytest.mark.parametrize("form", DocumentFormat)
def test_nothing_has_changed_when_nothing_was_changed(
    province_directory: Path, form: DocumentFormat
) -> None:
    found = _recheck(province_directory, _document(province_directory, form))
    assert found.holds
    assert found.unchanged_count == 3
    assert "Cả 3 số liệu" in translate(found.sentence, "vi")


def test_one_changed_figure_is_named_with_what_follows_from_it(
    province_directory: Path,
) -> None:
    content = _document(province_directory)
    edit_csv(province_directory / "figures.csv", 3, "value", 98.1)
    found = _recheck(province_directory, content)
    changed = [(one.now.key, one.then.text, one.now.text) for one in found.changed]
    assert changed == [("gap", "0,4", "1,9"), ("F2", "99,6", "98,1")]
    assert (found.gone, found.new, found.unchanged_count) == ((), (), 1)
    sentence = translate(found.sentence, "vi")
    assert sentence.startswith("2 số liệu đã thay đổi kể từ khi lập văn bản: ")
    assert "3G/4G (99,6 → 98,1)" in sentence


def test_new_and_lost_figures_are_told_apart(province_directory: Path) -> None:
    before = _document(province_directory)
    row = [
        "F3",
        "",
        "Số thử",
        "Trial",
        "=",
        "5",
        "%",
        "actual",
        "2024-12-31",
        "plan",
        "",
        "",
    ]
    append_row(province_directory / "figures.csv", row)
    after = _document(province_directory)
    found = _recheck(province_directory, before)
    assert ([one.key for one in found.new], found.changed) == (["F3"], ())
    assert [str(one) for one in found.more] == [
        "1 numbers would be new in the document."
    ]
    table = province_directory / "figures.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    found = _recheck(province_directory, after)
    assert [one.key for one in found.gone] == ["F3"]


def test_a_number_that_nobody_knows_now_is_no_changed_number() -> None:
    then = read_trace_record(_record({"a": 1, "b": None, "c": 3}))
    found = compared(then, (number("a", None), number("b", 2), number("c", 3)))
    assert [one.now.key for one in found.unknown] == ["a"]
    assert [one.now.key for one in found.changed] == ["b"]
    assert found.unchanged_count == 1
    assert "compute what is out of date" in str(found.more[0])


def test_digits_that_are_not_printed_change_nothing() -> None:
    then = read_trace_record(_record({"a": 96.41}, decimals=1))
    assert compared(then, (number("a", 96.44, decimals=1),)).holds
    assert not compared(then, (number("a", 96.46, decimals=1),)).holds


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(0, 3)),
    st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(0, 3)),
)
def test_every_number_is_counted_once(
    then: dict[str, int | None], now: dict[str, int | None]
) -> None:
    record = read_trace_record(_record(then))
    found = compared(record, tuple(number(key, value) for key, value in now.items()))
    both = found.unchanged_count + len(found.changed) + len(found.unknown)
    assert both + len(found.gone) == len(then)
    assert both + len(found.new) == len(now)
    assert found.holds == (then == now)


def _record(values: dict[str, float | None], decimals: int = 0) -> str:
    numbers = [number(key, value, decimals=decimals) for key, value in values.items()]
    entries = [
        {**json.loads(json.dumps(one.__dict__)), "reality": str(one.reality)}
        for one in numbers
    ]
    content = json.loads(trace_record(letter_document()))
    assert traced_numbers(letter_document())
    return json.dumps({**content, "numbers": entries})


def test_a_document_of_another_province_is_refused(province_directory: Path) -> None:
    content = _document(province_directory)
    description = province_directory / "province.toml"
    text = description.read_text(encoding="utf-8")
    key = ReadFacts(province_directory).inputs.province.key
    description.write_text(text.replace(f'key = "{key}"', 'key = "other"'), "utf-8")
    with pytest.raises(InvalidInputError, match="of the province"):
        _recheck(province_directory, content)


def test_a_kind_that_there_is_no_more_is_told(province_directory: Path) -> None:
    content = word_document(letter_document())
    with pytest.raises(InvalidInputError, match="no kind of document petition_answer"):
        _recheck(province_directory, content)
