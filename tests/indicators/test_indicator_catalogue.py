import copy
import unicodedata
from typing import Any

import pytest

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.indicators.catalogue import IndicatorCatalogue, indicator_catalogue
from hatangso.indicators.measures import MEASURES
from hatangso.model.indicator import Comparator, Figure, FigureKind

ROW = {
    "code": "village_4g_ratio",
    "name_vi": "Tỷ lệ thôn được phủ sóng 4G",
    "name_en": "Villages covered by 4G",
    "unit": "%",
    "component": "VT",
    "higher_is_better": True,
    "definition_vi": "…",
    "definition_en": "…",
    "measure": "villages_4g",
    "figure_names": ["Tỷ lệ xóm được phủ sóng 4G"],
}


def figure(name: str, indicator: str = "") -> Figure:
    return Figure(
        "I1", indicator, name, "", Comparator.EQUAL, 1, "%", FigureKind.ACTUAL, "", "d"
    )


@pytest.mark.parametrize(
    "names",
    [
        (
            "Tỷ lệ thôn, bản được phủ băng rộng di động",
            "Tỷ lệ thôn, xóm được phủ sóng di động băng rộng",
            "Tỷ lệ xóm được phủ sóng di động băng rộng 3G/4G",
        ),
        ("Tỷ lệ người sử dụng Internet", "Tỷ lệ người dân sử dụng Internet"),
    ],
)
def test_different_words_for_one_thing_are_one_indicator(
    catalogue: IndicatorCatalogue, names: tuple[str, ...]
) -> None:
    assert len({catalogue.named(name) for name in names} - {None}) == 1


def test_the_smartphone_rates_have_different_denominators(
    catalogue: IndicatorCatalogue,
) -> None:
    names = (
        "Tỷ lệ thuê bao sử dụng điện thoại thông minh",
        "Tỷ lệ thuê bao điện thoại thông minh so với dân số",
        "Tỷ lệ dân số trưởng thành có điện thoại thông minh",
        "Tỷ lệ hộ gia đình có điện thoại thông minh",
    )
    found = [catalogue.named(name) for name in names]
    assert None not in found
    assert len({item.code for item in found if item}) == len(names)


def test_any_signal_broadband_and_4g_are_kept_apart(
    catalogue: IndicatorCatalogue,
) -> None:
    names = (
        "Tỷ lệ thôn, bản được phủ sóng di động",
        "Tỷ lệ thôn, bản được phủ băng rộng di động",
        "Tỷ lệ xóm được phủ sóng 4G",
        "Tỷ lệ khu dân cư được phủ sóng 5G",
    )
    codes = [item.code for name in names if (item := catalogue.named(name))]
    assert codes == [
        "village_mobile_ratio",
        "village_mobile_broadband_ratio",
        "village_4g_ratio",
        "village_5g_ratio",
    ]


def test_names_are_found_in_any_code_points_spaces_and_case(
    catalogue: IndicatorCatalogue,
) -> None:
    name = "Tỷ lệ xóm được phủ sóng 4G"
    twisted = unicodedata.normalize("NFD", name.upper()).replace(" ", "\xa0 ")
    assert catalogue.named(twisted) == catalogue.named(name)


def test_a_figure_is_resolved_by_its_code_before_its_name(
    catalogue: IndicatorCatalogue,
) -> None:
    by_code = catalogue.of_figure(figure("Thứ hạng DTI", "people_4g_ratio"))
    assert by_code is not None
    assert by_code.code == "people_4g_ratio"
    assert catalogue.of_figure(figure("Thứ hạng DTI", "no_such_code")) is None
    assert catalogue.of_figure(figure("Chỉ tiêu chưa ai biết")) is None


def test_every_measure_named_is_a_formula_and_ranks_fall(
    catalogue: IndicatorCatalogue,
) -> None:
    assert {item.measure for item in catalogue if item.measure} <= set(MEASURES)
    assert not any(item.higher_is_better for item in catalogue if "rank" in item.unit)
    assert not any(
        item.higher_is_better for item in catalogue if item.unit == "thứ hạng"
    )


def test_every_indicator_says_what_it_is_and_where_that_comes_from(
    catalogue: IndicatorCatalogue,
) -> None:
    for item in catalogue:
        assert all((item.name_vi, item.name_en, item.unit, item.reference)), item.code
        assert item.definition_vi.endswith("."), item.code
        assert item.definition_en.endswith("."), item.code


def test_an_unknown_code_is_named(catalogue: IndicatorCatalogue) -> None:
    with pytest.raises(NotFoundError, match="no_such_code"):
        catalogue["no_such_code"]


def _broken(**changes: Any) -> dict[str, Any]:
    row = copy.deepcopy(ROW) | changes
    return {"indicator": [row]}


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        ({"indicator": [ROW, ROW]}, "village_4g_ratio stands twice"),
        (_broken(measure="villages_6g"), "no measure is called villages_6g"),
        (_broken(component="ABC"), "no component is called ABC"),
        (_broken(colour="red"), "colour"),
        ({"indicator": [{"code": "x"}]}, "missing"),
        ({"indicator": ["x"]}, "indicator 1"),
        ({"indicator": [ROW, ROW | {"code": "other"}]}, "both village_4g_ratio and"),
        ({"unit": [{"dimension": "d", "factor": 0, "spellings": ["u"]}]}, "above zero"),
        (
            {"unit": [{"dimension": "d", "factor": 1, "spellings": ["u", "u"]}]},
            "unit u stands twice",
        ),
    ],
)
def test_a_broken_catalogue_is_refused_with_its_problem(
    mapping: dict[str, Any], problem: str
) -> None:
    with pytest.raises(InvalidInputError, match=problem):
        indicator_catalogue(mapping)


def test_all_problems_are_named_at_once() -> None:
    mapping = _broken(measure="villages_6g", component="ABC")
    with pytest.raises(InvalidInputError) as error:
        indicator_catalogue(mapping)
    assert "villages_6g" in str(error.value)
    assert "ABC" in str(error.value)
