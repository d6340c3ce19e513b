"""Reports of people: found by reference, answered, and forgotten."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.model.citizen_report import CitizenReport, Reporter, ReportState
from hatangso.operations import citizen_reports
from hatangso.operations.database import Operations
from service_samples import NOON

BUOI = Reporter("Nguyễn Thị Bưởi", "0912 345 678", "buoi@example.vn")
DAY = timedelta(days=1)


def report(operations: Operations, **values: object) -> CitizenReport:
    given = {
        "lon_deg": 105.6,
        "lat_deg": 21.9,
        "text": "Mất sóng",
        "at": NOON,
        **values,
    }
    return operations.citizen_reports.add(**given)  # type: ignore[arg-type]


def photo() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8), "green").save(file, "PNG")
    return file.getvalue()


def test_a_report_comes_back_as_it_was_made(operations: Operations) -> None:
    made = report(
        operations,
        text=" Mất sóng\r\nở nhà văn hóa\x00 ",
        commune_code="05752",
        operator="Viettel",
        technology="4G",
        reporter=BUOI,
    )
    assert made == CitizenReport(
        id=made.id,
        reference=made.reference,
        created_at=NOON,
        lon_deg=105.6,
        lat_deg=21.9,
        commune_code="05752",
        operator="Viettel",
        technology="4G",
        text="Mất sóng\nở nhà văn hóa",
        state=ReportState.RECEIVED,
        reporter=BUOI,
    )
    assert operations.citizen_reports.get(made.id) == made
    assert operations.citizen_reports.list() == [made]


def test_references_are_short_clear_and_found_however_they_are_typed(
    operations: Operations,
) -> None:
    made = [report(operations) for _ in range(10)]
    references = {one.reference for one in made}
    assert len(references) == 10
    for one in references:
        assert re.fullmatch(
            r"PA-[2-9CDFGHJKMNPQRTVWX]{4}-[2-9CDFGHJKMNPQRTVWX]{2}", one
        )
    for typed in (
        made[0].reference.lower(),
        made[0].reference.replace("-", ""),
        f" {made[0].reference.replace('-', ' ')}\n",
    ):
        assert operations.citizen_reports.by_reference(typed) == made[0]
    for typed in ("", "PA", "PA-0000-00", "x" * 10**5, "\x00", "\ud800", "PA-2222-2%"):
        assert operations.citizen_reports.by_reference(typed) is None


def test_a_reference_that_is_taken_is_drawn_again(
    operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["PA-2222-22", "PA-2222-22", "PA-3333-33"])
    monkeypatch.setattr(citizen_reports, "_new_reference", lambda: next(drawn))
    assert [report(operations).reference for _ in range(2)] == [
        "PA-2222-22",
        "PA-3333-33",
    ]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"lon_deg": 181.0}, "no place in degrees"),
        ({"lat_deg": float("nan")}, "no place in degrees"),
        ({"lat_deg": float("-inf")}, "no place in degrees"),
        ({"text": "x" * 2001}, "text has 2001 characters"),
        ({"operator": "x" * 51}, "operator has 51"),
        ({"reporter": Reporter(name="x" * 101)}, "name has 101"),
        ({"reporter": Reporter(phone="1" * 51)}, "phone has 51"),
    ],
)
def test_what_cannot_be_a_report_is_refused(
    operations: Operations, values: dict[str, object], why: str
) -> None:
    with pytest.raises(InvalidInputError, match=why):
        report(operations, **values)
    assert operations.citizen_reports.list() == []


def test_nobody_reported_when_nobody_left_a_name(operations: Operations) -> None:
    assert report(operations, reporter=Reporter(" ", "\x00")).reporter is None


def test_a_report_goes_its_way(operations: Operations) -> None:
    reports = operations.citizen_reports
    made = report(operations)
    changed = reports.change(made.id, state=ReportState.CONFIRMED, hole_id=7, at=NOON)
    assert (changed.state, changed.hole_id) == (ReportState.CONFIRMED, 7)
    assert changed.answered_at is None
    answered = reports.change(
        made.id, state=ReportState.ANSWERED, answer=" Trạm mới\x00 ", at=NOON + DAY
    )
    assert (answered.answer, answered.answered_at) == ("Trạm mới", NOON + DAY)
    assert answered.hole_id == 7
    assert reports.change(made.id, at=NOON + 2 * DAY) == answered
    assert reports.get(made.id) == answered
    assert reports.change(made.id, hole_id=0, at=NOON).hole_id is None
    with pytest.raises(InvalidInputError, match="answer has 4001"):
        reports.change(made.id, answer="x" * 4001, at=NOON)


def test_lists_are_of_what_was_asked_for(operations: Operations) -> None:
    reports = operations.citizen_reports
    first = report(operations, commune_code="1")
    second = report(operations, commune_code="2")
    outside = report(operations)
    rejected = reports.change(second.id, state=ReportState.REJECTED, at=NOON)
    assert reports.list() == [outside, rejected, first]
    assert reports.list(limit=1) == [outside]
    assert reports.list(states=[ReportState.REJECTED]) == [rejected]
    assert reports.list(commune_codes={"1", "2"}) == [rejected, first]
    assert reports.list(commune_codes=()) == []
    assert reports.list(commune_codes=["\x00", "\ud800", "'"]) == [outside]


def test_pictures_are_kept_redrawn(operations: Operations) -> None:
    reports = operations.citizen_reports
    other, made = report(operations), report(operations)
    names = tuple(reports.add_photo(made.id, photo()) for _ in range(5))
    reports.add_photo(other.id, photo())
    assert reports.get(made.id).photos == names
    assert {one.id: len(one.photos) for one in reports.list()} == {
        made.id: 5,
        other.id: 1,
    }
    assert reports.photo(names[0]).startswith(b"\xff\xd8\xff")
    with pytest.raises(InvalidInputError, match="5 photos at most"):
        reports.add_photo(made.id, photo())
    with pytest.raises(InvalidInputError, match="PNG or a JPEG"):
        reports.add_photo(made.id, b"MZ")
    with pytest.raises(NotFoundError, match="no report 99"):
        reports.add_photo(99, photo())
    for name in ("", "../service.sqlite", "\x00", "0" * 32 + ".jpg", names[0] + "\n"):
        with pytest.raises(NotFoundError, match="no such photo"):
            reports.photo(name)


def test_who_reported_can_be_forgotten(operations: Operations) -> None:
    reports = operations.citizen_reports
    made = report(operations, reporter=BUOI)
    kept = report(operations, reporter=BUOI)
    name = reports.add_photo(made.id, photo())
    erased = reports.erase_reporter(made.id, NOON + DAY)
    assert erased == replace(made, reporter=None)
    assert reports.get(made.id) == erased
    assert reports.get(kept.id) == kept
    with pytest.raises(NotFoundError):
        reports.photo(name)
    with pytest.raises(NotFoundError):
        reports.erase_reporter(99, NOON)


def test_who_reported_long_ago_is_forgotten(operations: Operations) -> None:
    reports = operations.citizen_reports
    old = report(operations, reporter=BUOI)
    new = report(operations, reporter=BUOI, at=NOON + DAY)
    name = reports.add_photo(old.id, photo())
    assert reports.erase_older_than(NOON) == 0
    assert reports.erase_older_than(NOON + DAY) == 1
    assert reports.erase_older_than(NOON + DAY) == 0
    assert reports.get(old.id) == replace(old, reporter=None)
    assert reports.get(new.id) == new
    with pytest.raises(NotFoundError):
        reports.photo(name)
