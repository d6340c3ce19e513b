"""Public services, offices, certificates, conferences, systems: counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.model.platform import (
    Agency,
    Endpoint,
    Meeting,
    PublicService,
    SigningCertificate,
    SystemEntry,
)
from hatangso.platforms.certificates import (
    Certificates,
    CertificateState,
    certificates,
)
from hatangso.platforms.conference import Conference, conference
from hatangso.platforms.offices import offices
from hatangso.platforms.parameters import PlatformParameters
from hatangso.platforms.public_services import public_services
from hatangso.platforms.systems import system_catalogue

TODAY = date(2026, 11, 23)
TIERS = ("province", "district", "commune")


def procedure(number: int, level: str = "full", **told: object) -> PublicService:
    return PublicService(number, f"T{number}", f"Thủ tục {number}", level=level, **told)  # type: ignore[arg-type]


def test_levels_of_nam_dinh_are_counted() -> None:
    # Nam Định 2024: 866 full and 872 partial services; 49.8 % are full.
    found = public_services(
        [procedure(n, "full" if n < 866 else "partial") for n in range(1_738)]
    )
    levels = {level: len(some) for level, some in found.whole.levels.items()}
    assert levels == {"full": 866, "partial": 872, "information": 0, "": 0}
    assert found.whole.services_n == 1_738


def test_the_share_of_online_dossiers_is_weighted() -> None:
    found = public_services(
        [
            procedure(1, dossiers=900, online_dossiers=90),
            procedure(2, dossiers=100, online_dossiers=100),
            procedure(3, dossiers=None, online_dossiers=5),
            procedure(4, dossiers=10, online_dossiers=11),
            procedure(5, "information", dossiers=1_000, online_dossiers=0),
        ]
    )
    online = found.whole.online
    # 190 of 1,000, not the mean of 10 % and 100 %.
    assert online.ratio == pytest.approx(0.19)
    assert (online.unknown, online.impossible) == ((3,), (4,))


def test_services_that_nobody_uses_online_are_found() -> None:
    found = public_services(
        [
            procedure(1, dossiers=10, online_dossiers=0),
            procedure(2, dossiers=99, online_dossiers=0),
            procedure(3, dossiers=0, online_dossiers=0),
            procedure(4, dossiers=10, online_dossiers=None),
            procedure(5, "partial", dossiers=10, online_dossiers=0),
            procedure(6, "", dossiers=10, online_dossiers=0),
        ]
    )
    assert found.unused_full == (2, 1)
    assert found.unused_partial == (5,)
    assert found.without_dossiers == (3,)


def test_services_with_dossiers_that_the_national_portal_lacks_are_found() -> None:
    told = {"dossiers": 10, "is_on_national_portal": False}
    found = public_services(
        [
            procedure(1, **told),
            procedure(2, **{**told, "dossiers": 20}),
            procedure(3, **{**told, "dossiers": None}),
            procedure(4, **{**told, "is_on_national_portal": None}),
            procedure(5, "information", **told),
        ]
    )
    assert found.off_portal == (2, 1)


def test_services_are_grouped_by_agency_however_it_is_spelt() -> None:
    found = public_services(
        [
            procedure(1, agency="Sở Y tế", field="Y", is_on_national_portal=True),
            procedure(2, agency="SỞ Y TẾ", field="", is_on_national_portal=False),
            procedure(3, "partial", agency="Sở Tư pháp", is_paid_online=True),
        ]
    )
    assert [(one.name, one.services_n) for one in found.by_agency] == [
        ("Sở Y tế", 2),
        ("Sở Tư pháp", 1),
    ]
    portal = found.whole.on_national_portal
    assert (portal.yes, portal.no, portal.unknown) == ((1,), (2,), (3,))


def test_a_service_that_stands_twice_is_told() -> None:
    twice = [
        PublicService(1, "A", "Khai sinh", "UBND xã"),
        PublicService(2, "B", "khai sinh", "UBND Xã"),
    ]
    assert public_services(twice).told_twice == (1, 2)


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(0, 50)))
)
def test_every_service_is_counted_once(
    told: list[tuple[int | None, int | None]],
) -> None:
    services = [
        procedure(n, dossiers=a, online_dossiers=b) for n, (a, b) in enumerate(told)
    ]
    whole = public_services(services).whole
    online = whole.online
    apart = len(online.unknown) + len(online.impossible)
    known = [a for a, b in told if a is not None and b is not None and b <= a]
    assert apart + len(known) == len(services)
    assert (online.whole or 0) == sum(known)
    assert online.ratio is None or 0 <= online.ratio <= 1


def agency(number: int, tier: str, *, uses: bool | None, **told: int) -> Agency:
    return Agency(
        number, f"A{number}", f"Cơ quan {number}", tier, uses_documents=uses, **told
    )


def test_tiers_are_those_that_have_agencies() -> None:
    # Two local tiers, as since July 2025; three before; four with an untold one.
    two = offices(
        [agency(1, "commune", uses=True), agency(2, "province", uses=True)], TIERS
    )
    assert [one.tier for one in two.tiers] == ["province", "commune"]
    assert (two.connected_tiers_n, two.tiers_n) == (2, 2)
    four = offices(
        [
            agency(1, "commune", uses=True),
            agency(2, "commune", uses=False),
            agency(3, "district", uses=None),
            agency(4, "centre", uses=True),
            agency(5, "", uses=True),
            agency(6, "province", uses=True),
        ],
        TIERS,
    )
    assert [one.tier for one in four.tiers] == [
        "province", "district", "commune", "centre", "",
    ]  # fmt: skip
    # On the communes' tier one does not, on the districts' nobody has said.
    assert (four.connected_tiers_n, four.tiers_n) == (2, 4)
    assert four.whole.documents.no == (2,)


def test_signed_documents_and_mailboxes_are_weighted() -> None:
    found = offices(
        [
            agency(1, "province", uses=True, documents=100, signed_documents=100),
            agency(2, "province", uses=True, documents=300, signed_documents=0),
            agency(3, "province", uses=True, documents=1, signed_documents=2),
            agency(4, "commune", uses=True, mail_accounts=50, used_mail_accounts=40),
            agency(5, "commune", uses=True, mail_accounts=50),
        ],
        TIERS,
    ).whole
    assert found.signed.ratio == pytest.approx(0.25)
    assert found.signed.impossible == (3,)
    assert found.mail.ratio == pytest.approx(0.8)
    assert found.mailboxes == 100


def signed(number: int, ends_in: int | None, **told: object) -> SigningCertificate:
    ends = None if ends_in is None else TODAY + timedelta(days=ends_in)
    return SigningCertificate(number, ends_on=ends, **told)  # type: ignore[arg-type]


def judged(*found: SigningCertificate, staff: int | None = None) -> Certificates:
    agencies = [Agency(7, "TP", "Sở Tư pháp", staff=staff)]
    return certificates(found, agencies, day=TODAY, within_days=(90, 30, 60))


def test_every_certificate_has_one_state() -> None:
    found = judged(
        signed(1, 0),
        signed(2, -1),
        signed(3, None),
        signed(4, 100, issued_on=TODAY + timedelta(days=1)),
        signed(5, 100, issued_on=TODAY + timedelta(days=101)),
        signed(6, 100, is_withdrawn=True),
        signed(7, -1, issued_on=TODAY),
    )
    assert found.states == {
        CertificateState.VALID: (1,),
        CertificateState.NOT_YET: (4,),
        CertificateState.ENDED: (2,),
        CertificateState.WITHDRAWN: (6,),
        CertificateState.IMPOSSIBLE: (5, 7),
        CertificateState.NO_END: (3,),
    }


def test_ends_within_spans_are_told_first_to_last() -> None:
    found = judged(*(signed(n, n) for n in (91, 90, 61, 60, 31, 30, 0)), signed(9, -9))
    assert found.ending == {
        30: (0, 30),
        60: (0, 30, 31, 60),
        90: (0, 30, 31, 60, 61, 90),
    }


@given(st.lists(st.none() | st.integers(-200, 200), max_size=20))
def test_a_longer_span_holds_the_shorter_one(ends: list[int | None]) -> None:
    found = judged(*(signed(n, ends_in) for n, ends_in in enumerate(ends)))
    assert set(found.ending[30]) <= set(found.ending[60]) <= set(found.ending[90])
    assert set(found.ending[90]) <= set(found.states[CertificateState.VALID])
    assert sum(map(len, found.states.values())) == len(ends)


def test_the_gap_of_an_agency_counts_people() -> None:
    told = {"agency": "sở tư pháp", "purpose": "person"}
    found = judged(
        signed(1, 10, holder="Lê Thị An", **told),
        signed(2, 20, holder="lê thị an", **told),
        signed(3, 20, holder="", **told),
        signed(4, -5, holder="Trần Bình", **told),
        signed(5, 20, agency="TP", purpose="agency"),
        signed(6, 20, agency="Sở Lạ", purpose="person", holder="Vũ Cường"),
        signed(7, 20),
        staff=10,
    )
    known, strange = found.agencies
    assert (known.number, known.holders_n, known.missing_n) == (7, 2, 8)
    assert known.certificates == (1, 2, 3, 4, 5)
    assert found.told_twice == (1, 2)
    assert (strange.name, strange.missing_n) == ("Sở Lạ", None)
    assert found.unknown_agencies == (strange,)
    assert found.without_agency == (7,)


def test_staff_that_nobody_told_leaves_the_gap_unknown() -> None:
    (gap,) = judged(signed(1, 10, agency="TP")).agencies
    assert gap.missing_n is None


def meet(*meetings: Meeting, endpoints: tuple[Endpoint, ...] = ()) -> Conference:
    return conference(endpoints, meetings, communes=("01", "02", "03"), tiers=TIERS)


def test_communes_without_an_endpoint_of_their_own_are_found() -> None:
    found = meet(
        endpoints=(
            Endpoint(1, "Tỉnh ủy", "province", "01", is_encrypted=True),
            Endpoint(2, "Xã A", "commune", "02", is_encrypted=False),
            Endpoint(3, "Xã lạ", "commune", "99"),
            Endpoint(4, "Xã B", "commune"),
            Endpoint(5, "Không rõ cấp", "", "03"),
        )
    )
    assert found.tiers == {"province": (1,), "commune": (2, 3, 4), "": (5,)}
    # The province's endpoint stands in commune 01, and is not the commune's.
    assert found.communes_without == ("01",)
    assert found.communes_with == ("02", "03")
    assert (found.strange_communes, found.without_commune) == ((3,), (4,))
    assert found.encrypted.no == (2,)
    assert found.encrypted.unknown == (3, 4, 5)
    assert found.endpoints_n == 5


def test_meetings_are_counted_by_year_with_their_failures() -> None:
    found = meet(
        Meeting(
            1, "A", date(2026, 3, 1), endpoints=100, failed_endpoints=1, minutes=60
        ),
        Meeting(2, "B", date(2026, 3, 1), endpoints=50, failed_endpoints=5),
        Meeting(3, "C", date(2025, 1, 1), endpoints=118, failed_endpoints=0, minutes=9),
        Meeting(4, "D", None, endpoints=2, failed_endpoints=3),
    )
    newest, before, untold = found.years
    assert (newest.year, before.year, untold.year) == (2026, 2025, None)
    assert newest.failures.ratio == pytest.approx(6 / 150)
    assert (newest.minutes, newest.untimed) == (60, (2,))
    assert untold.failures.impossible == (4,)
    assert found.failed == (2, 4, 1)
    assert (found.largest, found.largest_n) == (3, 118)
    assert (found.busiest_on, found.busiest_n) == (date(2026, 3, 1), 150)
    assert found.fits(118)
    assert found.fits(117) is False
    assert found.fits(None) is None


def test_no_meeting_leaves_everything_unknown() -> None:
    found = meet()
    assert (found.largest_n, found.busiest_n, found.years) == (None, None, ())
    assert found.fits(100) is None


def test_systems_are_counted_and_their_addresses_read() -> None:
    found = system_catalogue(
        [
            SystemEntry(1, "A", "LGSP", "platform", address="https://a.vn", users=5),
            SystemEntry(2, "B", "Cổng", "portal", address=" HTTP://b.vn", agency="VP"),
            SystemEntry(3, "C", "Thư", "platform", address="c.vn", is_on_lgsp=True),
            SystemEntry(4, "D", "Khác", address="ftp://d.vn", agency="vp"),
        ]
    )
    assert list(found.by_kind.items()) == [
        ("platform", (1, 3)), ("", (4,)), ("portal", (2,)),
    ]  # fmt: skip
    assert found.by_owner == {"": (1, 3), "VP": (2, 4)}
    assert (found.https.yes, found.https.no, found.https.unknown) == (
        (1,),
        (2,),
        (3, 4),
    )
    assert (found.users, found.users_unknown) == (5, (2, 3, 4))


def test_a_share_of_copies_above_one_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="copies_ratio"):
        PlatformParameters(1.5, 90, 60, 30, 1, 0)


def test_spans_stand_in_order_once_each() -> None:
    assert PlatformParameters(0.1, 90, 30, 30, 1, 0).within_days == (30, 90)
