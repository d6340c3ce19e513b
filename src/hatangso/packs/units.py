"""Build the units that come along: ``python -m hatangso.packs.units --sources DIR``."""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from hatangso.geography.unit_history import UnitSize
from hatangso.io.csv_tables import write_csv
from hatangso.io.geojson import read_geojson
from hatangso.model.unit_history import Level, Successor, UnitExistence
from hatangso.packs.communes import normalised
from hatangso.packs.people_map import read_people
from hatangso.packs.unit_borders import (
    OldBorder,
    Placement,
    place_borders,
    sizes_of,
    whole_and_divided,
)

__all__ = ["UnitTables", "build_units", "main", "write_units"]

EFFECTIVE = date(2025, 7, 1)
_LAST_OLD_DAY = date(2025, 6, 30)
# The code that the old list gives a province, and the name of its files.
_KEYS = {"06": "bac_kan", "19": "thai_nguyen", "24": "bac_giang", "36": "nam_dinh"}
_NEW_PROVINCES = "NQ 202/2025/QH15"
_NEW_LIST = "QĐ 19/2025/QĐ-TTg"
# Old provinces with the new one that each became a part of; also those of which no
# commune comes along, so that a merged province knows what it is made of.
_PROVINCES = (
    ("06", "Bắc Kạn", "19", "Thái Nguyên"),
    ("19", "Thái Nguyên", "19", "Thái Nguyên"),
    ("24", "Bắc Giang", "24", "Bắc Ninh"),
    ("27", "Bắc Ninh", "24", "Bắc Ninh"),
    ("35", "Hà Nam", "37", "Ninh Bình"),
    ("36", "Nam Định", "37", "Ninh Bình"),
    ("37", "Ninh Bình", "37", "Ninh Bình"),
)
_KINDS = ("phường", "xã", "thị trấn", "huyện", "thị xã", "thành phố", "tỉnh")


@dataclass(frozen=True)
class UnitTables:
    """What the package carries of units.

    Attributes:
        placements: What became of each border of 2009, in the order of their ids.
    """

    existences: tuple[UnitExistence, ...]
    successors: tuple[Successor, ...]
    sizes: tuple[UnitSize, ...]
    placements: tuple[Placement, ...]


def build_units(sources: Path) -> UnitTables:
    """Make the tables from the sources, laid out by kind of data.

    A unit that went whole into one new unit has share 1 by law. The shares of a divided
    one are estimated: area from its border of 2009 within the new borders, people from
    WorldPop in the pieces; households are taken to be divided as the people are.
    """
    with (sources / "units" / "old_to_new_communes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    existences = [*_provinces(), *_districts(rows), *_old_communes(rows)]
    successors = [
        Successor(old, new, EFFECTIVE, 1.0, 1.0, 1.0) for old, _, new, _ in _PROVINCES
    ]
    sizes: list[UnitSize] = []
    placements: list[Placement] = []
    for province, key in _KEYS.items():
        old_borders = _old_borders(sources, key)
        new_borders = _new_borders(sources, key)
        people = read_people(sources / "population" / f"worldpop_2020_1km_{key}.tif")
        own = [row for row in rows if row["provinceCode"].zfill(2) == province]
        existences += _new_communes(sources, key)
        followed = _followed(own)
        names = {_commune_code(row): normalised(row["ward"]) for row in own}
        placed = place_borders(names, followed, old_borders, new_borders)
        placements += placed
        successors += whole_and_divided(
            followed, placed, new_borders, people, EFFECTIVE
        )
        communes = sizes_of(names, followed, placed, people)
        sizes += [*communes, _sum(province, communes)]
    return UnitTables(
        tuple(sorted(existences, key=_order)),
        tuple(sorted(successors, key=lambda share: (share.old_code, share.new_code))),
        tuple(sorted(sizes, key=lambda size: size.code)),
        tuple(sorted(placements, key=lambda placement: placement.border.id)),
    )


def write_units(tables: UnitTables, directory: Path) -> None:
    """Write the tables; the same tables give the same bytes."""
    write_csv(
        directory / "units.csv",
        [field.name for field in fields(UnitExistence)],
        map(astuple, tables.existences),
    )
    write_csv(
        directory / "successors.csv",
        [field.name for field in fields(Successor)],
        [
            (*astuple(share)[:-1], "yes" if share.is_estimated else "no")
            for share in tables.successors
        ],
    )
    write_csv(
        directory / "sizes.csv",
        [field.name for field in fields(UnitSize)],
        map(astuple, tables.sizes),
    )
    header = "id,name,district,people,area_km2,unit_code,new_code,inside_ratio,basis"
    write_csv(
        directory / "borders_2009.csv",
        header.split(","),
        map(_placement, tables.placements),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the tables beside the module that reads them, or elsewhere."""
    parser = argparse.ArgumentParser(prog="python -m hatangso.packs.units")
    parser.add_argument("--sources", type=Path, required=True)
    beside = Path(__file__).parents[1] / "geography" / "units"
    parser.add_argument("--out", type=Path, default=beside)
    options = parser.parse_args(arguments)
    tables = build_units(options.sources)
    write_units(tables, options.out)
    divided = Counter(share.old_code for share in tables.successors)
    sys.stdout.write(
        f"{len(tables.existences)} existences, {len(tables.successors)} successions,"
        f" {sum(count > 1 for count in divided.values())} units divided\n"
        f"sizes: {_counted(size.method for size in tables.sizes)}\n"
        f"borders of 2009: {_counted(place.basis for place in tables.placements)}\n"
    )
    return 0


def _placement(placement: Placement) -> tuple[object, ...]:
    border = placement.border
    return (
        *(border.id, border.name, border.district, border.people),
        *(round(border.area_km2, 3), placement.unit_code, placement.new_code),
        *(round(placement.inside_ratio, 3), placement.basis),
    )


def _counted(words: Iterable[str]) -> str:
    counts = Counter(words)
    return ", ".join(f"{counts[word]} {word}" for word in sorted(counts))


def _order(unit: UnitExistence) -> tuple[str, str, date]:
    return unit.level, unit.code, unit.valid_from or date.min


def _provinces() -> list[UnitExistence]:
    old, new = (
        UnitExistence("", "", "tỉnh", Level.PROVINCE, "", first, last, reference)
        for first, last, reference in (
            (None, _LAST_OLD_DAY, ""),
            (EFFECTIVE, None, _NEW_PROVINCES),
        )
    )
    today = sorted({(code, name) for _, _, code, name in _PROVINCES})
    return [
        *(replace(old, code=code, name=name) for code, name, _, _ in _PROVINCES),
        *(replace(new, code=code, name=name) for code, name in today),
    ]


def _districts(rows: Sequence[Mapping[str, str]]) -> list[UnitExistence]:
    found = {}
    for row in rows:
        kind, name = _kind_and_name(row["district"])
        code, parent = row["districtCode"].zfill(3), row["provinceCode"].zfill(2)
        found[code] = UnitExistence(
            code, name, kind, Level.DISTRICT, parent, None, _LAST_OLD_DAY
        )
    return list(found.values())


def _old_communes(rows: Sequence[Mapping[str, str]]) -> list[UnitExistence]:
    found = {}
    for row in rows:
        kind, name = _kind_and_name(row["ward"])
        code, parent = _commune_code(row), row["districtCode"].zfill(3)
        found[code] = UnitExistence(
            code, name, kind, Level.COMMUNE, parent, None, _LAST_OLD_DAY
        )
    return list(found.values())


def _new_communes(sources: Path, key: str) -> list[UnitExistence]:
    communes = []
    for feature in read_geojson(sources / "units" / f"communes_2025_{key}.geojson"):
        facts = feature.properties
        kind, name = _kind_and_name(facts["fullName"])
        code, parent = facts["code"], str(facts["province_code_2025"])
        communes.append(
            UnitExistence(
                code, name, kind, Level.COMMUNE, parent, EFFECTIVE, None, _NEW_LIST
            )
        )
    return communes


def _followed(rows: Sequence[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the codes that followed each old code, the legal list."""
    followed: dict[str, set[str]] = {}
    for row in rows:
        followed.setdefault(_commune_code(row), set()).add(row["newWardCode"])
    return {code: tuple(sorted(new)) for code, new in sorted(followed.items())}


def _old_borders(sources: Path, key: str) -> list[OldBorder]:
    return [
        OldBorder(
            id=str(int(feature.properties["commune_id"])),
            name=normalised(feature.properties["commune_vn"]),
            district=normalised(feature.properties["district_vn"]),
            people=int(feature.properties["population"] or 0),
            area_km2=float(feature.properties["area_km2_geom"]),
            border=feature.geometry,
        )
        for feature in read_geojson(sources / "units" / f"communes_2009_{key}.geojson")
    ]


def _new_borders(sources: Path, key: str) -> dict[str, BaseGeometry]:
    features = read_geojson(sources / "units" / f"communes_2025_{key}.geojson")
    return {feature.properties["code"]: feature.geometry for feature in features}


def _sum(code: str, communes: Sequence[UnitSize]) -> UnitSize:
    area_km2 = round(sum(size.area_km2 for size in communes), 3)
    return UnitSize(code, None, area_km2, sum(s.people for s in communes), "sum")


def _commune_code(row: Mapping[str, str]) -> str:
    """Return a code that a spreadsheet made a number of: ``5443.0`` is 05443."""
    return str(int(float(row["wardCode"]))).zfill(5)


def _kind_and_name(full: str) -> tuple[str, str]:
    text = normalised(full)
    kind = next(kind for kind in _KINDS if text.lower().startswith(kind + " "))
    return kind, text[len(kind) + 1 :]


if __name__ == "__main__":
    sys.exit(main())
