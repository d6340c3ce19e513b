"""The path between two places of the small province."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hatangso.errors import InvalidInputError, NotFoundError, OutOfRangeError
from hatangso.language import Language
from hatangso.model.site import Technology
from hatangso.model.situation import Situation
from hatangso.radio.itu_p525 import free_space_loss_db
from hatangso.radio.itu_p2108 import Clutter, height_gain_loss_db
from hatangso.radio.path_models import LossPart, PathModel
from hatangso.workflows.path import study_path, study_profile
from hatangso.workflows.path_request import (
    AirAndGround,
    ClutterEnd,
    EndClutter,
    Equipment,
    PathRequest,
    Wave,
)
from hatangso.workflows.path_study import PathStudy
from itu_profile import golden_cases, golden_points, profile_text
from small_province import append_row

P1812, ITM, P525 = PathModel.P1812, PathModel.ITM, PathModel.P525
RIDGE = PathRequest("S2", "Bản Khuất")
PLAIN = PathRequest("S1", "L1", end_height_m=20)


def _loss_db(study: PathStudy, model: PathModel = P1812) -> float:
    return study.models[model].loss_db


def test_the_ridge_stands_in_the_path(province_directory: Path) -> None:
    study = study_path(province_directory, RIDGE)
    assert study.start.antenna_m == 28
    assert study.end.antenna_m == 1.5
    assert not study.is_in_sight
    assert study.excess_m > 300
    # The ridge at 105.10 lies 3.1 km east of the station.
    assert study.excess_at_m == pytest.approx(3110, abs=250)
    free_db = free_space_loss_db(
        np.array([study.distance_m]), frequency_mhz=study.frequency_mhz
    )[0]
    itm = study.models[ITM]
    assert itm.parts[LossPart.FREE_SPACE] == pytest.approx(free_db, abs=0.1)
    assert _loss_db(study) > free_db + 20
    assert itm.loss_db > free_db + 20
    assert study.difference_db == itm.loss_db - _loss_db(study)


def test_the_obstacle_is_told_with_its_place(province_directory: Path) -> None:
    study = study_path(province_directory, RIDGE)
    ridge = max(study.obstacles, key=lambda item: item.excess_m)
    assert ridge.lon_deg == pytest.approx(105.10, abs=0.002)
    assert ridge.top_m > 380
    assert ridge.from_start_m + ridge.from_end_m == pytest.approx(study.distance_m)
    assert study.sight_rise_m[0] > ridge.excess_m
    assert study.clear_rise_m > study.sight_rise_m


def test_the_rise_that_is_told_gives_line_of_sight(province_directory: Path) -> None:
    study = study_path(province_directory, RIDGE)
    risen = replace(RIDGE, start_height_m=28 + study.sight_rise_m[0] + 0.01)
    assert study_path(province_directory, risen).is_in_sight
    risen = replace(RIDGE, start_height_m=28 + study.clear_rise_m[0] + 0.01)
    assert study_path(province_directory, risen).obstacles == ()


def test_the_plain_is_in_sight_and_both_models_say_free_space(
    province_directory: Path,
) -> None:
    study = study_path(province_directory, PLAIN)
    assert study.is_in_sight
    assert study.excess_m < 0
    free_db = study.models[ITM].parts[LossPart.FREE_SPACE]
    assert _loss_db(study) == pytest.approx(free_db, abs=3)


def test_free_space_can_be_asked_alone(province_directory: Path) -> None:
    study = study_path(province_directory, replace(RIDGE, models=(P525,)))
    assert list(study.models) == [P525]
    assert study.difference_db is None
    assert set(study.models[P525].symbols) == {"Lbf"}


def test_less_time_asks_for_less_loss(province_directory: Path) -> None:
    often, seldom = (
        study_path(
            province_directory, PathRequest("S1", "L4", wave=Wave(time_percent=percent))
        )
        for percent in (50, 1)
    )
    assert _loss_db(seldom) <= _loss_db(often)


def test_more_locations_ask_for_more_loss_but_no_margin(
    province_directory: Path,
) -> None:
    median = study_path(province_directory, RIDGE)
    nine = replace(RIDGE, wave=Wave(location_percent=90))
    most = study_path(province_directory, nine)
    assert _loss_db(most) == pytest.approx(_loss_db(median) + 1.2816 * 8, abs=0.01)
    assert median.power is not None
    assert most.power is not None
    margin_db = median.power.threshold_dbm - most.power.threshold_dbm
    assert margin_db == pytest.approx(1.2816 * 8, abs=0.01)
    assert most.models[P1812].surplus_db == pytest.approx(
        median.models[P1812].surplus_db, abs=0.01
    )


def test_every_part_of_the_link_budget_counts_once(province_directory: Path) -> None:
    usual = study_path(province_directory, RIDGE)
    changed = study_path(
        province_directory,
        replace(
            RIDGE,
            equipment=Equipment(
                port_power_dbm=46,
                antenna_gain_dbi=19,
                feeder_loss_db=1.5,
                receiver_gain_dbi=4,
            ),
        ),
    )
    # 43 dBm, 17 dBi and 0.5 dB before.
    gained_db = 3 + 2 - 1 + 4
    for model in (P1812, ITM):
        before, after = usual.models[model], changed.models[model]
        assert after.level_dbm == pytest.approx(before.level_dbm + gained_db)


def test_indoors_less_arrives(province_directory: Path) -> None:
    indoors = replace(RIDGE, equipment=Equipment(situation=Situation.INDOORS))
    inside = study_path(province_directory, indoors)
    outside = study_path(province_directory, RIDGE)
    assert inside.models[P1812].level_dbm < outside.models[P1812].level_dbm - 5


def test_a_sector_that_looks_away_sends_less(province_directory: Path) -> None:
    levels_dbm = [
        study_path(
            province_directory,
            replace(RIDGE, equipment=Equipment(azimuths_deg=(azimuth_deg,))),
        )
        .models[P1812]
        .level_dbm
        for azimuth_deg in (83.0, 263.0)
    ]
    assert levels_dbm[1] < levels_dbm[0] - 20


def test_clutter_at_the_end_is_counted_from_its_top(province_directory: Path) -> None:
    forest = EndClutter(clutter_end=ClutterEnd.END, clutter_kind=Clutter.FOREST)
    study = study_path(province_directory, replace(RIDGE, clutter=forest))
    raised = study_path(province_directory, replace(RIDGE, end_height_m=15))
    added_db = height_gain_loss_db(
        1.5, frequency_mhz=study.frequency_mhz, clutter=Clutter.FOREST
    )
    assert _loss_db(study) == pytest.approx(_loss_db(raised) + float(added_db))


def test_parameters_of_the_air_and_ground_reach_the_models(
    province_directory: Path,
) -> None:
    usual = study_path(province_directory, RIDGE)
    for field, value, model, symbol in (
        ("refractivity_gradient_n_per_km", 60.0, P1812, "DN"),
        ("surface_refractivity_n", 320.0, P1812, "N0"),
        ("latitude_deg", 10.0, P1812, "phi"),
        ("location_sigma_db", 5.0, P1812, "sigmaL"),
        ("transmitter_coast_km", 2.0, P1812, "dct"),
        ("climate", 1, ITM, "climate"),
        ("permittivity", 25.0, ITM, "epsilon"),
        ("conductivity_s_per_m", 0.02, ITM, "sigma"),
        ("variability_mode", 1, ITM, "mdvar"),
    ):
        around = AirAndGround(**{field: value})  # type: ignore[arg-type]
        asked = replace(RIDGE, surroundings=around)
        found = study_path(province_directory, asked).models[model].symbols[symbol]
        assert found.value == value
        assert found != usual.models[model].symbols[symbol]


def test_without_a_start_the_strongest_station_is_taken(
    province_directory: Path,
) -> None:
    study = study_path(province_directory, PathRequest("", "L2", needed_limit_m=60))
    assert study.start.name == "S2"
    by_operator = {mast.operator: mast for mast in study.needed}
    assert set(by_operator) == {"VNPT", "Viettel"}
    found = by_operator["VNPT"].heights[P1812]
    assert found.height_m is not None
    assert found.height_m <= 28
    with pytest.raises(NotFoundError, match="no station with 5G"):
        study_path(
            province_directory,
            PathRequest("", "L2", equipment=Equipment(technology=Technology.G5)),
        )


def test_the_needed_height_is_the_lowest_that_suffices(
    province_directory: Path,
) -> None:
    asked = PathRequest(
        "105.070,21.095",
        "L4",
        equipment=Equipment(eirp_dbm=50.0),
        needed_limit_m=600,
        models=(P1812,),
    )
    (mast,) = study_path(province_directory, asked).needed
    height_m = mast.heights[P1812].height_m
    assert height_m is not None
    for at_m, is_enough in ((height_m, True), (height_m - 1, False)):
        study = study_path(province_directory, replace(asked, start_height_m=at_m))
        assert (study.models[P1812].surplus_db >= 0) == is_enough
    low = replace(asked, needed_limit_m=40)
    (mast,) = study_path(province_directory, low).needed
    assert mast.heights[P1812].height_m is None


def test_a_mast_that_is_not_there_yet_aims_at_the_place(
    province_directory: Path,
) -> None:
    asked = PathRequest("105.09,21.1", "L3", needed_limit_m=100)
    study = study_path(province_directory, asked)
    assert study.power is not None
    assert study.power.pattern_db == 0
    assert study.power.azimuths_deg == ()
    (mast,) = study.needed
    assert (mast.site_id, mast.antenna_m) == ("", None)


def test_an_antenna_amid_clutter_is_told_unless_it_is_counted(
    tmp_path: Path,
) -> None:
    case = golden_cases()[0]
    points = [(*row[:3], "20", row[4]) for row in golden_points(case["profile"])]
    file = tmp_path / "wood.csv"
    file.write_text(profile_text(case, points), encoding="utf-8")
    around = EndClutter(clutter_end=ClutterEnd.END, clutter_kind=Clutter.FOREST)

    def notes(clutter: EndClutter) -> list[str]:
        study = study_profile(file, PathRequest(clutter=clutter))
        return [str(note) for note in study.notes]

    assert any("clutter of 20 m" in note for note in notes(EndClutter()))
    assert not any("clutter of 20 m" in note for note in notes(around))


def test_where_itm_was_not_tried_is_told(province_directory: Path) -> None:
    notes = [str(note) for note in study_path(province_directory, RIDGE).notes]
    assert any("ITM was not tried there" in note for note in notes)


def test_a_study_says_on_which_synthetic_layers_it_rests(
    province_directory: Path,
) -> None:
    from_site = study_path(province_directory, RIDGE)
    assert set(from_site.synthetic_layers) >= {"sites", "services"}
    from_point = study_path(province_directory, PathRequest("105.07,21.095", "L3"))
    assert not {"sites", "services"} & set(from_point.synthetic_layers)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.VI, ("Mức thu", "vùng Fresnel thứ nhất", "Vật chắn 1", "dBm")),
        (Language.EN, ("Received level", "first Fresnel zone", "Obstacle 1", "dBm")),
    ],
)
def test_the_picture_says_what_the_study_found(
    province_directory: Path, tmp_path: Path, language: Language, words: tuple[str, ...]
) -> None:
    picture = tmp_path / "deep" / "path.svg"
    study_path(province_directory, RIDGE, picture=picture, language=language)
    text = picture.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "Bản Khuất" in text
    for word in words:
        assert word in text


@pytest.mark.parametrize(
    ("request_", "error", "text"),
    [
        (PathRequest("S1", "Bản Không Có"), NotFoundError, "Bản Không Có"),
        (
            PathRequest("S1", "L1", equipment=Equipment(operator="FPT")),
            NotFoundError,
            "no operator is called FPT",
        ),
        (PathRequest("S1", "S1"), InvalidInputError, "two places"),
        (PathRequest("S1", "105.021,21.105"), OutOfRangeError, "begins at 250 m"),
        (PathRequest("S1", "107.0,21.1"), InvalidInputError, "leaves the terrain"),
        (PathRequest("S1", "21.1,105.0"), InvalidInputError, "21.1,105.0 is no place"),
        (PathRequest("nan,21.1", "L1"), InvalidInputError, "nan,21.1 is no place"),
        (PathRequest("S1", "inf,21.1"), InvalidInputError, "inf,21.1 is no place"),
        (
            PathRequest("S1", "L1", wave=Wave(frequency_mhz=9e4)),
            OutOfRangeError,
            "frequency_mhz",
        ),
        (
            PathRequest("S1", "L1", wave=Wave(time_percent=70)),
            OutOfRangeError,
            "time",
        ),
        (PathRequest("S1", "L1", start_height_m=-3), OutOfRangeError, "transmitter_h"),
        (PathRequest("S1", "L1", end_height_m=0), OutOfRangeError, "receiver_h"),
        (
            PathRequest("S1", "L1", surroundings=AirAndGround(climate=8)),
            OutOfRangeError,
            "climate",
        ),
        (PathRequest("S1", "L1", needed_limit_m=0), OutOfRangeError, "limit_m"),
    ],
)
def test_a_path_without_sense_is_refused(
    province_directory: Path, request_: PathRequest, error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        study_path(province_directory, request_)


@pytest.mark.parametrize(
    "wrong",
    [
        {"front_to_back_db": -20.0},
        {"feeder_loss_db": -3.0},
        {"mechanical_tilt_deg": 95.0},
        {"electrical_tilt_deg": -40.0},
        {"azimuths_deg": (0.0, 400.0)},
        {"antenna_gain_dbi": 90.0},
        {"port_power_dbm": float("nan")},
        {"horizontal_beamwidth_deg": 0.0},
        {"vertical_beamwidth_deg": 361.0},
    ],
)
def test_equipment_that_no_table_would_take_is_refused(
    province_directory: Path, wrong: dict[str, float]
) -> None:
    request = PathRequest("S1", "L1", equipment=Equipment(**wrong))
    with pytest.raises(OutOfRangeError, match=f"{next(iter(wrong))} must lie between"):
        study_path(province_directory, request)


def test_a_frequency_that_a_site_has_means_the_service_on_it(
    province_directory: Path,
) -> None:
    row = ("S1", "Viettel", "4G", 2600, 10, 43, 17, 0.5, 20, "90")
    append_row(province_directory / "services.csv", row)
    request = PathRequest("S1", "L1", wave=Wave(frequency_mhz=2600))
    study = study_path(province_directory, request)
    assert (study.frequency_mhz, study.start.antenna_m) == (2600, 20)
    usual = study_path(province_directory, PathRequest("S1", "L1"))
    assert (usual.frequency_mhz, usual.start.antenna_m) == (1840, 42)
