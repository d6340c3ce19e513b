"""What a document was made of travels inside it, there and back."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.documents.official.blocks import Paragraph
from hatangso.documents.official.numbers import money, percent, traced
from hatangso.documents.official.official_document import (
    DocumentForm,
    Letterhead,
    OfficialDocument,
)
from hatangso.documents.official.spans import NO_DATA, TracedNumber
from hatangso.documents.official.trace_record import (
    cells_of,
    read_trace_record,
    trace_record,
)
from hatangso.errors import InvalidInputError
from hatangso.model.provenance import Reality

ORIGIN = {
    "key": "sites",
    "label": "Số trạm",
    "period": "2026",
    "source": "Sổ đăng ký",
    "reality": Reality.REAL,
}
LETTERHEAD = Letterhead("", "UBND", "", "KH-UBND", "Thái Nguyên")


def _document(*numbers: TracedNumber, **fields: object) -> OfficialDocument:
    return OfficialDocument(
        "plan",
        DocumentForm.TITLED,
        LETTERHEAD,
        "KẾ HOẠCH",
        "Phát triển hạ tầng số",
        (Paragraph(("Có ", *numbers)),),
        **fields,
    )


values = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
numbers = st.builds(
    TracedNumber,
    st.text(),
    st.text(),
    values,
    st.text(),
    st.text(),
    st.text(),
    st.text(),
    st.sampled_from(Reality),
    st.integers(0, 9),
)


@given(
    st.lists(numbers, unique_by=lambda one: one.key),
    st.dictionaries(st.text(), st.text()),
    st.none() | st.dates(),
)
def test_what_is_written_is_read_back(
    found: list[TracedNumber], parameters: dict[str, str], day: date | None
) -> None:
    document = _document(
        *found, parameters=parameters, made_on=day, province="thai_nguyen"
    )
    record = read_trace_record(trace_record(document))
    assert record.numbers == tuple(found)
    assert (record.kind, record.parameters) == ("plan", parameters)
    assert (record.province, record.made_on) == ("thai_nguyen", day)


def test_cells_hold_the_whole_record() -> None:
    record = trace_record(
        _document(*(traced(n, **{**ORIGIN, "key": f"k{n}"}) for n in range(999)))
    )
    cells = list(cells_of(record))
    assert len(cells) > 1
    assert max(map(len, cells)) < 32_000
    assert "".join(cells) == record


def test_the_same_document_gives_the_same_record() -> None:
    first = _document(parameters={"a": "1", "b": "2"})
    second = _document(parameters={"b": "2", "a": "1"})
    assert trace_record(first) == trace_record(second)


@given(st.integers(0, 200))
def test_a_record_that_was_cut_is_refused(length: int) -> None:
    record = trace_record(_document(traced(5, **ORIGIN)))
    with pytest.raises(InvalidInputError, match="cut or changed"):
        read_trace_record(record[: min(length, len(record) - 1)])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", 5),
        ("parameters", {"a": 1}),
        ("numbers", {}),
        ("numbers", [{"key": "a"}]),
        ("made_on", "hôm nay"),
        ("province", None),
    ],
)
def test_a_record_that_was_changed_is_refused(name: str, value: object) -> None:
    content = json.loads(trace_record(_document(traced(5, **ORIGIN))))
    with pytest.raises(InvalidInputError, match=name):
        read_trace_record(json.dumps({**content, name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [("value", "5"), ("value", True), ("value", float("nan")), ("reality", "true")],
)
def test_a_number_that_was_changed_is_refused(name: str, value: object) -> None:
    content = json.loads(trace_record(_document(traced(5, **ORIGIN))))
    content["numbers"][0][name] = value
    with pytest.raises(InvalidInputError, match=r"numbers\[1\]"):
        read_trace_record(json.dumps(content))


def test_a_record_of_a_later_version_says_so() -> None:
    with pytest.raises(InvalidInputError, match="hatangso-trace-9"):
        read_trace_record('{"format": "hatangso-trace-9"}')


def test_numbers_are_written_as_vietnamese_writes_them() -> None:
    plain = traced(1234.5, unit="km", decimals=1, **ORIGIN)
    assert (plain.text, plain.value, plain.unit) == ("1.234,5", 1234.5, "km")
    assert traced(7, unit="km", shows_unit=True, **ORIGIN).text == "7\xa0km"
    share = percent(0.964, **ORIGIN)
    assert (share.text, share.value, share.unit) == ("96,4\xa0%", 96.4, "%")
    assert percent(0.964, shows_unit=False, **ORIGIN).text == "96,4"
    amount = money(12_340_000_000, **ORIGIN)
    assert amount.text == "12,34\xa0tỷ\xa0đồng"
    column = money(12_340_000_000, unit="triệu đồng", **ORIGIN)
    assert (column.text, column.value) == ("12.340", 12_340)


@pytest.mark.parametrize("make", [traced, percent, money])
@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf")])
def test_what_nobody_knows_is_never_zero(make: object, nothing: float | None) -> None:
    number = make(nothing, **ORIGIN)
    assert (number.text, number.value) == (NO_DATA, None)


def test_money_in_no_unit_of_money_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="triệu đồng"):
        money(5, unit="USD", **ORIGIN)
