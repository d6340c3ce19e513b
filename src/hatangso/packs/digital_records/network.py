"""The government network of a province: nodes and links, some of them weak."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import cos, hypot, radians

from hatangso.packs.digital_records.agencies import Body
from hatangso.packs.digital_records.ground import (
    DigitalGround,
    FormerCommune,
    Table,
    comes_round,
)

__all__ = ["access_node", "core_node", "hub_node", "network_tables"]

_KM_PER_DEG = 111.2
# Cables follow roads.
_DETOUR = 1.35
_FIRST_DAY = date(2016, 3, 1)
_CARRIERS = ("VNPT", "Viettel")
_OPERATED_BY = "Trung tâm Công nghệ thông tin và Truyền thông"
_NODE_COLUMNS = (
    *("id", "name", "agency", "level", "kind", "commune_code", "lon_deg", "lat_deg"),
    *("monitored_address", "is_redundant", "state", "installed_on", "note"),
)
_LINK_COLUMNS = (
    *("id", "start_id", "end_id", "level", "carrier", "capacity_mbps", "medium"),
    *("length_km", "is_backup", "state", "installed_on"),
)
# Documentation addresses only: nobody's equipment answers there.
_RANGES = ("192.0.2", "198.51.100", "203.0.113")


@dataclass(frozen=True)
class _Node:
    id: str
    name: str
    agency: str
    kind: str
    commune_code: str
    lon_deg: float | None = None
    lat_deg: float | None = None
    note: str | None = None


@dataclass(frozen=True)
class _Link:
    start: str
    end: str
    carrier: str
    mbps: int
    km: float | None
    is_backup: bool = False
    medium: str = "fibre"


def network_tables(ground: DigitalGround, bodies: tuple[Body, ...]) -> dict[str, Table]:
    """Return nodes and links, by layer.

    Two cores, a node for each district and each body of the province, one for each
    former commune. A quarter of the communes have a second link; two districts hang
    on one link, one of them behind the other, and two communes behind neighbours.
    """
    links = [*_trunks(ground), *_department_links(ground, bodies), *_ends(ground)]
    ends = [end for link in links for end in (link.start, link.end)]
    nodes = [*_upper_nodes(ground, bodies), *_commune_nodes(ground, bodies)]
    addresses = _addresses()
    node_rows = [
        (
            *(node.id, node.name, node.agency, "I" if node.kind == "core" else "II"),
            *(node.kind, node.commune_code, node.lon_deg, node.lat_deg),
            # Nobody watches some of them.
            None if comes_round(at, 41, 40) else next(addresses),
            "yes" if ends.count(node.id) > 1 else "no",
            *("operating", _FIRST_DAY + timedelta(days=41 * (at % 60)), node.note),
        )
        for at, node in enumerate(nodes)
    ]
    link_rows = [
        (
            f"{ground.prefix}-K{at + 1:03}",
            *(link.start, link.end, "II" if at else "I", link.carrier, link.mbps),
            link.medium,
            None if link.km is None else round(link.km * _DETOUR, 1),
            "yes" if link.is_backup else "no",
            *("operating", _FIRST_DAY + timedelta(days=23 * (at % 110))),
        )
        for at, link in enumerate(links)
    ]
    return {
        "network_nodes": Table(_NODE_COLUMNS, tuple(node_rows)),
        "network_links": Table(_LINK_COLUMNS, tuple(link_rows)),
    }


def core_node(ground: DigitalGround, number: int) -> str:
    """Return the identifier of a core: 1 or 2."""
    return f"{ground.prefix}-LOI{number}"


def hub_node(ground: DigitalGround, district: str) -> str:
    """Return the identifier of the node of a district."""
    return f"{ground.prefix}-TH{ground.districts.index(district) + 1:02}"


def access_node(ground: DigitalGround, commune: FormerCommune) -> str:
    """Return the identifier of the node of a former commune."""
    return f"{ground.prefix}-N{commune.code}"


def _department_node(body: Body) -> str:
    return f"{body.id}-N"


def _departments(bodies: tuple[Body, ...]) -> list[Body]:
    return [one for one in bodies if one.tier == "province"]


def _addresses() -> Iterator[str]:
    return (f"{network}.{host}" for network in _RANGES for host in range(1, 255))


def _upper_nodes(ground: DigitalGround, bodies: tuple[Body, ...]) -> Iterator[_Node]:
    centre = ground.centre
    titles = "Nút lõi 1, Trung tâm Tích hợp dữ liệu", "Nút lõi 2, trụ sở UBND tỉnh"
    for number, title in enumerate(titles, 1):
        yield _Node(
            core_node(ground, number),
            title,
            _OPERATED_BY,
            "core",
            centre.home,
            round(centre.lon_deg + 0.004 * number, 5),
            centre.lat_deg,
        )
    for district in ground.districts:
        seat = ground.seat_of(district)
        yield _Node(
            hub_node(ground, district),
            f"Nút tập trung {district}",
            f"UBND {district}",
            "aggregation",
            seat.home,
            seat.lon_deg,
            seat.lat_deg,
        )
    for body in _departments(bodies):
        node = _department_node(body)
        yield _Node(node, f"Nút {body.name}", body.name, "access", centre.home)


def _commune_nodes(ground: DigitalGround, bodies: tuple[Body, ...]) -> Iterator[_Node]:
    names = [one.name for one in bodies if one.tier == "commune"]
    for at, (commune, agency) in enumerate(zip(ground.former, names, strict=True)):
        yield _Node(
            access_node(ground, commune),
            f"Nút {commune.short}",
            agency,
            "access",
            commune.home,
            commune.lon_deg,
            commune.lat_deg,
            "Nối qua nút của xã bên cạnh" if _is_behind(ground, at) else None,
        )


def _trunks(ground: DigitalGround) -> Iterator[_Link]:
    """Yield links between cores and districts: a ring, and two districts in a row."""
    centre = ground.centre
    first, second = core_node(ground, 1), core_node(ground, 2)
    yield _Link(first, second, "VNPT", 10_000, 1.2)
    in_ring = ground.districts[:-2] if len(ground.districts) > 4 else ground.districts  # noqa: PLR2004 - a ring needs some
    seats = {one: ground.seat_of(one) for one in ground.districts}
    for district in in_ring:
        km = max(0.8, _km(seats[district], centre))
        yield _Link(hub_node(ground, district), first, "VNPT", 1000, km)
    for one, other in pairwise(in_ring):
        ends = hub_node(ground, one), hub_node(ground, other)
        yield _Link(*ends, "Viettel", 1000, _km(seats[one], seats[other]))
    if len(in_ring) > 1:
        last = in_ring[-1]
        km = _km(seats[last], centre)
        yield _Link(hub_node(ground, last), second, "Viettel", 1000, km)
    before = ground.districts[0]
    for district in ground.districts[len(in_ring) :]:
        ends = hub_node(ground, district), hub_node(ground, before)
        km = _km(seats[district], seats[before])
        yield _Link(*ends, "VNPT", 300, km)
        before = district


def _department_links(
    ground: DigitalGround, bodies: tuple[Body, ...]
) -> Iterator[_Link]:
    first, second = core_node(ground, 1), core_node(ground, 2)
    for at, body in enumerate(_departments(bodies)):
        node, km = _department_node(body), round(0.5 + 0.1 * at, 1)
        yield _Link(node, first, "VNPT", 1000, km)
        if at % 5 == 0:
            yield _Link(node, second, "Viettel", 1000, km, is_backup=True)


def _ends(ground: DigitalGround) -> Iterator[_Link]:
    """Yield the links of communes to their districts, and some to the second core."""
    for at, commune in enumerate(ground.former):
        node, carrier = access_node(ground, commune), _CARRIERS[comes_round(at, 3, 2)]
        if _is_behind(ground, at):
            neighbour = ground.former[at - 1]
            km = _km(commune, neighbour)
            yield _Link(node, access_node(ground, neighbour), carrier, 50, km)
        else:
            seat = ground.seat_of(commune.district)
            hub = hub_node(ground, commune.district)
            km = max(0.4, _km(commune, seat))
            yield _Link(node, hub, carrier, _access_mbps(at), km)
        if comes_round(at, 4, 1):
            medium = "mobile" if comes_round(at, 8, 1) else "fibre"
            other = _CARRIERS[carrier == "VNPT"]
            second = core_node(ground, 2)
            yield _Link(node, second, other, 20, None, is_backup=True, medium=medium)


def _access_mbps(at: int) -> int:
    if comes_round(at, 19, 3):
        return 10
    return 50 if comes_round(at, 3, 0) else 100


def _is_behind(ground: DigitalGround, at: int) -> bool:
    """Whether a commune is reached through its neighbour: two in a province."""
    count = len(ground.former)
    return count > 4 and at in (count // 3 + 1, 2 * count // 3 + 1)  # noqa: PLR2004 - needs neighbours


def _km(one: FormerCommune, other: FormerCommune) -> float:
    east = (one.lon_deg - other.lon_deg) * cos(radians(one.lat_deg))
    return hypot(east, one.lat_deg - other.lat_deg) * _KM_PER_DEG
