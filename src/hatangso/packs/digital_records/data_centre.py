"""The data centre of a province: racks, hosts, storage, energy, systems, machines."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from hatangso.packs.digital_records.ground import (
    DigitalGround,
    Table,
    catalogues,
    comes_round,
)

__all__ = ["centre_tables", "systems_of"]

_RACKS = 8
# Of twenty machines: processors, GB of memory, GB of disk; their mean is the usual.
_SIZES = ((2, 4, 50),) * 8 + ((4, 8, 100),) * 8 + ((8, 16, 200),) * 4
_ROLES = ("app", "db", "web", "app", "job", "cache")
_SYSTEMS = ("Ubuntu 22.04", "Rocky Linux 9", "Windows Server 2019", "Ubuntu 20.04")
# What was there before the first printed count, and what came after it.
_FIRST_DAY, _FIRST_COUNT = date(2019, 5, 6), date(2024, 3, 15)
_HOST_COLUMNS = (
    *("id", "data_centre_id", "rack_id", "cluster", "model", "cores", "memory_gb"),
    *("power_kw", "height_u", "hypervisor", "warranty_on", "state", "installed_on"),
    "note",
)
_MACHINE_COLUMNS = (
    *("id", "host_id", "cluster", "information_system_id", "vcpus", "memory_gb"),
    *("disk_gb", "used_disk_gb", "average_cpu_percent", "average_memory_percent"),
    *("must_be_apart", "operating_system", "is_backed_up", "state", "installed_on"),
)
_SYSTEM_COLUMNS = (
    *("id", "name", "agency", "operated_by", "kind", "security_level"),
    *("approval_document", "approved_on", "review_on", "data_centre_id"),
    *("is_on_cloud", "backup", "backed_up_on", "restore_tested_on"),
    *("licence_ends_on", "address", "certificate_ends_on", "has_ipv6", "users"),
    *("is_on_lgsp", "state", "installed_on"),
)


def centre_tables(ground: DigitalGround) -> dict[str, Table]:
    """Return the tables of the data centre, by layer."""
    centre = f"{ground.prefix}-TTDL"
    hosts = _hosts(ground, centre)
    systems = _systems(ground, centre)
    return {
        "data_centres": _centre(ground, centre),
        "racks": _racks(ground, centre),
        "hosts": hosts,
        "storage_arrays": _storage(ground, centre),
        "energy_readings": _energy(ground, centre),
        "information_systems": systems,
        "virtual_machines": _machines(ground, hosts, systems),
    }


def systems_of(ground: DigitalGround) -> dict[str, str]:
    """Return the identifiers of the information systems by their codes."""
    rows = catalogues()["systems"]["rows"][: ground.amounts.systems]
    return {code: f"{ground.prefix}-HT-{code}" for code, *_ in rows}


def _centre(ground: DigitalGround, centre: str) -> Table:
    place = ground.centre
    columns = (
        *("id", "name", "agency", "commune_code", "lon_deg", "lat_deg", "racks"),
        *("it_power_kw", "cooling_kw", "pue", "state", "installed_on"),
    )
    row = (
        centre,
        f"Trung tâm Tích hợp dữ liệu tỉnh {ground.name_vi}",
        "Sở Thông tin và Truyền thông",
        *(place.home, place.lon_deg, place.lat_deg, _RACKS),
        *(48, 45, 1.74, "operating", _FIRST_DAY),
    )
    return Table(columns, (row,))


def _racks(ground: DigitalGround, centre: str) -> Table:
    draws = ground.draws("racks")
    columns = (
        *("id", "data_centre_id", "height_u", "used_u", "power_kw", "load_kw"),
        *("feeds", "cooling_kw", "state", "note"),
    )
    rows = []
    for number in range(1, _RACKS + 1):
        load = round(1.2 + 2.1 * draws.random(), 1)
        is_last = number == _RACKS
        rows.append(
            (
                *(f"{ground.prefix}-R{number:02}", centre, 42),
                *(10 + int(22 * draws.random()), 6, load),
                # Of one rack nobody has told the feeds, another has a single one.
                None if is_last else 1 if number == _RACKS - 1 else 2,
                *(5, "operating", "Chưa rõ số đường nguồn" if is_last else None),
            )
        )
    return Table(columns, tuple(rows))


def _hosts(ground: DigitalGround, centre: str) -> Table:
    amounts, cluster = ground.amounts, f"{ground.prefix}-CUM1"
    rows = []
    for number in range(1, amounts.first_hosts + amounts.added_hosts + 2):
        is_first = number <= amounts.first_hosts
        is_told = number <= amounts.first_hosts + amounts.added_hosts
        day = date(2020, 9, 14) if is_first else date(2024, 5, 20)
        if is_first and number > amounts.first_hosts - 2:
            day = date(2022, 11, 7)
        rows.append(
            (
                f"{ground.prefix.lower()}-host-{number:02}",
                *(centre, f"{ground.prefix}-R{1 + (number - 1) // 2:02}", cluster),
                "2U, 2 bộ xử lý" if is_told else None,
                (amounts.first_host_cores if is_first else 64) if is_told else None,
                (amounts.first_host_memory_gb if is_first else 512)
                if is_told
                else None,
                *(0.75, 2, "Proxmox VE"),
                day.replace(year=day.year + 5),
                *("operating", day),
                None if is_told else "Máy chuyển giao, chưa có cấu hình",
            )
        )
    return Table(_HOST_COLUMNS, tuple(rows))


def _storage(ground: DigitalGround, centre: str) -> Table:
    columns = (
        *("id", "data_centre_id", "cluster", "model", "usable_gb", "used_gb"),
        *("warranty_on", "state", "installed_on"),
    )
    cluster = f"{ground.prefix}-CUM1"
    used = 100 * ground.amounts.machines
    first, second = date(2019, 5, 6), date(2024, 5, 20)
    rows = (
        (
            *(f"{ground.prefix}-SAN1", centre, cluster, "SAN, ổ quay"),
            *(24_000, round(used * 0.7), date(2024, 5, 6), "operating", first),
        ),
        (
            *(f"{ground.prefix}-SAN2", centre, cluster, "SAN, ổ thể rắn"),
            *(40_000, used - round(used * 0.7)),
            *(date(2029, 5, 20), "operating", second),
        ),
    )
    return Table(columns, rows)


def _energy(ground: DigitalGround, centre: str) -> Table:
    """Return two years of readings; one month was not read."""
    draws = ground.draws("energy")
    rows: list[tuple[object, ...]] = []
    for year in (ground.day.year - 1, ground.day.year):
        for month in range(1, 13):
            if (year, month) == (ground.day.year - 1, 8):
                continue
            # Summers are hot, and cooling takes what the computers give off.
            pue = 1.62 + 0.06 * max(0, 4 - abs(month - 7)) + 0.03 * draws.random()
            it_kwh = round(9_800 + 180 * len(rows) + 300 * draws.random())
            name = f"{year}-{month:02}"
            rows.append((centre, name, round(it_kwh * pue), it_kwh))
    columns = ("data_centre_id", "month", "total_kwh", "it_kwh")
    return Table(columns, tuple(rows))


def _systems(ground: DigitalGround, centre: str) -> Table:
    draws, amounts = ground.draws("systems"), ground.amounts
    names = {row[0]: row[1] for row in catalogues()["departments"]["rows"]}
    ids = systems_of(ground)
    rows: list[tuple[object, ...]] = []
    known = catalogues()["systems"]["rows"][: amounts.systems]
    for at, (code, name, department, kind, level, is_shared) in enumerate(known):
        day = _system_day(at, ground)
        # Decisions on the level of some are still missing, of the newest ones mostly.
        is_approved = not comes_round(at, 6, 5) and at < amounts.systems - 4
        age_days = 20 + int(760 * draws.random())
        approved = max(day, ground.day - timedelta(days=age_days))
        has_licence = comes_round(at, 5, 2)
        certificate = ground.day + timedelta(days=int(20 + 1080 * draws.random()))
        rows.append(
            (
                *(ids[code], name, names[department]),
                "Trung tâm Công nghệ thông tin và Truyền thông",
                *(kind, level if is_approved else None),
                f"{101 + at}/QĐ-STTTT" if is_approved else None,
                approved if is_approved else None,
                _years_after(approved, 3) if is_approved else None,
                *(centre, "yes" if at % 3 else "no"),
                ("elsewhere", "same_place", "same_place", "elsewhere", "none")[at % 5],
                None
                if comes_round(at, 5, 4)
                else ground.day - timedelta(days=1 + at % 9),
                ground.day - timedelta(days=30 * (1 + at % 7))
                if comes_round(at, 4, 0)
                else None,
                ground.day + timedelta(days=20 + 130 * (at // 5))
                if has_licence
                else None,
                f"https://{code}.{ground.key.replace('_', '')}.example",
                None if comes_round(at, 11, 7) else certificate,
                "yes" if at % 4 else "no",
                round(40 + 2_400 * draws.random() ** 3),
                *("yes" if is_shared else "no", "operating", day),
            )
        )
    return Table(_SYSTEM_COLUMNS, tuple(rows))


def _system_day(at: int, ground: DigitalGround) -> date:
    """Return when a system came: nine in 2023, those after the first count in 2024."""
    amounts = ground.amounts
    added = 9
    old = amounts.first_systems - added
    if at < old:
        return _between(_FIRST_DAY, date(2022, 12, 1), at, old)
    if at < amounts.first_systems:
        return _between(date(2023, 2, 6), date(2023, 12, 4), at - old, added)
    later = amounts.systems - amounts.first_systems
    return _between(
        date(2024, 4, 8), date(2024, 12, 9), at - amounts.first_systems, later
    )


def _machines(ground: DigitalGround, hosts: Table, systems: Table) -> Table:
    """Return the machines, each on the host that was emptiest when it came."""
    amounts, draws = ground.amounts, ground.draws("machines")
    free = {str(row[0]): float(str(row[6])) for row in hosts.rows if row[6]}
    room = dict(free)
    sizes = _sizes(amounts.machines, draws)
    numbers: dict[str, int] = {}
    rows: list[tuple[object, ...]] = []
    for at, (vcpus, memory_gb, disk_gb) in enumerate(sizes):
        day = _machine_day(at, ground)
        present = [row for row in systems.rows if _is_there(row, day)]
        weights = [5.0] * 4 + [1.0] * len(present)
        system = str(
            draws.choices([str(row[0]) for row in present], weights[: len(present)])[0]
        )
        number = numbers[system] = numbers.get(system, 0) + 1
        slug = system.removeprefix(f"{ground.prefix}-HT-")
        role = _ROLES[(number - 1) % len(_ROLES)]
        host = max(sorted(free), key=lambda one: free[one] / room[one])
        free[host] -= memory_gb
        is_pair = role == "db" and slug in {"lgsp", "tthc", "qlvb"}
        rows.append(
            (
                f"{ground.prefix.lower()}-{slug}-{role}-{number:02}",
                *(host, f"{ground.prefix}-CUM1", system, vcpus, memory_gb, disk_gb),
                round(disk_gb * (0.2 + 0.65 * draws.random())),
                round(4 + 55 * draws.random() ** 2, 1),
                round(25 + 60 * draws.random(), 1),
                f"{slug}-db" if is_pair else None,
                _SYSTEMS[(at + number) % len(_SYSTEMS)],
                _is_backed_up(at),
                *("operating", day),
            )
        )
    return Table(_MACHINE_COLUMNS, tuple(rows))


def _is_backed_up(at: int) -> str | None:
    if comes_round(at, 23, 11):
        return None
    return "no" if comes_round(at, 6, 5) else "yes"


def _sizes(count: int, draws: Random) -> list[tuple[int, int, int]]:
    """Return sizes whose mean is the usual one for every twenty machines."""
    sizes: list[tuple[int, int, int]] = []
    while len(sizes) < count:
        twenty = list(_SIZES)
        draws.shuffle(twenty)
        sizes += twenty
    return sizes[:count]


def _machine_day(at: int, ground: DigitalGround) -> date:
    first, total = ground.amounts.first_machines, ground.amounts.machines
    if at < first:
        return _between(_FIRST_DAY, _FIRST_COUNT, at, first)
    return _between(date(2024, 4, 2), date(2024, 12, 20), at - first, total - first)


def _is_there(system: Sequence[object], day: date) -> bool:
    since = system[-1]
    return isinstance(since, date) and since <= day


def _between(first: date, last: date, at: int, count: int) -> date:
    """Return one of as many days, evenly apart, the first one first."""
    return first + timedelta(days=(last - first).days * at // count)


def _years_after(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
