"""Who may sign in, as what, and by which key a program acts for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hatangso.model.record import Actor, Role

__all__ = [
    "Account",
    "AccountRole",
    "ApiToken",
    "AuditEntry",
    "Session",
    "actor_of",
]


class AccountRole(StrEnum):
    """What somebody is to the province."""

    ADMINISTRATOR = "administrator"  # a planner who also runs the service
    PLANNER = "planner"  # reads and writes everything of the province
    LEADER = "leader"  # reads everything, adopts plans
    COMMUNE = "commune"  # its own units
    OPERATOR = "operator"  # its own services
    READER = "reader"  # reads what is not confidential
    PUBLIC = "public"  # nobody signed in: no account has this role


# What each role may do with records of the register.
_REGISTER_ROLES = {
    AccountRole.ADMINISTRATOR: Role.DEPARTMENT,
    AccountRole.PLANNER: Role.DEPARTMENT,
    # A leader sees confidential fields; the pages offer no changes to records.
    AccountRole.LEADER: Role.DEPARTMENT,
    AccountRole.COMMUNE: Role.COMMUNE,
    AccountRole.OPERATOR: Role.OPERATOR,
    AccountRole.READER: Role.READER,
    AccountRole.PUBLIC: Role.READER,
}


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in.

    Attributes:
        login: Name at sign-in: lower case, unique.
        full_name: As the pages and the history write it.
        units: Codes of the communes of a COMMUNE.
        operator: Name of an OPERATOR.
        subject: How an OpenID provider names the person; empty for a local account.
        must_change_password: Whether the password was given by somebody else.
    """

    id: int
    login: str
    full_name: str
    role: AccountRole
    created_at: datetime
    units: frozenset[str] = frozenset()
    operator: str = ""
    subject: str = ""
    is_active: bool = True
    must_change_password: bool = False
    last_seen_at: datetime | None = None


@dataclass(frozen=True)
class Session:
    """One browser that somebody signed in with.

    Attributes:
        csrf_token: That every form of the session sends along.
    """

    account: Account
    csrf_token: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class ApiToken:
    """A key by which a program acts for an account.

    Attributes:
        hint: Its first characters, by which people tell keys apart; the key itself is
            not kept.
        is_read_only: Whether it may read only.
    """

    id: int
    account_id: int
    label: str
    hint: str
    is_read_only: bool
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class AuditEntry:
    """One thing that somebody did with the service, other than to records.

    Attributes:
        who: Login; empty for somebody who is not signed in.
        action: ``sign-in``, ``sign-in refused``, ``account changed`` …
        address: Network address that it came from.
        details: What it was about; never a secret.
    """

    id: int
    at: datetime
    who: str
    action: str
    address: str
    details: Mapping[str, str]


def actor_of(account: Account | None) -> Actor:
    """Return what an account is to the register; None is the public."""
    if account is None:
        return Actor("public", Role.READER)
    return Actor(
        account.full_name or account.login,
        _REGISTER_ROLES[account.role],
        account.units,
        account.operator,
    )
