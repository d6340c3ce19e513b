"""Racks, energy and storage from the register to the answer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from hatangso.capacity.centre_size import SizeRequest
from hatangso.capacity.packing import Verdict
from hatangso.capacity.racks import RackLack
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.model.record import FieldValue, Record
from hatangso.workflows.data_centres.centre_report import CentreReport, centre_report
from hatangso.workflows.data_centres.new_centre import new_centre

TODAY = date(2026, 1, 15)
Rows = Sequence[Mapping[str, FieldValue]]


def records(**kinds: Rows) -> Callable[[str], list[Record]]:
    return lambda kind: [
        Record(kind, number, 1, values)
        for number, values in enumerate(kinds.get(kind, []), start=1)
    ]


def report(directory: Path, **kinds: Rows) -> CentreReport:
    return centre_report(records(**kinds), directory, today=TODAY)


def told(found: CentreReport) -> str:
    return "; ".join(map(str, found.remarks))


def test_a_rack_without_a_measured_load_is_that_of_its_hosts(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        rack=[
            {"id": "A", "height_u": 42, "power_kw": 5, "feeds": 2, "cooling_kw": 5},
            {"id": "B", "height_u": 42, "used_u": 40, "load_kw": 2},
            {"id": "C", "state": "removed"},
        ],
        host=[
            {"id": "h1", "rack_id": "A", "height_u": 2, "power_kw": 1.5},
            {"id": "h2", "rack_id": "A", "height_u": 4, "power_kw": 1.5},
            {"id": "h3", "rack_id": "B", "height_u": 2},
        ],
    )
    first, second = found.racks
    assert (first.free_u, first.rack.load_kw) == (36, 3)
    # 5 kW, of which 80 % may be drawn, half with a feed lost: 2 kW.
    assert first.lacks == (RackLack.FEED_LOSS,)
    assert (second.free_u, second.survives_feed_loss) == (2, Verdict.UNKNOWN)
    assert told(found) == "load or units added up from the hosts of the rack: A"
    assert [one.verdict for one in found.places] == [Verdict.UNKNOWN, Verdict.NO]


def test_a_host_of_unknown_power_leaves_the_load_unknown(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        rack=[{"id": "A", "power_kw": 5, "feeds": 2}],
        host=[
            {"id": "h1", "rack_id": "A", "power_kw": 9},
            {"id": "h2", "rack_id": "A"},
        ],
    )
    assert found.racks[0].rack.load_kw is None
    assert found.racks[0].lacks == ()


def test_the_pue_is_held_against_what_new_centres_are_asked(tmp_path: Path) -> None:
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    found = report(
        tmp_path,
        data_centre=[{"id": "dc"}, {"id": "told", "pue": 1.3}, {"id": "silent"}],
        energy_reading=[
            {"data_centre_id": "dc", "month": m, "total_kwh": 15, "it_kwh": 10}
            for m in months
        ]
        + [
            {"data_centre_id": "dc", "month": "2026-01", "total_kwh": 1, "it_kwh": 1},
            {"data_centre_id": "dc", "month": "2024", "total_kwh": 1, "it_kwh": 1},
            {"data_centre_id": "x", "month": "2025-12", "total_kwh": 1, "it_kwh": 2},
        ],
    )
    dc, told_one, wrong = found.energy
    # The month of today is not over.
    assert (dc.use.year_pue, dc.is_above, dc.use.is_whole_year) == (1.5, True, True)
    assert (told_one.centre, told_one.is_above) == ("told", False)
    assert len(told_one.use.missing) == 12
    assert wrong.is_above is None
    assert told(found) == (
        "periods that are no months are left out: dc 2024;"
        " months with readings that cannot be: x 2025-12"
    )


def test_old_readings_are_of_their_own_year_and_the_silence_is_told(
    tmp_path: Path,
) -> None:
    found = report(
        tmp_path,
        energy_reading=[
            {"data_centre_id": "dc", "month": m, "total_kwh": 13, "it_kwh": 10}
            for m in ("2024-11", "2024-12")
        ],
    )
    (dc,) = found.energy
    assert (dc.use.year_pue, dc.use.known_n, dc.silent_n) == (1.3, 2, 12)


def test_storage_counts_arrays_beside_the_disks_of_hosts(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        host=[{"id": "h", "data_centre_id": "dc", "disk_gb": 1_000}],
        storage_array=[
            {"id": "s1", "data_centre_id": "dc", "usable_gb": 9_000, "used_gb": 4_500},
            {"id": "s2", "data_centre_id": "dc", "usable_gb": 1_000, "used_gb": 1_500},
        ],
        virtual_machine=[
            {
                "id": f"m{at}",
                "host_id": "h",
                "disk_gb": 500,
                "installed_on": date(2025, at, 1),
            }
            for at in range(1, 13)
        ],
    )
    (centre,) = found.storage
    assert (centre.usable_gb, centre.used_gb, centre.over) == (10_000, 6_000, ("s2",))
    assert centre.used_ratio == 0.6
    # 80 % of 11,000 GB; twelve machines of 500 GB, one more each month.
    assert (centre.room_gb, centre.given_gb) == (8_800, 6_000)
    assert centre.run_out
    assert centre.run_out.expected_on
    assert date(2026, 5, 15) < centre.run_out.expected_on < date(2026, 8, 15)


def test_an_array_of_unknown_size_leaves_the_room_unknown(tmp_path: Path) -> None:
    found = report(
        tmp_path, storage_array=[{"id": "s", "data_centre_id": "dc", "used_gb": 5}]
    )
    (centre,) = found.storage
    assert (centre.room_gb, centre.used_ratio, centre.run_out) == (None, None, None)
    assert centre.unknown == ("s",)


def test_systems_on_a_cloud_are_counted_of_those_that_are_known(
    tmp_path: Path,
) -> None:
    found = report(
        tmp_path,
        information_system=[
            {"is_on_cloud": True},
            {"is_on_cloud": True},
            {"is_on_cloud": False},
            {},
            {"is_on_cloud": False, "state": "removed"},
        ],
    )
    assert (found.cloud.on_cloud_n, found.cloud.unknown_n) == (2, 1)
    assert found.cloud.ratio == pytest.approx(2 / 3)


def test_nothing_in_the_register_is_nothing_to_tell(tmp_path: Path) -> None:
    found = report(tmp_path)
    assert (found.racks, found.energy, found.storage, found.remarks) == ((),) * 4
    assert found.cloud.ratio is None


def test_a_province_has_its_own_limits(tmp_path: Path) -> None:
    path = tmp_path / "parameters.toml"
    path.write_text("[racks]\nfeed_load_ratio = 1\nnew_centre_pue = 1.2\n")
    found = report(
        tmp_path,
        rack=[{"id": "A", "load_kw": 2.5, "power_kw": 5, "feeds": 2}],
        data_centre=[{"id": "dc", "pue": 1.3}],
    )
    assert found.racks[0].survives_feed_loss is Verdict.YES
    assert found.energy[0].is_above
    path.write_text("racks = 1\n")
    with pytest.raises(InvalidInputError, match="is not a table"):
        report(tmp_path)


def test_a_new_centre_is_sized_with_the_offers_of_the_province(tmp_path: Path) -> None:
    (tmp_path / "parameters.toml").write_text(
        "[sizing]\ngrowth_ratio = 0\n"
        "[host_offers.own]\ncores = 10\nmemory_gb = 100\ndisk_gb = 1e6\n"
        "price_vnd = 1000\n"
    )
    found = new_centre(tmp_path, SizeRequest(machines_n=100))
    # The cheapest memory; 400 cores of 10 x 4 x 95 %, and one to spare.
    assert (found.offer.id, found.size.hosts_n) == ("own", 12)
    assert new_centre(tmp_path, SizeRequest(hosts_n=3), offer="large").size.hosts_n == 4
    with pytest.raises(NotFoundError, match="no host ghost is on offer"):
        new_centre(tmp_path, SizeRequest(hosts_n=3), offer="ghost")
