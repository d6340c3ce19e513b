"""Roles, accounts and keys as people read them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hatangso.errors import Message
from hatangso.model.account import Account, AccountRole, ApiToken

__all__ = [
    "ROLE_WORDS",
    "KeyRow",
    "key_rows",
    "unit_words",
]

ROLE_WORDS: Mapping[AccountRole, Message] = {
    AccountRole.ADMINISTRATOR: Message("Administrator"),
    AccountRole.PLANNER: Message("Planner"),
    AccountRole.LEADER: Message("Leader"),
    AccountRole.COMMUNE: Message("Commune official"),
    AccountRole.OPERATOR: Message("Telecom operator"),
    AccountRole.READER: Message("Reader"),
    AccountRole.PUBLIC: Message("The public, not signed in"),
}
_USABLE, _EXPIRED, _REVOKED = Message("In use"), Message("Expired"), Message("Revoked")


@dataclass(frozen=True)
class KeyRow:
    """A key of a program.

    Attributes:
        tone: Class of the state's mark.
        is_usable: Whether it still opens anything.
    """

    key: ApiToken
    owner: str
    state: Message
    tone: str
    is_usable: bool


def unit_words(units: Collection[str], names: Mapping[str, str]) -> str:
    """Return the names of some communes; the code where a name is not known."""
    known = [names[code] for code in names if code in units]
    return ", ".join([*known, *sorted(set(units) - set(names))])


def key_rows(
    keys: Sequence[ApiToken], accounts: Sequence[Account], now: datetime
) -> tuple[KeyRow, ...]:
    """Return keys, those that still open something first, the newest on top."""
    logins = {account.id: account.login for account in accounts}
    rows = [_key_row(key, logins.get(key.account_id, ""), now) for key in keys]
    return tuple(sorted(rows, key=lambda row: not row.is_usable))


def _key_row(key: ApiToken, owner: str, now: datetime) -> KeyRow:
    if key.revoked_at is not None:
        return KeyRow(key, owner, _REVOKED, "failed", is_usable=False)
    if key.expires_at <= now:
        return KeyRow(key, owner, _EXPIRED, "unknown", is_usable=False)
    return KeyRow(key, owner, _USABLE, "done", is_usable=True)
