"""Records and printed figures of teams, officials, events and enterprises."""

import pytest

from digital_people import commune, summary_of

# Of Bắc Kạn in March 2024, as printed.
PRINTED = [
    {"indicator": code, "value": value, "kind": "actual", "period": "2024-03"}
    | {"document": "bac-kan-2024"}
    for code, value in (
        ("commune_team_count", 108.0),
        ("commune_team_required_count", 108.0),
        ("village_team_count", 1_292.0),
        ("village_team_required_count", 1_092.0),
    )
]


def test_the_printed_pairs_of_bac_kan_are_kept_and_the_wrong_one_is_told() -> None:
    found = summary_of(figure=PRINTED)
    told = [(one.part, one.teams_n, one.required_n, one.ratio) for one in found.pairs]
    assert told == [
        ("commune_team_count", 108, 108, 1.0),
        ("village_team_count", 1_292, 1_092, pytest.approx(1.18315, abs=1e-5)),
    ]
    (wrong,) = found.contradictions
    assert (wrong.kind, wrong.number) == ("figure", 3)
    assert "1292 village teams / 1092 villages = 118.3 %" in str(wrong.message)


def test_one_figure_may_print_both_numbers() -> None:
    both = {
        "name_vi": "Số Tổ công nghệ số cộng đồng cấp thôn (tử số)",
        "value": 1_292.0,
        "numerator": 1_292.0,
        "denominator": 1_092.0,
        "kind": "actual",
        "period": "2024",
    }
    (pair,) = summary_of(figure=[both]).pairs
    assert (pair.part_figure, pair.whole_figure) == (1, 1)
    assert (pair.teams_n, pair.required_n) == (1_292, 1_092)


def test_figures_of_other_periods_targets_and_communes_make_no_pair() -> None:
    later = {**PRINTED[3], "period": "2025"}
    target = {**PRINTED[3], "kind": "target"}
    of_one = {**PRINTED[3], "commune_code": "00001"}
    assert summary_of(figure=[PRINTED[2], later, target, of_one]).pairs == ()


def test_enterprises_are_divided_by_the_people_of_the_province() -> None:
    found = summary_of(
        commune("1", "Một", 1_500_000),
        commune("2", "Hai", 400_000),
        figure=[
            {
                "indicator": "digital_enterprise_count",
                "value": 2_000.0,
                "kind": "target",
                "period": "2025",
                "comparator": "~",
            },
            {
                "name_vi": "Số công ty công nghệ số trên 1.000 dân",
                "value": 1.0,
                "kind": "target",
                "period": "2025",
            },
        ],
    )
    counted, printed = found.enterprises
    assert (counted.enterprises_n, counted.is_target) == (2_000, True)
    assert counted.per_1000 == pytest.approx(1.0526, abs=1e-4)
    assert (printed.enterprises_n, printed.per_1000) == (None, 1.0)


def test_without_people_only_a_printed_density_is_told() -> None:
    figures = [
        {"indicator": "digital_enterprise_count", "value": 9.0, "kind": "actual"},
        {"indicator": "digital_enterprise_density", "value": 2.0, "kind": "actual"},
    ]
    assert [one.figure for one in summary_of(figure=figures).enterprises] == [2]


def test_a_team_of_a_former_commune_stands_in_the_one_that_followed() -> None:
    # 01834 Phùng Chí Kiên went into 01840 Đức Xuân on 1 July 2025.
    found = summary_of(
        commune("01840", "Đức Xuân"),
        locality=[{"id": "v", "name": "Tổ 1", "commune_code": "01840"}],
        community_team=[
            {"name": "Tổ", "tier": "commune", "commune_code": "01834"},
            {"tier": "village", "commune_code": "01834", "locality": "TDP 01"},
            {"tier": "village", "commune_code": "99999", "locality": "TDP 01"},
        ],
    )
    assert found.teams.covered == ("01840",)
    assert found.teams.whole.with_team == (1,)
    assert found.teams.homeless == (3,)


def test_a_province_without_any_record_knows_nothing() -> None:
    found = summary_of(commune("1", "Một"))
    assert found.teams.whole.training.ratio is None
    assert found.officials.training.ratio is None
    assert found.events.by_month == ()
    assert found.contradictions == ()
