"""Series of a directory: figures, a table of values, register and coverage together."""

from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError
from hatangso.indicators.series.analytics import analytics
from hatangso.model.indicator_series import AnalyticsRow, Origin
from hatangso.model.record import Action, Actor, Edit
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.indicators import LoadedSeries, indicators_of, load_series
from hatangso.workflows.progress import Silent
from hatangso.workflows.register.register_tables import opened_register
from small_province import NOW, build_small_province

HEADER = (
    "indicator,unit,period,value,unit_of_measure,numerator,denominator,origin,source,"
    "issued,comparator,on"
)


def write_series(directory: Path, *lines: str) -> None:
    path = directory / "indicator_series.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    with (directory / "province.toml").open("a", encoding="utf-8") as stream:
        stream.write('[layers.indicator_series]\nreality = "real"\nsource = "a test"\n')


def ask(loaded: LoadedSeries, code: str, *ou: str) -> dict[str, AnalyticsRow]:
    table = analytics(loaded.data, loaded.catalogue, loaded.units, dx=[code], ou=ou)
    return {row.unit.code: row for row in table.rows if row.value}


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> LoadedSeries:
    directory = tmp_path_factory.mktemp("computed")
    build_small_province(directory)
    write_series(
        directory,
        "village_4g_ratio,00001,2024-12-31,95,%,,,declared,VNPT,2025-01,=,2025-07-01",
        "village_4g_ratio,00001,2024-12-31,,,40,50,measured,i-Speed,2025,=,2025-07-01",
    )
    compute_coverage(directory, progress=Silent(), now=NOW)
    return load_series([directory])


def test_coverage_is_counted_by_commune_and_sums_to_the_province(
    computed: LoadedSeries,
) -> None:
    for code in ("village_mobile_ratio", "people_mobile_broadband_ratio"):
        communes = ask(computed, code, "LEVEL-commune")
        assert set(communes) == {"00001", "00002"}
        (province,) = ask(computed, code).values()
        told = [row.value for row in communes.values() if row.value]
        assert province.value is not None
        for name in ("numerator", "denominator", "unknown"):
            parts = sum(getattr(item, name) or 0 for item in told)
            assert parts == getattr(province.value, name)
        assert {item.origin for item in told} == {Origin.SIMULATED}
        assert all(item.rests_on_synthetic for item in told)


def test_declared_measured_and_simulated_stand_side_by_side(
    computed: LoadedSeries,
) -> None:
    row = ask(computed, "village_4g_ratio", "LEVEL-commune")["00001"]
    assert row.value is not None
    assert (row.value.origin, row.value.value) == (Origin.MEASURED, 80)
    assert [item.origin for item in row.beside] == [Origin.DECLARED, Origin.SIMULATED]
    simulated = row.beside[1].value
    assert simulated is not None
    assert row.spread == max(95, simulated) - min(80, simulated)


def test_mean_rates_are_weighted_by_the_people_reached(computed: LoadedSeries) -> None:
    communes = ask(computed, "mobile_4g_average_download", "LEVEL-commune").values()
    (province,) = ask(computed, "mobile_4g_average_download").values()
    assert province.value is not None
    sums = [
        sum(getattr(row.value, name) for row in communes)
        for name in ("numerator", "denominator")
    ]
    assert province.value.value == pytest.approx(sums[0] / sums[1], abs=0.05)


def test_what_stands_in_a_commune_is_counted_there(computed: LoadedSeries) -> None:
    sites = ask(computed, "station_site_count", "LEVEL-commune")
    assert {code: row.value.value for code, row in sites.items() if row.value} == {
        "00001": 2,
        "00002": 1,
    }
    assert "village_fixed_broadband_ratio" not in {
        item.indicator for item in computed.data.observations
    }


def test_records_of_the_register_are_counted(province_directory: Path) -> None:
    kinds = shipped_kinds()
    teams = [("T1", "00001", 7, 7), ("T2", "00001", 5, 4), ("T3", "00002", 8, 8)]
    with opened_register(province_directory, kinds, at=NOW) as register:
        register.commit(
            [
                Edit(
                    "community_team",
                    Action.CREATE,
                    values={
                        "id": key,
                        "name": key,
                        "tier": "village",
                        "commune_code": commune,
                        "members": members,
                        "trained_members": trained,
                    },
                )
                for key, commune, members, trained in teams
            ],
            actor=Actor("test"),
            at=NOW,
            reason="test",
        )
    loaded = load_series([province_directory])
    trained = ask(loaded, "team_member_trained_ratio")["valley"].value
    assert trained is not None
    assert (trained.value, trained.numerator, trained.denominator) == (95, 19, 20)
    assert trained.origin is Origin.REGISTER
    members = ask(loaded, "village_team_member_count", "LEVEL-commune")
    assert {c: row.value.value for c, row in members.items() if row.value} == {
        "00001": 12,
        "00002": 8,
    }
    # There is no team of a commune: that is a count of 0, as teams are recorded.
    commune_teams = ask(loaded, "commune_team_count")["valley"].value
    assert commune_teams is not None
    assert commune_teams.value == 0


def test_without_computed_coverage_a_finding_says_so(province_directory: Path) -> None:
    table = indicators_of([province_directory])
    assert {str(finding.fix) for finding in table.findings} == {
        "simulated values are left out"
    }
    assert table.groups["household_fibre_ratio"][0] == "plan-2023-2025/VT?"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no_such,00001,2024,1,,,,,,,,", "no indicator is called no_such"),
        ("station_count,00001,năm ngoái,1,,,,,,,,", "is no period"),
        ("station_count,99999,2025,1,,,,,,,,", "no unit has this name or code"),
        ("station_count,00001,2026,1,km,,,,,,,", "cannot be read as trạm"),
        ("village_4g_ratio,00001,2026,118,,,,,,,,", "cannot be 118 %"),
        ("village_4g_ratio,00001,2026,90,,40,50,,,,,", "the counts give 80, not 90"),
        ("village_4g_ratio,00001,2026,,,40,0,,,,,", "denominator of 0"),
        ("dti_rank,00001,2026,5,,,,,,,,", "dti_rank is defined for provinces"),
        ("station_count,06,2026,5,,,,,,,,", "was not in force on 2026-12-31"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_its_row(
    province_directory: Path, line: str, told: str
) -> None:
    write_series(province_directory, line)
    findings = load_series([province_directory]).data.findings
    (finding,) = (f for f in findings if f.place.file == "indicator_series.csv")
    assert told in str(finding)
    assert finding.place.row == 2


def test_cells_that_are_no_numbers_are_errors(province_directory: Path) -> None:
    write_series(province_directory, "station_count,00001,2026,many,,,,,,,,")
    with pytest.raises(InvalidInputError) as error:
        load_series([province_directory])
    assert '"many" is not a number' in str(error.value.findings[0])


def test_two_directories_tell_a_value_once(province_directory: Path) -> None:
    once = load_series([province_directory]).data.observations
    assert load_series([province_directory] * 2).data.observations == once


def test_data_of_a_day_after_the_merger_are_doubted(province_directory: Path) -> None:
    path = province_directory / "province.toml"
    text = path.read_text(encoding="utf-8").replace("Thung Lũng", "Bắc Giang")
    path.write_text(text.replace("2024-12-31", "2026-01-31"), encoding="utf-8")
    loaded = load_series([province_directory])
    doubts = [f for f in loaded.data.findings if f.place.file == "province.toml"]
    assert [f.place.column for f in doubts] == ["data_date"]
    row = ask(loaded, "station_site_count")["24"]
    assert row.unit.name == "Bắc Giang"
