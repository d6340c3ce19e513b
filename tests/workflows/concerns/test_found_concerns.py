"""Concerns are found by source; a source that fails is a concern itself."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError
from hatangso.model.concern import Concern, Severity
from hatangso.model.record import Record
from hatangso.workflows.concerns import found_concerns as finder
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.concerns.found_concerns import concern_sources, found_concerns
from hatangso.workflows.concerns.sources import telecom

TODAY = date(2026, 11, 20)


def facts(*holes: dict[str, object], directory: Path = Path()) -> ConcernFacts:
    def records(kind: str) -> Sequence[Record]:
        if kind != "coverage_hole":
            return []
        return [
            Record(kind, number, 1, values)  # type: ignore[arg-type]
            for number, values in enumerate(holes, 1)
        ]

    now = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    return ConcernFacts(directory, records, now, TODAY)


def hole(**values: object) -> dict[str, object]:
    usual = {"id": "H1", "state": "assigned", "responsible_operator": "VNPT"}
    return {**usual, **values}


def told(*holes: dict[str, object]) -> list[Concern]:
    return list(telecom.concerns(facts(*holes)))


def test_a_hole_past_its_promised_day_is_told_with_the_days() -> None:
    [found] = told(hole(promised_on=date(2026, 11, 10)))
    assert (found.sort, found.key) == ("hole_overdue", "H1")
    assert found.message.values["days"] == 10


def test_a_hole_due_today_or_closed_is_none() -> None:
    assert told(hole(promised_on=TODAY)) == []
    assert told(hole(promised_on=date(2020, 1, 1), state="closed")) == []


def test_a_hole_that_nobody_answers_for_must_be_looked_at() -> None:
    [found] = told(hole(responsible_operator=None))
    assert (found.sort, found.severity) == ("hole_of_nobody", Severity.NOTICE)


def test_every_source_tells_of_an_empty_province_without_failing(
    province_directory: Path,
) -> None:
    found = found_concerns(facts(directory=province_directory))
    assert set(found) == set(concern_sources())
    for name, concerns in found.items():
        assert "cannot_be_told" not in {one.sort for one in concerns}, name


def test_a_source_that_cannot_tell_is_a_concern_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: ConcernFacts) -> list[Concern]:
        raise InvalidInputError("the file {file} is broken", file="monitoring.toml")

    known = {"broken": broken, "telecom": telecom.concerns}
    monkeypatch.setattr(finder, "concern_sources", lambda: known)
    found = found_concerns(facts(hole(promised_on=date(2026, 1, 1))))
    assert [one.sort for one in found["broken"]] == ["cannot_be_told"]
    assert [one.sort for one in found["telecom"]] == ["hole_overdue"]
