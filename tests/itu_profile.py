"""Profile files in the layout of ITU-R Study Group 3, written from the golden cases."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden" / "itu_p1812"

HEAD = """{name}
Tx LAT:,{tx_lat}
Tx LON:,{tx_lon}
Rx LAT:,{rx_lat}
Rx LON:,{rx_lon}
First Point TX or RX:,T
Tot. Path Length(km):,{length}
Tx site name:,KIPPURE
Rx site name:,DALTON
#
{{Begin of Meteorology}}
Tx rain zone:,
Average annual values dN (N-units/km):,{gradient}
Average annual sea-level surface refractivity No (N-units):,{refractivity}
{{End of meteorology}}
#Profile
Distance from first point,Gnd hgt a.m.s.l.,Coverage Code,Ground cover height,Zone
[km],[m],(1-water/sea),[m],(1 3 4)
{{Begin of Profile}}
Number of Points:,{count}
"""


@cache
def golden_cases() -> tuple[dict[str, str], ...]:
    """Return the rows of the witnesses' logs."""
    with (GOLDEN / "results.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def golden_points(name: str) -> tuple[tuple[str, ...], ...]:
    """Return distance, ground, cover code, cover height and zone of each point."""
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    return tuple((d, h, "2", r, zone) for d, h, r, zone in rows)


def profile_text(
    case: Mapping[str, str], points: Sequence[Sequence[str]] | None = None
) -> str:
    """Return the file of a golden case, with other points if given."""
    rows = golden_points(case["profile"]) if points is None else points
    frequency_mhz = float(case["f (GHz)"]) * 1000
    setup = [""] * 17
    setup[0], setup[1], setup[3] = repr(frequency_mhz), case["htg (m)"], case["hrg (m)"]
    setup[4], setup[14] = case["pol"], case["p (%)"]
    head = HEAD.format(
        name=case["profile"],
        tx_lat=case["phi_t (deg)"],
        tx_lon=case["lam_t (deg)"],
        rx_lat=case["phi_r (deg)"],
        rx_lon=case["lam_r (deg)"],
        length=case["d (km)"],
        gradient=case["DN"],
        refractivity=case["N0"],
        count=len(rows),
    )
    body = "\n".join(",".join(row) for row in rows)
    measured = ",".join(setup)
    return (
        f"{head}{body}\n{{End of Profile}}\n#\n"
        f"{{Begin of Measurements}}\n{measured}\n{{End of Measurements}}\n"
    )
