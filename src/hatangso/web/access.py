"""Who may do what: every route names a permission, every role has a set of them.

This is the one place that decides about pages and interfaces; which records a commune
or an operator may change is decided by ``registry/rights.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hatangso.language import Language
from hatangso.model.account import Account, AccountRole, actor_of
from hatangso.model.record import Actor

__all__ = ["PERMISSIONS", "Permission", "Visitor"]


class Permission(StrEnum):
    """What a route lets somebody do."""

    ENTER = "enter"  # sign in, health, static files: everybody, always
    WATCH = "watch"  # figures of the running service; from this machine without a name
    READ_PUBLIC = "read_public"  # targets, coverage, holes; closed by a setting
    REPORT = "report"  # send a report about the signal
    OWN_ACCOUNT = "own_account"  # what one asked for oneself
    OWN_SECRETS = "own_secrets"  # own password, own keys: no program makes itself one
    READ = "read"  # sites, networks, plans, the register
    WRITE = "write"  # change records, import files: within the register's rights
    PLAN = "plan"  # make scenarios, run plans and coverages
    ADOPT = "adopt"  # make a plan the province's own
    ANSWER = "answer"  # handle people's reports, with their personal data
    DOCUMENTS = "documents"  # make and read official documents: nothing is hidden there
    ADMINISTER = "administer"  # accounts, all jobs, backup


_EVERYBODY = frozenset({Permission.ENTER, Permission.READ_PUBLIC, Permission.REPORT})
_READER = _EVERYBODY | {
    Permission.OWN_ACCOUNT,
    Permission.OWN_SECRETS,
    Permission.READ,
}
_WRITER = _READER | {Permission.WRITE}
_LEADER = _READER | {Permission.ADOPT, Permission.DOCUMENTS}
_PLANNER = _WRITER | _LEADER | {Permission.PLAN, Permission.ANSWER}

PERMISSIONS: Mapping[AccountRole, frozenset[Permission]] = {
    AccountRole.PUBLIC: _EVERYBODY,
    AccountRole.READER: _READER,
    AccountRole.OPERATOR: _WRITER,
    # A commune's officials know who reported what in their own commune.
    AccountRole.COMMUNE: _WRITER | {Permission.ANSWER},
    AccountRole.LEADER: _LEADER,
    AccountRole.PLANNER: _PLANNER,
    AccountRole.ADMINISTRATOR: _PLANNER | {Permission.ADMINISTER, Permission.WATCH},
}
# What somebody may whose password somebody else knows: choose another one.
_BEFORE_OWN_PASSWORD = frozenset({Permission.ENTER, Permission.OWN_SECRETS})


@dataclass(frozen=True)
class Visitor:
    """Whoever sends a request.

    Attributes:
        account: None when nobody is signed in.
        csrf_token: What forms of this browser send along; empty for a program.
        address: Network address.
        is_program: Whether a key of the API speaks, not a browser.
        is_read_only: Whether that key may read only.
        public_pages: Whether people who are not signed in see the public pages.
        is_local: Whether a program on this machine asks, without a proxy between.
    """

    account: Account | None
    language: Language
    csrf_token: str
    address: str
    is_program: bool = False
    is_read_only: bool = False
    public_pages: bool = True
    is_local: bool = False

    @property
    def role(self) -> AccountRole:
        """Return the role; PUBLIC when nobody is signed in."""
        return self.account.role if self.account else AccountRole.PUBLIC

    @property
    def actor(self) -> Actor:
        """Return what the visitor is to the register."""
        return actor_of(self.account)

    @property
    def login(self) -> str:
        """Return the login; empty when nobody is signed in."""
        return self.account.login if self.account else ""

    def may(self, permission: Permission | str) -> bool:
        """Return whether the visitor may do what a permission names."""
        asked = Permission(permission)
        if self.must_change_password and asked not in _BEFORE_OWN_PASSWORD:
            return False
        if asked is Permission.WATCH and self.is_local:
            return True
        if asked is Permission.OWN_SECRETS and self.is_program:
            return False
        if asked not in PERMISSIONS[self.role]:
            return False
        is_closed = asked in {Permission.READ_PUBLIC, Permission.REPORT}
        return self.account is not None or self.public_pages or not is_closed

    @property
    def must_change_password(self) -> bool:
        """Return whether somebody else chose the visitor's password."""
        return self.account is not None and self.account.must_change_password
