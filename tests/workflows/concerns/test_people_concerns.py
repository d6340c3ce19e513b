"""What is told of teams and officials that are missing or contradict themselves."""

from datetime import date

from digital_people import commune, summary_of
from hatangso.model.concern import Severity
from hatangso.workflows.concerns.sources.people import people_concerns

COMMUNES = (commune("00001", "Một"), commune("00002", "Hai"))
VILLAGES = [
    {"id": "a", "name": "Thôn A", "commune_code": "00001"},
    {"id": "b", "name": "Thôn B", "commune_code": "00001"},
]
TEAM = {"name": "Tổ A", "commune_code": "00001", "members": 5, "trained_members": 5}
TRAINED = date(2025, 6, 1)


def test_without_any_team_nothing_is_said_of_communes() -> None:
    assert people_concerns(summary_of(*COMMUNES, locality=VILLAGES), {}) == ()


def test_every_gap_leads_to_its_commune() -> None:
    team = {**TEAM, "tier": "village", "locality": "A", "trained_on": TRAINED}
    found = people_concerns(
        summary_of(*COMMUNES, locality=VILLAGES, community_team=[team]), {}
    )
    told = {(one.sort, one.address): str(one.message) for one in found}
    assert told == {
        ("commune_without_team", "/he-thong/con-nguoi?xa=00001"): (
            "no team of the commune is in the register"
        ),
        ("commune_without_team", "/he-thong/con-nguoi?xa=00002"): (
            "no team of the commune is in the register"
        ),
        ("villages_without_team", "/he-thong/con-nguoi?xa=00001"): (
            "1 of 2 villages have no team"
        ),
    }
    assert {one.component for one in found} == {"QT"}


def test_training_is_a_notice_and_a_contradiction_leads_to_its_team() -> None:
    old = {"trained_members": 3, "trained_on": date(2020, 1, 1)}
    teams = [
        {**TEAM, "tier": "commune", **old},
        {**TEAM, "tier": "commune", "trained_members": 6, "commune_code": "00002"},
    ]
    summary = summary_of(*COMMUNES, community_team=teams)
    found = people_concerns(summary, {("community_team", 2): "T2"})
    told = {one.sort: one for one in found}
    assert set(told) == {
        "people_contradiction",
        "team_members_untrained",
        "team_training_old",
    }
    assert told["team_training_old"].severity is Severity.NOTICE
    assert (
        str(told["team_members_untrained"].message) == "2 of 5 members are not trained"
    )
    wrong = told["people_contradiction"]
    assert (wrong.kind, wrong.key, wrong.name) == (
        "community_team",
        "T2",
        "Tổ A, Xã Hai",
    )
