"""Communes by the share of people without signal."""

from pathlib import Path

from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.site import Technology
from hatangso.workflows.check import load_province
from hatangso.workflows.commune_shares import commune_shares
from small_province import build_small_province


def test_unknown_places_are_neither_with_nor_without(tmp_path: Path) -> None:
    build_small_province(tmp_path)
    province = load_province(tmp_path).province
    first, *others = province.localities
    coverages = [
        PointCoverage(one.id, Technology.G4, CoverageLevel.GOOD) for one in others[1:]
    ]
    coverages.append(PointCoverage(first.id, Technology.G4, CoverageLevel.NONE))
    coverages.append(PointCoverage(first.id, Technology.G2, CoverageLevel.GOOD))
    found = commune_shares(province, coverages)
    assert found.people_without == first.people
    assert found.places_without == 1
    assert found.people_unknown == others[0].people
    assert found.communes[0].code == first.commune_code
    assert [one.code for one in found.with_holes] == [first.commune_code]
    told = sum(one.people + one.people_unknown for one in found.communes)
    assert told == sum(one.people for one in province.localities)
