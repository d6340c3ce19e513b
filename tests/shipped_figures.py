"""The printed figures and documents of the shipped provinces, without the readers."""

import csv
from importlib import resources

from hatangso.model.indicator import Comparator, Figure, FigureKind

PROVINCES = ("bac_giang", "bac_kan", "nam_dinh", "thai_nguyen")


def rows(province: str, table: str) -> list[dict[str, str]]:
    path = resources.files("hatangso.packs") / province / f"{table}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def figures(province: str) -> list[Figure]:
    return [
        Figure(
            id=row["id"],
            indicator=row["indicator"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            comparator=Comparator(row["comparator"]),
            value=float(row["value"]),
            unit=row["unit"],
            kind=FigureKind(row["kind"]),
            period=row["period"],
            document=row["document"],
            flag=row["flag"],
        )
        for row in rows(province, "figures")
    ]
