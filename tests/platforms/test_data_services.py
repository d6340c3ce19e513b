from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.model.platform import Agency, DataService, PublicService, ServiceLink
from hatangso.platforms.data_services import (
    Benefit,
    DataServices,
    ServiceDemand,
    data_services,
)
from hatangso.platforms.selection import Choice, best_within

AGENCIES = (
    Agency(1, "TP", "Sở Tư pháp", "province"),
    Agency(2, "YT", "Sở Y tế", "province"),
)
PROCEDURES = (
    PublicService(10, "TP-1", "Khai sinh", "Sở Tư pháp", dossiers=8_000),
    PublicService(11, "TP-2", "Lý lịch tư pháp", "TP", dossiers=2_000),
    PublicService(12, "YT-1", "Cấp chứng chỉ", "SỞ Y TẾ", dossiers=None),
)


def service(number: int, *consumers: str, **told: object) -> DataService:
    values = {"code": f"S{number}", "name": f"Dịch vụ {number}", "is_used": False}
    return DataService(number, consumers=consumers, **{**values, **told})  # type: ignore[arg-type]


def demand(*links: ServiceLink, copies_ratio: float = 0.1) -> ServiceDemand:
    return ServiceDemand(AGENCIES, PROCEDURES, links, copies_ratio=copies_ratio)


def asked(*services: DataService, links: tuple[ServiceLink, ...] = ()) -> DataServices:
    return data_services(services, demand(*links))


def test_a_consumer_counts_all_dossiers_of_its_procedures() -> None:
    benefit = demand().benefit(service(1, "sở tư pháp"))
    # A tenth of 8,000 and 2,000, whether a procedure names its agency or the code.
    assert benefit.copies == 1_000
    assert benefit.is_assumed
    assert not benefit.is_least
    (need,) = benefit.needs
    assert (need.name, need.agency, need.dossiers) == ("Sở Tư pháp", 1, 10_000)


def test_an_agency_by_name_and_by_code_is_one_consumer() -> None:
    assert demand().benefit(service(1, "Sở Tư pháp", "TP")).copies == 1_000


def test_unknown_dossiers_are_not_zero() -> None:
    found = asked(service(1, "Sở Y tế"), service(2, "Sở Y tế", "Sở Tư pháp"))
    (ranked,), (unranked,) = found.ranked, found.unranked
    assert (ranked.service.number, ranked.benefit.copies) == (2, 1_000)
    assert ranked.benefit.is_least
    assert unranked.benefit.copies is None
    assert unranked.rank is None


def test_a_service_that_nobody_is_known_to_need_is_listed_apart() -> None:
    found = asked(service(1))
    assert found.ranked == ()
    assert [one.service.number for one in found.missing] == [1]


def test_a_link_replaces_the_assumption() -> None:
    links = (ServiceLink("S1", 0.5, procedure="TP-1"),)
    benefit = demand(*links).benefit(service(1, "Sở Tư pháp", "Sở Y tế"))
    # Half of 8,000; the agency of the procedure is spoken of, the other is not known.
    assert benefit.copies == 4_000
    assert not benefit.is_assumed
    assert benefit.is_least
    assert [one.name for one in benefit.needs] == ["Khai sinh", "Sở Y tế"]


def test_a_procedure_with_its_own_link_is_not_counted_with_its_agency() -> None:
    links = (
        ServiceLink("S1", 1.0, procedure="TP-1"),
        ServiceLink("S1", 0.5, agency="Sở Tư pháp"),
    )
    assert demand(*links).benefit(service(1)).copies == 8_000 + 1_000


def test_what_somebody_counted_stands_above_everything() -> None:
    links = (ServiceLink("S1", 0.5, procedure="TP-1"),)
    benefit = demand(*links).benefit(service(1, "Sở Y tế", dossiers=123))
    assert (benefit.copies, benefit.is_least, benefit.is_assumed) == (123, False, False)


def test_links_and_consumers_that_lead_nowhere_are_told() -> None:
    links = (
        ServiceLink("S1", 0.5, procedure="XX-9"),
        ServiceLink("S7", 0.5, agency="Sở Lạ"),
    )
    found = asked(service(1, "Sở Không Có"), links=links)
    assert found.strange_links == ("S7", "Sở Lạ", "XX-9")
    assert found.strange_consumers == ("Sở Không Có",)
    assert [one.service.number for one in found.unranked] == [1]


def test_equal_benefits_share_a_rank() -> None:
    services = [service(n, dossiers=d) for n, d in ((1, 5), (2, 9), (3, 5), (4, 0))]
    found = asked(*services)
    assert [(one.service.number, one.rank) for one in found.ranked] == [
        (2, 1), (1, 2), (3, 2), (4, 4),
    ]  # fmt: skip


def test_use_is_counted_by_platform_and_unknown_use_apart() -> None:
    found = asked(
        *(
            service(n, platform="NDXP", is_used=True, monthly_calls=100)
            for n in range(1, 24)
        ),
        *(service(n, platform="NDXP") for n in range(24, 28)),
        service(28, platform="LGSP", is_used=True, monthly_calls=0),
        service(29, platform="LGSP", is_used=True),
        service(30, platform="", is_used=None),
    )
    ndxp = found.platforms["NDXP"]
    assert (len(ndxp.yes), len(ndxp.no)) == (23, 4)
    assert ndxp.ratio == pytest.approx(0.852, abs=0.0005)
    assert list(found.platforms) == ["NDXP", "LGSP", ""]
    assert found.used.unknown == (30,)
    assert (found.monthly_calls, found.idle, found.calls_unknown) == (
        2_300,
        (28,),
        (29,),
    )
    assert len(found.missing) == 4


def test_a_service_told_twice_is_found() -> None:
    twice = [
        service(1, name="Tra cứu dân cư", platform="NDXP"),
        service(2, name="TRA CỨU DÂN CƯ", platform="NDXP"),
        service(3, name="Tra cứu dân cư", platform="LGSP"),
    ]
    assert asked(*twice).told_twice == (1, 2)


def test_nothing_known_is_nothing_found() -> None:
    found = data_services((), ServiceDemand((), (), (), copies_ratio=0.1))
    assert found.used.ratio is None
    assert (found.monthly_calls, found.missing) == (None, ())
    assert Benefit(()).copies is None


choices = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), max_size=9).map(
    lambda told: [Choice(at, b, c) for at, (b, c) in enumerate(told)]
)


@given(choices, st.integers(0, 50))
def test_a_selection_is_as_good_as_the_best_of_all(
    found: list[Choice], budget_vnd: int
) -> None:
    best = max(
        sum(one.benefit for one in some)
        for size in range(len(found) + 1)
        for some in combinations(found, size)
        if sum(one.cost_vnd for one in some) <= budget_vnd
    )
    selection = best_within(found, budget_vnd)
    assert (selection.benefit, selection.bound) == (best, best)
    assert selection.cost_vnd <= budget_vnd
    chosen = [one for one in found if one.number in selection.chosen]
    assert selection.benefit == sum(one.benefit for one in chosen)
    assert selection.cost_vnd == sum(one.cost_vnd for one in chosen)


@given(choices, st.integers(0, 50), st.integers(0, 50))
def test_more_money_never_brings_less(
    found: list[Choice], budget_vnd: int, more_vnd: int
) -> None:
    less = best_within(found, budget_vnd).benefit
    assert best_within(found, budget_vnd + more_vnd).benefit >= less


def test_a_hard_selection_tells_how_far_it_may_be_from_the_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hatangso.platforms.selection._MOST_KEPT", 3)
    found = [Choice(at, 2**at + at % 3, 2**at) for at in range(12)]
    selection = best_within(found, 1_365)
    best = max(
        sum(one.benefit for one in some)
        for size in range(13)
        for some in combinations(found, size)
        if sum(one.cost_vnd for one in some) <= 1_365
    )
    assert selection.benefit <= best <= selection.bound
    assert selection.cost_vnd <= 1_365
