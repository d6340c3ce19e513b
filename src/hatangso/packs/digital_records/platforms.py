"""Data services and public services of a province."""

from collections.abc import Sequence

from hatangso.packs.digital_records.data_centre import systems_of
from hatangso.packs.digital_records.ground import (
    DigitalGround,
    Table,
    apportioned,
    catalogues,
    comes_round,
)

__all__ = ["platform_tables"]

_DATA_COLUMNS = (
    *("id", "name", "platform", "provider", "information_system_id", "consumers"),
    *("is_used", "used_since", "monthly_calls", "dossiers_a_year"),
    *("connection_cost_vnd", "state"),
)
_SERVICE_COLUMNS = (
    *("id", "name", "agency", "field_of_work", "level", "is_on_national_portal"),
    *("is_paid_online", "dossiers_a_year", "online_dossiers_a_year", "state"),
)
_PEOPLE = 100_000
_DISTRICTS, _COMMUNES = "UBND cấp huyện", "UBND cấp xã"


def platform_tables(ground: DigitalGround) -> dict[str, Table]:
    """Return data services and public services, by layer."""
    return {
        "data_services": _data_services(ground),
        "public_services": _public_services(ground),
    }


def _data_services(ground: DigitalGround) -> Table:
    """Return the services of NDXP, the first of them used, and those of the province.

    Services that are not used name those who need them.
    """
    draws, systems = ground.draws("data services"), systems_of(ground)
    known = catalogues()["data_services"]
    amounts = ground.amounts
    owners = {row[0]: row[2] for row in catalogues()["systems"]["rows"]}
    names = {row[0]: row[1] for row in catalogues()["departments"]["rows"]}
    national = known["rows"][: amounts.data_services]
    rows: list[tuple[object, ...]] = []
    for at, (code, name, provider, system, rate) in enumerate(national):
        is_used = at < amounts.used_data_services
        consumers = [names[owners[system]]]
        if system == "tthc":
            consumers += [_DISTRICTS, _COMMUNES]
        dossiers = round(rate * ground.people / _PEOPLE) if rate >= 0 else None
        calls = int((dossiers or 2_400) / 12 * (1.5 + draws.random()))
        day = f"{2021 + at % 3}-{1 + at % 12:02}-15" if is_used else None
        rows.append(
            (
                *(f"{ground.prefix}-NDXP-{code}", name, "NDXP", provider),
                *(systems.get(system) if is_used else None, "; ".join(consumers)),
                *("yes" if is_used else "no", day, calls if is_used else None),
                *(dossiers, 120_000_000 + 30_000_000 * (at % 4)),
                "operating" if is_used else "planned",
            )
        )
    for at, (code, name, system) in enumerate(known["own"]):
        rows.append(
            (
                *(f"{ground.prefix}-LGSP-{code}", name, "LGSP"),
                *(f"UBND tỉnh {ground.name_vi}", systems.get(system)),
                names[owners[system]],
                *("yes", f"2023-{2 + at:02}-01", 900 + 650 * at, None, None),
                "operating",
            )
        )
    return Table(_DATA_COLUMNS, tuple(rows))


def _public_services(ground: DigitalGround) -> Table:
    """Return procedures: the everyday ones, and a verb, a thing and a receiver each."""
    amounts, draws = ground.amounts, ground.draws("public services")
    levels = ["full"] * amounts.full_services + ["partial"] * amounts.partial_services
    draws.shuffle(levels)
    levels += ["information"] * amounts.information_services
    rows: list[tuple[object, ...]] = []
    for at, (level, named) in enumerate(zip(levels, _procedures(levels), strict=True)):
        dossiers = int(3 + 900 * draws.random() ** 4 * ground.people / 400_000)
        if at < len(catalogues()["procedures"]["everyday"]):
            dossiers += 1_500
        online = {"full": 0.75, "partial": 0.45}.get(level, 0.0)
        rows.append(
            (
                f"{ground.prefix}-TT{at + 1:04}",
                *named,
                level,
                "yes" if level != "information" else "no",
                None if comes_round(at, 13, 12) else ("yes", "yes", "no")[at % 3],
                *(dossiers, int(dossiers * online * (0.6 + 0.4 * draws.random()))),
                "operating",
            )
        )
    return Table(_SERVICE_COLUMNS, tuple(rows))


def _procedures(wanted: Sequence[object]) -> list[tuple[str, str, str]]:
    """Return name, agency and field of as many procedures, no two alike."""
    known = catalogues()["procedures"]
    names = {row[0]: row[1] for row in catalogues()["departments"]["rows"]}
    names |= {"district": _DISTRICTS, "commune": _COMMUNES}
    found = [
        (name, names[tier], field) for name, field, tier, _, _ in known["everyday"]
    ]
    fields = known["fields"]
    counts = apportioned(len(wanted) - len(found), [row[2] for row in fields])
    for (field, department, _, thing), count in zip(fields, counts, strict=True):
        for at in range(count):
            receiver = at // len(known["verbs"])
            verb = known["verbs"][at % len(known["verbs"])]
            agency = names.get(department) or (_COMMUNES, _DISTRICTS)[at % 2]
            name = f"{verb} {thing} cho {known['receivers'][receiver]}"
            found.append((name, agency, field))
    return found
