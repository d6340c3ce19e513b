"""Teams of communes and villages, members and training, by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.model.digital_team import DigitalTeam, TeamTier, Village
from hatangso.people.team_standing import (
    PeopleParameters,
    TeamStanding,
    ratio_contradiction,
    team_standing,
)

TODAY = date(2026, 6, 1)
COMMUNES = ("A", "B", "C")
VILLAGES = [
    Village(1, "", "Thôn Một", "A"),
    Village(2, "", "Thôn Hai", "A"),
    Village(3, "", "Thôn Ba", "B"),
]


def team(
    number: int, tier: TeamTier, commune: str, locality: str = "", **told: object
) -> DigitalTeam:
    homes = (commune,) if commune in COMMUNES else ()
    return DigitalTeam(
        number,
        f"Tổ {number}",
        tier,
        commune,
        homes,
        locality,
        **told,  # type: ignore[arg-type]  # fields by name
    )


TEAMS = [
    team(11, TeamTier.COMMUNE, "A", members=9, trained=9, trained_on=date(2026, 1, 1)),
    team(12, TeamTier.VILLAGE, "A", "Một", members=5, trained=2),
    team(13, TeamTier.VILLAGE, "B", "Ba", members=4, trained_on=date(2023, 1, 1)),
    team(14, TeamTier.COMMUNE, "B", members=10, trained=12),
    team(15, TeamTier.VILLAGE, "?", "Đâu đó", members=3, trained=3),
]


def standing(
    teams: list[DigitalTeam], villages: list[Village] = VILLAGES
) -> TeamStanding:
    return team_standing(teams, villages, COMMUNES, PeopleParameters(730), today=TODAY)


def test_the_whole_is_counted_by_hand() -> None:
    found = standing(TEAMS)
    whole = found.whole
    assert (whole.commune_teams, whole.village_teams) == ((11, 14), (12, 13, 15))
    assert (whole.with_team, whole.without, whole.unplaced) == ((1, 3), (2,), (15,))
    assert found.covered == ("A", "B")
    assert found.homeless == (15,)
    # 9 + 5 + 4 + 10 + 3; trained of members without 13 (unknown) and 14 (impossible).
    assert whole.members_n == 31
    assert (whole.training.part, whole.training.whole) == (14, 17)
    assert (whole.training.unknown, whole.training.impossible) == ((13,), (14,))
    assert whole.untrained_n == 3
    assert (whole.stale, whole.undated) == ((13,), (12, 14, 15))


def test_the_commune_without_a_team_comes_first() -> None:
    assert [one.commune for one in standing(TEAMS).communes] == ["C", "A", "B"]


def test_of_nothing_nothing_is_known() -> None:
    found = standing([], [])
    assert found.whole.untrained_n is None
    assert found.whole.training.ratio is None
    assert found.covered == ()
    assert found.contradictions == ()


def test_more_teams_than_villages_are_told_with_their_arithmetic_and_not_cut() -> None:
    more = [*TEAMS, team(16, TeamTier.VILLAGE, "B", "Ba")]
    found = [
        one
        for one in standing(more).contradictions
        if one.sort == "more_teams_than_villages"
    ]
    # Of the province (4 / 3), then of commune B (2 / 1).
    assert [one.commune for one in found] == ["", "B"]
    assert str(found[1].message).startswith("2 village teams / 1 villages = 200.0 %")
    assert len(standing(more).whole.village_teams) == 4


def test_the_printed_ratio_of_bac_kan_is_118_percent() -> None:
    told = str(ratio_contradiction(1_292, 1_092).message)
    assert "1292 village teams / 1092 villages = 118.3 %" in told


def test_wrong_training_is_told_of_its_team() -> None:
    late = team(17, TeamTier.COMMUNE, "C", trained_on=date(2027, 1, 1))
    told = {one.number: one.sort for one in standing([*TEAMS, late]).contradictions}
    assert told == {14: "more_trained_than_members", 17: "trained_in_future"}


@pytest.mark.parametrize("days", [-1, 1e9, float("nan")])
def test_a_time_of_training_that_says_nothing_is_refused(days: float) -> None:
    with pytest.raises(OutOfRangeError):
        PeopleParameters(days)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*TeamTier, None]),
            st.sampled_from([*COMMUNES, "?"]),
            st.sampled_from(["Một", "Hai", "Ba", ""]),
            st.none() | st.integers(0, 20),
            st.none() | st.integers(0, 20),
        ),
        max_size=12,
    )
)
def test_communes_and_teams_of_none_add_up_to_the_whole(
    told: list[tuple[TeamTier | None, str, str, int | None, int | None]],
) -> None:
    teams = [
        DigitalTeam(
            100 + n,
            "",
            tier,
            code,
            (code,) if code != "?" else (),
            place,
            members,
            some,
        )
        for n, (tier, code, place, members, some) in enumerate(told)
    ]
    found = standing(teams)
    whole = found.whole
    listed = {n for one in found.communes for n in one.village_teams}
    assert listed <= set(whole.village_teams)
    assert set(whole.village_teams) - listed <= set(found.homeless)
    for name in ("with_team", "unclear", "without"):
        parts = sorted(n for one in found.communes for n in getattr(one, name))
        assert parts == sorted(getattr(whole, name))
    assert (whole.untrained_n or 0) >= 0
