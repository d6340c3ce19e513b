"""The records behind every number of the pages of digital platforms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from hatangso.errors import Message
from hatangso.model.tally import Share, Tally
from hatangso.platforms.certificates import AgencyGap, CertificateState
from hatangso.platforms.public_services import PublicServiceGroup
from hatangso.workflows.platforms import PlatformSummary

__all__ = [
    "BY_AGENCY",
    "BY_FIELD",
    "LISTS",
    "Count",
    "ListName",
    "RecordList",
    "group_of_gap",
    "record_lists",
]

PATH = "/he-thong/nen-tang/danh-sach"
# A list by its word in the address, and the group in it; None for all groups.
ListName = tuple[str, str | None]
Lists = Iterator[tuple[ListName, tuple[int, ...]]]

_DATA, _PUBLIC, _AGENCY = "data_service", "public_service", "agency"
_CERTIFICATE, _ENDPOINT = "signing_certificate", "conference_endpoint"
_MEETING, _SYSTEM = "online_meeting", "information_system"
# What each list holds: the kind of its records, and its title.
LISTS: Mapping[str, tuple[str, Message]] = {
    "dung": (_DATA, Message("Data services in use")),
    "khong-dung": (_DATA, Message("Data services that are not used")),
    "chua-ro-dung": (_DATA, Message("Data services of which the use is not known")),
    "khong-giao-dich": (_DATA, Message("Data services in use without a single call")),
    "chua-ro-giao-dich": (_DATA, Message("Data services whose calls are not known")),
    "dich-vu-trung": (_DATA, Message("Data services that stand twice")),
    "full": (_PUBLIC, Message("Full online services")),
    "partial": (_PUBLIC, Message("Partial online services")),
    "information": (_PUBLIC, Message("Services with information only")),
    "chua-ro-muc-do": (_PUBLIC, Message("Services of unknown level")),
    "quoc-gia": (_PUBLIC, Message("Services on the national portal")),
    "khong-quoc-gia": (_PUBLIC, Message("Online services not on the national portal")),
    "chua-ro-quoc-gia": (
        _PUBLIC,
        Message("Online services of which the national portal is not known"),
    ),
    "thanh-toan": (_PUBLIC, Message("Services paid online")),
    "khong-thanh-toan": (_PUBLIC, Message("Online services not paid online")),
    "chua-ro-thanh-toan": (
        _PUBLIC,
        Message("Online services of which the payment is not known"),
    ),
    "toan-trinh-khong-truc-tuyen": (
        _PUBLIC,
        Message("Full online services without a single online dossier"),
    ),
    "mot-phan-khong-truc-tuyen": (
        _PUBLIC,
        Message("Partial online services without a single online dossier"),
    ),
    "ho-so-khong-quoc-gia": (
        _PUBLIC,
        Message("Online services with dossiers that are not on the national portal"),
    ),
    "khong-ho-so": (_PUBLIC, Message("Online services without any dossier")),
    "chua-ro-ho-so": (_PUBLIC, Message("Online services whose dossiers are not known")),
    "ho-so-mau-thuan": (
        _PUBLIC,
        Message("Public services whose numbers contradict each other"),
    ),
    "thu-tuc-trung": (_PUBLIC, Message("Public services that stand twice")),
    "co-quan": (_AGENCY, Message("Agencies")),
    "qlvb": (_AGENCY, Message("Agencies with document management")),
    "khong-qlvb": (_AGENCY, Message("Agencies without document management")),
    "chua-ro-qlvb": (
        _AGENCY,
        Message("Agencies of which document management is not known"),
    ),
    "chua-ro-van-ban": (_AGENCY, Message("Agencies whose documents are not known")),
    "van-ban-mau-thuan": (
        _AGENCY,
        Message("Agencies with more signed documents than documents"),
    ),
    "chua-ro-thu": (_AGENCY, Message("Agencies whose mailboxes are not known")),
    "thu-mau-thuan": (_AGENCY, Message("Agencies with more used mailboxes than all")),
    "chung-thu": (_CERTIFICATE, Message("Signing certificates by state")),
    "sap-het-han": (
        _CERTIFICATE,
        Message("Signing certificates that end within so many days"),
    ),
    "muc-dich": (_CERTIFICATE, Message("Signing certificates that hold, by use")),
    "chung-thu-co-quan": (_CERTIFICATE, Message("Signing certificates of an agency")),
    "chung-thu-trung": (
        _CERTIFICATE,
        Message("Signing certificates of one holder that hold side by side"),
    ),
    "chua-ro-co-quan": (
        _CERTIFICATE,
        Message("Signing certificates of no known agency"),
    ),
    "diem-cau": (_ENDPOINT, Message("Endpoints of video conferences")),
    "ma-hoa": (_ENDPOINT, Message("Endpoints with encryption")),
    "khong-ma-hoa": (_ENDPOINT, Message("Endpoints without encryption")),
    "chua-ro-ma-hoa": (_ENDPOINT, Message("Endpoints of unknown encryption")),
    "chua-ro-xa": (_ENDPOINT, Message("Endpoints of no known commune")),
    "xa-la": (_ENDPOINT, Message("Endpoints of communes outside the province")),
    "cuoc-hop": (_MEETING, Message("Online meetings")),
    "cuoc-hop-loi": (_MEETING, Message("Meetings with failed endpoints")),
    "chua-ro-loi": (_MEETING, Message("Meetings whose endpoints are not known")),
    "cuoc-hop-mau-thuan": (
        _MEETING,
        Message("Meetings whose numbers contradict each other"),
    ),
    "chua-ro-phut": (_MEETING, Message("Meetings whose length is not known")),
    "loai": (_SYSTEM, Message("Information systems by kind")),
    "trang-thai": (_SYSTEM, Message("Information systems by state")),
    "chu-quan": (_SYSTEM, Message("Information systems by owner")),
    "lgsp": (_SYSTEM, Message("Systems on the LGSP")),
    "khong-lgsp": (_SYSTEM, Message("Systems not on the LGSP")),
    "chua-ro-lgsp": (_SYSTEM, Message("Systems of which the LGSP is not known")),
    "dam-may": (_SYSTEM, Message("Systems on a cloud")),
    "khong-dam-may": (_SYSTEM, Message("Systems not on a cloud")),
    "chua-ro-dam-may": (_SYSTEM, Message("Systems of which the cloud is not known")),
    "ipv6": (_SYSTEM, Message("Systems with IPv6")),
    "khong-ipv6": (_SYSTEM, Message("Systems without IPv6")),
    "chua-ro-ipv6": (_SYSTEM, Message("Systems of which IPv6 is not known")),
    "https": (_SYSTEM, Message("Systems with HTTPS")),
    "khong-https": (_SYSTEM, Message("Systems without HTTPS")),
    "chua-ro-https": (_SYSTEM, Message("Systems of which HTTPS is not known")),
    "chua-ro-nguoi-dung": (_SYSTEM, Message("Systems whose users are not known")),
    **{
        f"khong-tinh-{kind}": (kind, Message("Planned, standing still or removed"))
        for kind in (_DATA, _PUBLIC, _CERTIFICATE, _ENDPOINT, _SYSTEM)
    },
}
# Marks of groups of public services, so that an agency is no field of work.
BY_AGENCY, BY_FIELD = "co-quan", "linh-vuc"
_LEVELS = {"": "chua-ro-muc-do"}


@dataclass(frozen=True)
class Count:
    """A number, and where it leads; nowhere when it is zero."""

    number: int
    href: str = ""


@dataclass(frozen=True)
class RecordList:
    """The records behind a number.

    Attributes:
        group: Agency, tier, year …; None for all.
    """

    word: str
    group: str | None
    numbers: tuple[int, ...]

    @property
    def kind(self) -> str:
        """Return the kind of its records."""
        return LISTS[self.word][0]

    @property
    def title(self) -> Message:
        """Return what it holds."""
        return LISTS[self.word][1]

    @property
    def label(self) -> str:
        """Return the name of the group, without what tells it from its namesakes."""
        group = self.group or ""
        before, found, name = group.partition(":")
        is_marked = found and (before.isdigit() or before in {BY_AGENCY, BY_FIELD})
        return name if is_marked else group

    @property
    def count(self) -> Count:
        """Return how many it holds, and its address."""
        if not self.numbers:
            return Count(0)
        group = "" if self.group is None else f"?nhom={quote(self.group)}"
        return Count(len(self.numbers), f"{PATH}/{self.word}{group}")


def record_lists(summary: PlatformSummary) -> Mapping[ListName, RecordList]:
    """Return all lists of a summary by their names."""
    parts = (_data, _public, _offices, _certificates, _conference, _systems, _left_out)
    return {
        name: RecordList(*name, numbers)
        for part in parts
        for name, numbers in part(summary)
    }


def _tally(word: str, group: str | None, found: Tally) -> Lists:
    yield (word, group), found.yes
    yield (f"khong-{word}", group), found.no
    yield (f"chua-ro-{word}", group), found.unknown


def _share(unknown: str, impossible: str, group: str | None, found: Share) -> Lists:
    yield (unknown, group), found.unknown
    yield (impossible, group), found.impossible


def _data(summary: PlatformSummary) -> Lists:
    data = summary.data
    yield from _tally("dung", None, data.used)
    for platform, used in data.platforms.items():
        yield from _tally("dung", platform, used)
    yield ("khong-giao-dich", None), data.idle
    yield ("chua-ro-giao-dich", None), data.calls_unknown
    yield ("dich-vu-trung", None), data.told_twice


def _public(summary: PlatformSummary) -> Lists:
    public = summary.public
    yield from _public_group(public.whole, None)
    for one in public.by_agency:
        yield from _public_group(one, f"{BY_AGENCY}:{one.name}")
    for one in public.by_field:
        yield from _public_group(one, f"{BY_FIELD}:{one.name}")
    yield ("toan-trinh-khong-truc-tuyen", None), public.unused_full
    yield ("mot-phan-khong-truc-tuyen", None), public.unused_partial
    yield ("ho-so-khong-quoc-gia", None), public.off_portal
    yield ("khong-ho-so", None), public.without_dossiers
    yield ("thu-tuc-trung", None), public.told_twice


def _public_group(found: PublicServiceGroup, group: str | None) -> Lists:
    for level, numbers in found.levels.items():
        yield (_LEVELS.get(level, level), group), numbers
    yield from _tally("quoc-gia", group, found.on_national_portal)
    yield from _tally("thanh-toan", group, found.paid_online)
    yield from _share("chua-ro-ho-so", "ho-so-mau-thuan", group, found.online)


def _offices(summary: PlatformSummary) -> Lists:
    whole = [(None, summary.offices.whole)]
    for group, found in [*whole, *((one.tier, one) for one in summary.offices.tiers)]:
        yield ("co-quan", group), found.agencies
        yield from _tally("qlvb", group, found.documents)
        yield from _share("chua-ro-van-ban", "van-ban-mau-thuan", group, found.signed)
        yield from _share("chua-ro-thu", "thu-mau-thuan", group, found.mail)


def _certificates(summary: PlatformSummary) -> Lists:
    found = summary.certificates
    for state in CertificateState:
        yield ("chung-thu", str(state)), found.states[state]
    for days, numbers in found.ending.items():
        yield ("sap-het-han", str(days)), numbers
    for purpose, numbers in found.by_purpose.items():
        yield ("muc-dich", purpose), numbers
    for gap in found.agencies:
        yield ("chung-thu-co-quan", group_of_gap(gap)), gap.certificates
    yield ("chung-thu-trung", None), found.told_twice
    yield ("chua-ro-co-quan", None), found.without_agency


def group_of_gap(gap: AgencyGap) -> str:
    """Return the group of an agency's certificates; names may stand twice."""
    return f"{gap.number or 0}:{gap.name}"


def _conference(summary: PlatformSummary) -> Lists:
    found = summary.conference
    every = tuple(one for numbers in found.tiers.values() for one in numbers)
    yield ("diem-cau", None), every
    for tier, numbers in found.tiers.items():
        yield ("diem-cau", tier), numbers
    yield from _tally("ma-hoa", None, found.encrypted)
    yield ("chua-ro-xa", None), found.without_commune
    yield ("xa-la", None), found.strange_communes
    for year in found.years:
        group = str(year.year or "")
        yield ("cuoc-hop", group), year.meetings
        yield ("chua-ro-phut", group), year.untimed
        yield from _share("chua-ro-loi", "cuoc-hop-mau-thuan", group, year.failures)
    yield ("cuoc-hop-loi", None), found.failed


def _systems(summary: PlatformSummary) -> Lists:
    found = summary.systems
    for word, groups in (
        ("loai", found.by_kind),
        ("trang-thai", found.by_state),
        ("chu-quan", found.by_owner),
    ):
        for group, numbers in groups.items():
            yield (word, group), numbers
    yield from _tally("lgsp", None, found.on_lgsp)
    yield from _tally("dam-may", None, found.on_cloud)
    yield from _tally("ipv6", None, found.ipv6)
    yield from _tally("https", None, found.https)
    yield ("chua-ro-nguoi-dung", None), found.users_unknown


def _left_out(summary: PlatformSummary) -> Lists:
    for kind, numbers in summary.left_out.items():
        yield (f"khong-tinh-{kind}", None), numbers
