"""Bodies of a province with staff, mail and documents, and what they sign with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hatangso.packs.digital_records.ground import (
    DigitalGround,
    Table,
    apportioned,
    catalogues,
    comes_round,
)

__all__ = ["Body", "agencies_table", "bodies_of", "certificates_table"]

_COLUMNS = (
    *("id", "name", "tier", "parent", "commune_code", "lon_deg", "lat_deg", "staff"),
    *("it_staff", "trained_staff", "mail_accounts", "used_mail_accounts"),
    *("uses_documents", "documents_a_year", "signed_documents_a_year"),
)
_CERTIFICATE_COLUMNS = (
    *("id", "holder", "agency", "purpose", "issuer", "issued_on", "ends_on", "state"),
)
_ISSUER = "Ban Cơ yếu Chính phủ"
_VALID_DAYS = 5 * 365
# Most were renewed lately; the others end one by one.
_LATELY_DAYS, _AGED_DAYS = 900, 1900


@dataclass(frozen=True)
class Body:
    """An agency.

    Attributes:
        tier: ``province``, ``district`` or ``commune``.
        parent: Name of the body above.
        lon_deg: None for bodies of which only the commune is told.
        lat_deg: Likewise.
    """

    id: str
    name: str
    tier: str
    parent: str
    commune_code: str
    staff: int
    lon_deg: float | None = None
    lat_deg: float | None = None


def bodies_of(ground: DigitalGround) -> tuple[Body, ...]:
    """Return all bodies: those of the province, of districts, of communes."""
    prefix, draws = ground.prefix, ground.draws("staff")
    top = f"UBND tỉnh {ground.name_vi}"
    bodies = [
        Body(f"{prefix}-{code}", name, "province", top, ground.centre.home, n)
        for code, name, n in catalogues()["departments"]["rows"]
    ]
    for number, district in enumerate(ground.districts, 1):
        seat = ground.seat_of(district)
        bodies.append(
            Body(
                f"{prefix}-H{number:02}",
                f"UBND {district}",
                "district",
                top,
                seat.home,
                70 + int(50 * draws.random()),
                seat.lon_deg,
                seat.lat_deg,
            )
        )
    bodies += [
        Body(
            f"{prefix}-X{one.code}",
            f"UBND {one.short}, {one.district}",
            "commune",
            f"UBND {one.district}",
            one.home,
            18 + int(9 * draws.random()),
            one.lon_deg,
            one.lat_deg,
        )
        for one in ground.former
    ]
    return tuple(bodies)


def agencies_table(ground: DigitalGround, bodies: Sequence[Body]) -> Table:
    """Return the bodies with what they have of people, mail and documents."""
    amounts, draws = ground.amounts, ground.draws("agencies")
    staff = [one.staff for one in bodies]
    boxes = apportioned(amounts.mail_accounts, staff)
    officials = sum(staff)
    trained = apportioned(round(amounts.trained_officials_ratio * officials), staff)
    rows = []
    for body, mail, skilled in zip(bodies, boxes, trained, strict=True):
        sent = int(body.staff * (22 + 20 * draws.random()))
        signed = int(sent * (0.86 + 0.13 * draws.random()))
        used = int(mail * (0.6 + 0.38 * draws.random()))
        experts = {"province": 1 + body.staff // 100, "district": 2}.get(body.tier, 0)
        if body.id == f"{ground.prefix}-STTTT":
            experts = 14
        elif body.id == f"{ground.prefix}-TTCNTT":
            experts = 21
        rows.append(
            (
                *(body.id, body.name, body.tier, body.parent, body.commune_code),
                *(body.lon_deg, body.lat_deg, body.staff, experts, skilled),
                *(mail, used, "yes", sent, signed),
            )
        )
    return Table(_COLUMNS, tuple(rows))


def certificates_table(ground: DigitalGround, bodies: Sequence[Body]) -> Table:
    """Return the certificates: one of each body, the others of its people.

    Most hold for five years; some end soon, some are over, and of some nobody has
    told the end.
    """
    total = ground.amounts.certificates
    draws = ground.draws("certificates")
    people = apportioned(total - len(bodies), [one.staff for one in bodies])
    rows: list[tuple[object, ...]] = []
    for body, count in zip(bodies, people, strict=True):
        for at in range(count + 1):
            number = len(rows) + 1
            is_aged = comes_round(number, 7, 3)
            age = int((_AGED_DAYS if is_aged else _LATELY_DAYS) * draws.random())
            issued = ground.day - timedelta(days=age)
            is_told = not comes_round(number, 131, 0)
            ends = issued + timedelta(days=_VALID_DAYS) if is_told else None
            rows.append(
                (
                    f"{ground.prefix}-{number:05}",
                    f"Cán bộ {number:05}" if at else None,
                    body.id,
                    "person" if at else "agency",
                    _ISSUER,
                    issued,
                    ends,
                    "suspended" if comes_round(number, 97, 0) else "operating",
                )
            )
    return Table(_CERTIFICATE_COLUMNS, tuple(rows))
