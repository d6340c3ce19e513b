"""Who may sign in."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    delete,
    select,
    update,
)

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.databases import insert_for, reading, writing
from hatangso.model.account import Account, AccountRole
from hatangso.operations.kept_text import kept_line
from hatangso.operations.numbered_rows import numbered_row
from hatangso.operations.passwords import PasswordRule, Passwords
from hatangso.operations.tables import ACCOUNT, SESSION

__all__ = ["Accounts", "account_of"]

_LOGIN = re.compile(r"[a-z0-9._@-]{1,100}")
_LONGEST_NAME = 200
_LONGEST_CODE = 20
_LONGEST_SUBJECT = 500
_SEEN_EVERY = timedelta(minutes=1)


class Accounts:
    """Accounts of the service."""

    def __init__(
        self,
        engine: Engine,
        *,
        hasher: PasswordHasher | None = None,
        rule: PasswordRule | None = None,
    ) -> None:
        """Take where they are kept, how passwords are hashed and what they must be."""
        self._engine = engine
        self._passwords = Passwords(hasher)
        self._rule = rule or PasswordRule()

    def create(
        self,
        login: str,
        full_name: str,
        role: AccountRole,
        *,
        password: str | None = None,
        units: Iterable[str] = (),
        operator: str = "",
        subject: str = "",
        must_change_password: bool = False,
        at: datetime,
    ) -> Account:
        """Make an account.

        Args:
            login: Upper case becomes lower case.
            full_name: As the pages and the history write it.
            role: Any but PUBLIC.
            password: None for one that signs in through OpenID only.
            units: Codes of the communes of a COMMUNE.
            operator: Name of an OPERATOR.
            subject: How the OpenID provider names the person.
            must_change_password: Whether somebody else chose the password.
            at: When.

        Raises:
            InvalidInputError: The login is taken or has other signs than it may, the
                subject is taken, the password breaks the rule, or a commune has no
                units, an operator no name.
        """
        login = _checked_login(login)
        units = _checked_units(units)
        operator = _checked_name(operator)
        _check_role(role, units, operator)
        _check_subject(subject)
        if password is not None:
            self._rule.check(password, login)
        values = {
            "login": login,
            "full_name": _checked_name(full_name),
            "role": role.value,
            "units": units,
            "operator": operator,
            "subject": subject or None,
            "password_hash": password and self._passwords.hashed(password),
            "is_active": True,
            "must_change_password": must_change_password,
            "created_at": at,
        }
        with writing(self._engine) as connection:
            row = connection.execute(
                insert_for(connection, ACCOUNT)
                .values(values)
                .on_conflict_do_nothing()
                .returning(ACCOUNT)
            ).one_or_none()
            if row is None:
                raise _second(connection, login, subject)
        return account_of(row)

    def get(self, account_id: int) -> Account:
        """Return an account by its number.

        Raises:
            NotFoundError: There is none.
        """
        with reading(self._engine) as connection:
            return account_of(_row(connection, account_id))

    def by_login(self, login: str) -> Account | None:
        """Return the account with a login; None without one."""
        row = self._first(ACCOUNT.c.login, _written_login(login))
        return row and account_of(row)

    def by_subject(self, subject: str) -> Account | None:
        """Return the account of somebody whom the OpenID provider names."""
        row = self._first(ACCOUNT.c.subject, subject)
        return row and account_of(row)

    def change(
        self,
        account_id: int,
        *,
        full_name: str | None = None,
        role: AccountRole | None = None,
        units: Iterable[str] | None = None,
        operator: str | None = None,
        is_active: bool | None = None,
    ) -> Account:
        """Change what is not None; it counts from the next request on.

        Raises:
            InvalidInputError: The service would be left without an administrator, or
                a commune without units, or an operator without name.
            NotFoundError: There is no such account.
        """
        with writing(self._engine) as connection:
            _lock_administrators(connection)
            before = account_of(_row(connection, account_id, is_locked=True))
            values: dict[str, Any] = {
                "full_name": full_name and _checked_name(full_name),
                "role": role and role.value,
                "units": None if units is None else _checked_units(units),
                "operator": operator and _checked_name(operator),
                "is_active": is_active,
            }
            values = {
                name: value for name, value in values.items() if value is not None
            }
            if not values:
                return before
            row = connection.execute(
                update(ACCOUNT)
                .where(ACCOUNT.c.id == account_id)
                .values(values)
                .returning(ACCOUNT)
            ).one()
            after = account_of(row)
            _check_role(after.role, after.units, after.operator)
            if _is_administrator(before):
                _require_administrator(connection)
            if not after.is_active:
                _end_sessions(connection, account_id)
        return after

    def tie(self, account_id: int, subject: str) -> Account:
        """Note how the OpenID provider names the person of an account.

        Raises:
            InvalidInputError: The account is another's, or another has the subject.
            NotFoundError: There is no such account.
        """
        with writing(self._engine) as connection:
            before = account_of(_row(connection, account_id, is_locked=True))
            taken = select(ACCOUNT.c.id).where(
                ACCOUNT.c.subject == subject, ACCOUNT.c.id != account_id
            )
            if before.subject not in {"", subject} or connection.execute(taken).first():
                raise InvalidInputError(
                    "somebody else has the OpenID subject {subject}", subject=subject
                )
            row = connection.execute(
                update(ACCOUNT)
                .where(ACCOUNT.c.id == account_id)
                .values(subject=subject)
                .returning(ACCOUNT)
            ).one()
        return account_of(row)

    def set_password(
        self, account_id: int, password: str, *, must_change: bool = False
    ) -> None:
        """Give an account a new password, and end all its sessions.

        Args:
            account_id: Of the account.
            password: In the clear.
            must_change: Whether somebody else chose it.

        Raises:
            InvalidInputError: The password breaks the rule.
            NotFoundError: There is no such account.
        """
        self._rule.check(password, self.get(account_id).login)
        kept = self._passwords.hashed(password)
        with writing(self._engine) as connection:
            connection.execute(
                update(ACCOUNT)
                .where(ACCOUNT.c.id == account_id)
                .values(password_hash=kept, must_change_password=must_change)
            )
            _end_sessions(connection, account_id)

    def verify(self, login: str, password: str) -> Account | None:
        """Return the account that a login and a password belong to.

        It takes as long for a login that is not there, or has no password, or is not
        active.
        """
        row = self._first(ACCOUNT.c.login, _written_login(login))
        kept = row.password_hash if row is not None and row.is_active else None
        if not self._passwords.is_right(kept, password) or row is None or not kept:
            return None
        if self._passwords.is_outdated(kept):
            self._renew_hash(row.id, kept, password)
        return account_of(row)

    def seen(self, account_id: int, at: datetime) -> None:
        """Note that somebody used an account; written once a minute at most."""
        with reading(self._engine) as connection:
            row = numbered_row(connection, ACCOUNT, account_id)
        if row is None or (row.last_seen_at and row.last_seen_at > at - _SEEN_EVERY):
            return
        with writing(self._engine) as connection:
            connection.execute(
                update(ACCOUNT)
                .where(ACCOUNT.c.id == account_id)
                .values(last_seen_at=at)
            )

    def delete(self, account_id: int) -> None:
        """Remove an account with its sessions and tokens.

        Raises:
            InvalidInputError: It is the last active administrator.
            NotFoundError: There is no such account.
        """
        with writing(self._engine) as connection:
            _lock_administrators(connection)
            before = account_of(_row(connection, account_id, is_locked=True))
            connection.execute(delete(ACCOUNT).where(ACCOUNT.c.id == account_id))
            if _is_administrator(before):
                _require_administrator(connection)

    def list(self) -> Sequence[Account]:
        """Return all accounts, by login."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.login))
            return [account_of(row) for row in rows]

    def _first(self, column: ColumnElement[Any], value: str | None) -> Row[Any] | None:
        """Return the account that has a value which only one may have."""
        if not value or kept_line(value, what="", most=len(value)) != value:
            return None
        with reading(self._engine) as connection:
            return connection.execute(
                select(ACCOUNT).where(column == value)
            ).one_or_none()

    def _renew_hash(self, account_id: int, kept: str, password: str) -> None:
        """Hash a right password with today's effort, unless it was changed just now."""
        renewed = self._passwords.hashed(password)
        with writing(self._engine) as connection:
            connection.execute(
                update(ACCOUNT)
                .where(ACCOUNT.c.id == account_id, ACCOUNT.c.password_hash == kept)
                .values(password_hash=renewed)
            )


def account_of(row: Row[Any]) -> Account:
    """Return the account that a row of its table holds."""
    return Account(
        id=row.id,
        login=row.login,
        full_name=row.full_name,
        role=AccountRole(row.role),
        created_at=row.created_at,
        units=frozenset(row.units),
        operator=row.operator,
        subject=row.subject or "",
        is_active=row.is_active,
        must_change_password=row.must_change_password,
        last_seen_at=row.last_seen_at,
    )


def _row(
    connection: Connection, account_id: int, *, is_locked: bool = False
) -> Row[Any]:
    row = numbered_row(connection, ACCOUNT, account_id, is_locked=is_locked)
    if row is None:
        raise NotFoundError("there is no account {account}", account=account_id)
    return row


def _written_login(login: str) -> str:
    return unicodedata.normalize("NFC", login).strip().lower()


def _checked_login(login: str) -> str:
    """Return a login as it is kept."""
    written = _written_login(login)
    if not _LOGIN.fullmatch(written):
        raise InvalidInputError(
            "{login} is no login: use up to 100 of the letters a to z without accents,"
            " digits, and . _ @ -",
            login=repr(written[:100]),
        )
    return written


def _checked_name(full_name: str) -> str:
    return kept_line(full_name, what="full_name", most=_LONGEST_NAME)


def _checked_units(units: Iterable[str]) -> Sequence[str]:
    return sorted({kept_line(code, what="units", most=_LONGEST_CODE) for code in units})


def _check_subject(subject: str) -> None:
    """Refuse a subject that could be taken for another one, or not be found."""
    if kept_line(subject, what="subject", most=_LONGEST_SUBJECT) != subject:
        raise InvalidInputError(
            "{subject} is no OpenID subject: copy it from the provider",
            subject=repr(subject),
        )


def _check_role(role: AccountRole, units: Collection[str], operator: str) -> None:
    """Refuse a role that would have no bounds, or none at all."""
    if role is AccountRole.PUBLIC:
        raise InvalidInputError("the public needs no account: choose another role")
    if role is AccountRole.COMMUNE and not units:
        raise InvalidInputError("say which communes the account is of")
    if role is AccountRole.OPERATOR and not operator:
        raise InvalidInputError("say which operator the account is of")


def _second(connection: Connection, login: str, subject: str) -> InvalidInputError:
    """Return why a second account cannot be made."""
    same_login = select(ACCOUNT.c.id).where(ACCOUNT.c.login == login)
    if connection.execute(same_login).first():
        return InvalidInputError(
            "the login {login} is taken: choose another", login=login
        )
    return InvalidInputError(
        "somebody else has the OpenID subject {subject}", subject=subject
    )


def _lock_administrators(connection: Connection) -> None:
    """Let nobody else take away administrators meanwhile."""
    connection.execute(
        select(ACCOUNT.c.id)
        .where(ACCOUNT.c.role == AccountRole.ADMINISTRATOR.value)
        .order_by(ACCOUNT.c.id)
        .with_for_update()
    )


def _is_administrator(account: Account) -> bool:
    return account.is_active and account.role is AccountRole.ADMINISTRATOR


def _require_administrator(connection: Connection) -> None:
    """Refuse a change that leaves the service to nobody."""
    found = connection.execute(
        select(ACCOUNT.c.id)
        .where(
            ACCOUNT.c.role == AccountRole.ADMINISTRATOR.value,
            ACCOUNT.c.is_active,
        )
        .limit(1)
    ).first()
    if found is None:
        raise InvalidInputError(
            "this is the last active administrator: make another one first"
        )


def _end_sessions(connection: Connection, account_id: int) -> None:
    connection.execute(delete(SESSION).where(SESSION.c.account_id == account_id))
