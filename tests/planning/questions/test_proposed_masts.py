"""Proposed masts are held against the distances that a province asks for."""

from dataclasses import replace
from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from hatangso.geography.grid import distances_m
from hatangso.io.parameter_files import shipped_parameters
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import ProtectedArea
from hatangso.model.site import Site
from hatangso.planning.candidates.siting import siting_parameters
from hatangso.planning.questions.proposed_masts import (
    MastAppraisal,
    MastVerdict,
    ProposedMast,
    appraise_masts,
)

LAT = 21.5
METRES = 1 / (111_320 * cos(radians(LAT)))
SITING = siting_parameters(shipped_parameters("planning/candidates", "siting.toml"))
RURAL = AdminUnit("00001", "Xã Đồng", "", "xã", 10, 10, box(105, 21, 106, 22))
WARD = AdminUnit("00002", "Phường Thành", "", "phường", 10, 10, box(106, 21, 107, 22))


def _at(name: str, metres: float, lon_deg: float = 105.5) -> ProposedMast:
    return ProposedMast(name, lon_deg + metres * METRES, LAT)


def _site(name: str, metres: float, lon_deg: float = 105.5) -> Site:
    return Site(name, lon_deg + metres * METRES, LAT, 42, "Viettel")


def _appraise(
    proposed: list[ProposedMast],
    standing: list[Site] | None = None,
    protected: tuple[ProtectedArea, ...] = (),
) -> dict[str, MastAppraisal]:
    found = appraise_masts(
        proposed,
        standing or [],
        communes=[RURAL, WARD],
        protected=protected,
        siting=SITING,
    )
    return {one.mast.id: one for one in found}


def test_a_mast_near_a_standing_one_is_shared_and_one_farther_is_clear() -> None:
    found = _appraise([_at("near", 390), _at("far", -420)], [_site("S", 0)])
    assert found["near"].verdict is MastVerdict.SHARE
    (site,) = found["near"].too_near
    assert (site.id, site.distance_m) == ("S", pytest.approx(390, rel=0.01))
    assert found["far"].verdict is MastVerdict.CLEAR
    assert found["far"].nearest is not None
    assert found["far"].nearest.id == "S"


def test_wards_ask_for_less_than_the_rest() -> None:
    found = _appraise([_at("a", 150, 106.5)], [_site("S", 0, 106.5)])
    assert found["a"].verdict is MastVerdict.CLEAR
    assert (found["a"].asked_m, found["a"].commune) == (100, "00002")
    assert _appraise([_at("a", 150)], [_site("S", 0)])["a"].asked_m == 400


def test_two_proposals_too_near_each_other_are_combined() -> None:
    found = _appraise([_at("a", 0), _at("b", 300), _at("c", 900)])
    assert {name: one.verdict for name, one in found.items()} == {
        "a": MastVerdict.COMBINE,
        "b": MastVerdict.COMBINE,
        "c": MastVerdict.CLEAR,
    }
    assert [one.id for one in found["a"].rivals] == ["b"]
    assert found["a"].nearest is None


def test_the_gravest_reason_is_the_verdict() -> None:
    park = ProtectedArea("Rừng đặc dụng", box(105.4, 21.4, 105.6, 21.6))
    found = _appraise(
        [_at("a", 10), ProposedMast("out", 104.0, LAT)], [_site("S", 0)], (park,)
    )
    assert found["a"].verdict is MastVerdict.PROTECTED
    assert found["a"].protected_area == "Rừng đặc dụng"
    assert [one.id for one in found["a"].too_near] == ["S"]
    assert found["out"].verdict is MastVerdict.OUTSIDE
    assert found["out"].commune == ""


def test_nothing_proposed_is_nothing_to_appraise() -> None:
    assert _appraise([], [_site("S", 0)]) == {}


@given(st.lists(st.integers(-2_000, 2_000), unique=True, min_size=1, max_size=8))
def test_what_is_clear_keeps_its_distance_and_rivals_are_mutual(
    metres: list[int],
) -> None:
    proposed = [_at(str(one), one) for one in metres]
    found = _appraise(proposed, [_site("S", 0)])
    for one in found.values():
        for rival in one.rivals:
            assert one.mast.id in [other.id for other in found[rival.id].rivals]
        if one.verdict is MastVerdict.CLEAR:
            others = [other for other in proposed if other != one.mast]
            lons = [0.0 + other.lon_deg for other in others] + [105.5]
            far = distances_m(one.mast.lon_deg, LAT, lons, [LAT] * len(lons))  # type: ignore[arg-type]
            assert min(far) >= one.asked_m


def test_distances_are_the_provinces_own() -> None:
    loose = replace(SITING, rural_spacing_m=100.0)
    (found,) = appraise_masts(
        [_at("a", 150)],
        [_site("S", 0)],
        communes=[RURAL],
        protected=(),
        siting=loose,
    )
    assert found.verdict is MastVerdict.CLEAR
