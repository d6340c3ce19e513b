"""Villages and teams are joined as people write their names."""

from hypothesis import given
from hypothesis import strategies as st

from hatangso.model.digital_team import DigitalTeam, TeamTier, Village
from hatangso.people.village_teams import village_teams

NAMES = st.sampled_from(
    ["Thôn Nà Phả", "Bản Nà Phả", "Nà Phả", "TDP 1", "Tổ 01", "Thôn 1 (Đức Xuân)", ""]
)


def team(number: int, locality: str, *homes: str, name: str = "") -> DigitalTeam:
    return DigitalTeam(number, name, TeamTier.VILLAGE, "1", homes or ("1",), locality)


def villages(*names: str) -> list[Village]:
    return [Village(n, f"v{n}", name, "1") for n, name in enumerate(names, 1)]


def test_names_are_joined_without_tones_zeros_and_ways_to_write_a_kind() -> None:
    found = village_teams(
        [team(11, "tổ dân phố 1"), team(12, "THÔN  NA PHA"), team(13, "Khuổi Lót")],
        villages("TDP 01", "Thôn Nà Phả", "Bản Khuổi Lót"),
    )
    assert found.teams_of == {1: (11,), 2: (12,), 3: (13,)}
    assert not found.unclear + found.without + found.unplaced


def test_a_thon_and_a_ban_of_one_name_stay_two_villages() -> None:
    found = village_teams([team(11, "Bản Nà Phả")], villages("Thôn Nà Phả"))
    assert (found.without, found.unplaced) == ((1,), (11,))
    both = villages("Thôn Nà Phả", "Bản Nà Phả")
    found = village_teams([team(11, "Bản Nà Phả"), team(12, "Nà Phả")], both)
    assert found.teams_of == {1: (12,), 2: (11,)}


def test_of_villages_of_one_name_nobody_knows_which_has_the_only_team() -> None:
    same = villages("Thôn 1 (Đức Xuân)", "Thôn 1 (Sông Cầu)")
    one = village_teams([team(11, "Thôn 1")], same)
    assert (one.unclear, one.without, one.unplaced) == ((1, 2), (), ())
    two = village_teams([team(11, "Thôn 1"), team(12, "Thôn 1")], same)
    assert two.teams_of == {1: (11,), 2: (12,)}


def test_the_name_in_brackets_tells_villages_of_one_name_apart() -> None:
    same = villages("Thôn 1 (Đức Xuân)", "Thôn 1 (Sông Cầu)")
    found = village_teams([team(11, "thôn 1 (sông cầu)")], same)
    assert (found.teams_of, found.without) == ({2: (11,)}, (1,))


def test_two_teams_of_one_village_are_both_its() -> None:
    found = village_teams([team(11, "Nà Phả"), team(12, "Nà Phả")], villages("Nà Phả"))
    assert found.teams_of == {1: (11, 12)}


def test_a_team_without_locality_is_known_by_its_name_or_code() -> None:
    found = village_teams(
        [
            team(11, "", name="Tổ công nghệ số cộng đồng thôn Nà Phả"),
            team(12, "v2"),
            team(13, "", name="Tổ công nghệ số cộng đồng"),
        ],
        villages("Thôn Nà Phả", "Xóm Ba"),
    )
    assert found.teams_of == {1: (11,), 2: (12,)}
    assert found.unplaced == (13,)


def test_a_team_of_a_former_commune_is_looked_for_in_all_that_followed() -> None:
    far = [Village(1, "", "Nà Phả", "2")]
    assert village_teams([team(11, "Nà Phả", "1", "2")], far).teams_of == {1: (11,)}
    assert village_teams([team(11, "Nà Phả", "1")], far).unplaced == (11,)
    assert village_teams([team(11, "Nà Phả", "")], far).unplaced == (11,)


@given(st.lists(NAMES, max_size=8), st.lists(NAMES, max_size=8))
def test_every_village_is_counted_once_and_no_team_twice(
    told: list[str], places: list[str]
) -> None:
    teams = [team(100 + n, name) for n, name in enumerate(told)]
    found = village_teams(teams, villages(*places))
    counted = [*found.teams_of, *found.unclear, *found.without]
    assert sorted(counted) == list(range(1, len(places) + 1))
    used = [one for some in found.teams_of.values() for one in some]
    assert len(set(used + list(found.unplaced))) == len(used) + len(found.unplaced)
    assert all(found.teams_of.values())


@given(st.lists(NAMES.filter(bool), max_size=8))
def test_teams_named_as_their_villages_leave_none_without(names: list[str]) -> None:
    teams = [team(100 + n, name) for n, name in enumerate(names)]
    found = village_teams(teams, villages(*names))
    assert not found.without + found.unclear + found.unplaced


def test_the_order_of_the_lists_changes_nothing() -> None:
    names = ["Thôn 1 (A)", "Thôn 1 (B)", "Nà Phả", "Bản Nà Phả"]
    teams = [team(11, "Thôn 1"), team(12, "Nà Phả"), team(13, "thôn 1")]
    assert village_teams(teams, villages(*names)) == village_teams(
        teams[::-1], villages(*names)[::-1]
    )
