"""Officials, events and enterprises."""

from datetime import date

import pytest

from hatangso.errors import OutOfRangeError
from hatangso.model.digital_team import Officials, OutreachEvent
from hatangso.people.enterprises import enterprises_per_1000_people
from hatangso.people.officials import officials_standing
from hatangso.people.outreach import outreach

TODAY = date(2026, 6, 1)


def event(
    number: int, kind: str, held_on: date | None, participants: int | None = None
) -> OutreachEvent:
    return OutreachEvent(number, "", kind, held_on=held_on, participants=participants)


def test_officials_are_summed_where_both_numbers_are_told() -> None:
    found = officials_standing(
        [
            Officials(1, "Sở A", staff=40, it_staff=4, trained=30),
            Officials(2, "Sở B", staff=10, trained=2),
            Officials(3, "Xã C", trained=5),
            Officials(4, "Xã D", staff=5, trained=6),
        ]
    )
    assert [one.number for one in found.agencies] == [2, 1, 3, 4]
    assert (found.training.part, found.training.whole) == (32, 50)
    assert (found.training.unknown, found.training.impossible) == ((3,), (4,))
    assert (found.specialists.part, found.specialists.whole) == (4, 40)
    (wrong,) = found.contradictions
    assert str(wrong.message) == "6 officials are trained of 5"


def test_events_are_counted_by_month_with_the_empty_months_between() -> None:
    found = outreach(
        [
            event(1, "outreach", date(2025, 12, 5), 200),
            event(2, "training", date(2026, 2, 1)),
            event(3, "contest", date(2026, 2, 3), 4_000),
            event(4, "training", date(2026, 7, 1), 9),
            event(5, "", None, 1),
        ],
        today=TODAY,
    )
    assert [(one.key, one.events) for one in found.by_month] == [
        ("2025-12", (1,)),
        ("2026-01", ()),
        ("2026-02", (2, 3)),
    ]
    assert (found.whole.participants_n, found.whole.unknown) == (4_201, (2,))
    assert (found.to_come, found.undated) == ((4,), (5,))
    assert [one.key for one in found.by_kind] == ["", "contest", "outreach", "training"]


def test_two_thousand_enterprises_in_bac_giang_are_just_above_one_per_thousand() -> (
    None
):
    # 2,000 enterprises were the aim of 2020 for 2025, together with "1 per 1,000".
    assert enterprises_per_1000_people(2_000, 1_900_000) == pytest.approx(
        1.0526, abs=1e-4
    )


@pytest.mark.parametrize(("enterprises", "people"), [(1, 0), (-1, 10)])
def test_a_density_that_cannot_be_is_refused(enterprises: float, people: int) -> None:
    with pytest.raises(OutOfRangeError):
        enterprises_per_1000_people(enterprises, people)
