"""How large a new data centre is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.capacity.centre_size import (
    CentreSize,
    SizeParameters,
    SizeRequest,
    centre_size,
)
from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.model.data_centre import HostOffer, VirtualMachine
from small_centres import PLAIN

PARAMETERS = SizeParameters(
    rack_kw=7,
    rack_usable_u=36,
    host_u=2,
    host_kw=0.8,
    other_power_ratio=0.25,
    design_pue=1.4,
    power_reserve_ratio=0,
    white_floor_m2=2.5,
    support_floor_ratio=1,
    building_vnd_per_kw=200_000_000,
    rack_vnd=60_000_000,
    growth_ratio=0.2,
    growth_years=5,
    spare_hosts=1,
)
OFFER = HostOffer("large", 64, 1_024, 32_000, 1_000_000_000)


def size(request: SizeRequest, parameters: SizeParameters = PARAMETERS) -> CentreSize:
    return centre_size(request, parameters, capacity=PLAIN, offer=OFFER)


def test_a_thousand_racks_as_thai_nguyen_calls_for() -> None:
    found = size(SizeRequest(racks_n=1_000, total_kw=10_000, is_grown=False))
    # 1,000 racks of 7 kW, at a PUE of 1.4.
    assert (found.racks_n, found.hosts_n) == (1_000, 0)
    assert (found.it_kw, found.total_kw) == (7_000, pytest.approx(9_800))
    assert found.floor_m2 == 5_000
    assert found.building_vnd == 1_400_000_000_000
    assert found.cost_vnd == 1_460_000_000_000
    # 10 MW / 1.4 / 1,000.
    assert found.wanted_rack_kw == pytest.approx(7.142857)


def test_machines_become_hosts_racks_and_power() -> None:
    machine = VirtualMachine("", 4, 16, 100)
    found = size(SizeRequest(machines_n=640, machine=machine, is_grown=False))
    # 640 x 4 cores / 64 = 40 hosts; 640 x 16 GB / 1,024 = 10; disks 2. One to spare.
    assert found.hosts_n == 41
    # 41 x 2 U and a quarter more for the rest: 102.5 U of 36; 41 kW of 7.
    assert (found.it_kw, found.racks_n) == (pytest.approx(41), 6)
    assert found.total_kw == pytest.approx(57.4)
    assert found.hosts_vnd == 41_000_000_000


def test_five_years_of_growth_by_a_fifth() -> None:
    # 10 x 1.2^5 = 24.88.
    assert size(SizeRequest(hosts_n=10)).hosts_n == 26
    assert size(SizeRequest(hosts_n=10, is_grown=False)).hosts_n == 11


@given(st.integers(1, 5_000), st.integers(0, 500), st.integers(0, 500))
def test_more_is_never_smaller(machines: int, more: int, racks: int) -> None:
    small = size(SizeRequest(machines_n=machines, racks_n=racks))
    large = size(SizeRequest(machines_n=machines + more, racks_n=racks))
    assert large.hosts_n >= small.hosts_n
    assert large.racks_n >= small.racks_n
    assert large.cost_vnd >= small.cost_vnd
    # Racks hold the hosts in space and power.
    assert small.racks_n * 7 >= small.hosts_n * 0.8 * 1.25 - 1e-6
    assert small.total_kw == pytest.approx(small.it_kw * 1.4)


@pytest.mark.parametrize(
    "request_", [SizeRequest(), SizeRequest(total_kw=10_000)], ids=["nothing", "power"]
)
def test_nothing_wanted_is_refused(request_: SizeRequest) -> None:
    with pytest.raises(InvalidInputError, match="say how many"):
        size(request_)


@pytest.mark.parametrize(
    "wanted",
    [
        SizeRequest(machines_n=-1),
        SizeRequest(racks_n=10**9),
        SizeRequest(racks_n=1, total_kw=float("nan")),
    ],
)
def test_what_is_beyond_all_measure_is_refused(wanted: SizeRequest) -> None:
    with pytest.raises(OutOfRangeError, match="what is wanted"):
        size(wanted)


def test_parameters_that_no_centre_can_have_are_refused() -> None:
    with pytest.raises(OutOfRangeError, match="PUE"):
        replace(PARAMETERS, design_pue=0.9)
    with pytest.raises(OutOfRangeError, match="rack_kw"):
        replace(PARAMETERS, rack_kw=0)
