"""Browsers and programs that act for accounts."""

from datetime import timedelta, timezone

import pytest
from sqlalchemy import select

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.databases import reading
from hatangso.model.account import Account, AccountRole
from hatangso.operations.database import Operations
from hatangso.operations.tables import METADATA, SESSION
from service_samples import NOON

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def test_a_session_lives_until_it_expires(
    operations: Operations, administrator: Account
) -> None:
    sessions = operations.sessions
    secret, session = sessions.start(administrator, NOON, lifetime=HOUR)
    assert sessions.find(secret, NOON + HOUR - SECOND) == session
    assert session.account == administrator
    assert sessions.find(secret, NOON + HOUR) is None
    here = timezone(timedelta(hours=7))
    assert sessions.find(secret, (NOON + HOUR).astimezone(here)) is None
    assert sessions.find(secret, NOON.astimezone(here)) == session


def test_secrets_are_long_and_kept_nowhere(
    operations: Operations, administrator: Account
) -> None:
    made = [
        operations.sessions.start(administrator, NOON, lifetime=HOUR) for _ in range(3)
    ]
    key, _ = operations.tokens.issue(
        administrator.id, "x", is_read_only=False, at=NOON, expires_at=NOON + HOUR
    )
    assert len({secret for secret, _ in made}) == 3
    assert len({session.csrf_token for _, session in made}) == 3
    assert all(len(secret) >= 43 for secret in (key, *(one for one, _ in made)))
    with reading(operations._engine) as connection:
        kept = repr([connection.execute(select(table)).all()
                     for table in METADATA.tables.values()])  # fmt: skip
    for secret in (key, *(one for one, _ in made)):
        assert secret not in kept
    for _, session in made:
        assert session.csrf_token not in kept


def test_what_is_no_secret_finds_nobody(
    operations: Operations, administrator: Account
) -> None:
    secret, session = operations.sessions.start(administrator, NOON, lifetime=HOUR)
    with reading(operations._engine) as connection:
        kept = connection.execute(select(SESSION.c.secret_sha256)).scalar_one()
    for wrong in ("", secret[:-1], secret + "x", session.csrf_token, kept, "\ud800"):
        assert operations.sessions.find(wrong, NOON) is None
        assert operations.tokens.find(wrong, NOON) is None


def test_a_session_ends_alone_or_with_all_of_its_account(
    operations: Operations, administrator: Account
) -> None:
    sessions = operations.sessions
    other = operations.accounts.create("b", "B", AccountRole.READER, at=NOON)
    first, second, third = (
        sessions.start(account, NOON, lifetime=HOUR)[0]
        for account in (administrator, administrator, other)
    )
    sessions.end(first)
    sessions.end(first)
    assert sessions.find(first, NOON) is None
    assert sessions.find(second, NOON) is not None
    sessions.end_all(administrator.id)
    assert sessions.find(second, NOON) is None
    assert sessions.find(third, NOON) is not None


def test_expired_sessions_are_removed(
    operations: Operations, administrator: Account
) -> None:
    sessions = operations.sessions
    sessions.start(administrator, NOON, lifetime=HOUR)
    long, _ = sessions.start(administrator, NOON, lifetime=2 * HOUR)
    sessions.purge(NOON + HOUR)
    with reading(operations._engine) as connection:
        assert len(connection.execute(select(SESSION)).all()) == 1
    assert sessions.find(long, NOON + HOUR) is not None


@pytest.mark.usefixtures("administrator")
def test_nobody_comes_in_for_an_account_that_is_off_or_gone(
    operations: Operations,
) -> None:
    accounts, sessions, tokens = (
        operations.accounts,
        operations.sessions,
        operations.tokens,
    )
    reader = accounts.create("b", "B", AccountRole.READER, at=NOON)
    key, _ = tokens.issue(
        reader.id, "x", is_read_only=True, at=NOON, expires_at=NOON + HOUR
    )
    secret, _ = sessions.start(reader, NOON, lifetime=HOUR)
    accounts.change(reader.id, is_active=False)
    assert sessions.find(secret, NOON) is None
    assert tokens.find(key, NOON) is None
    accounts.change(reader.id, is_active=True)
    assert sessions.find(secret, NOON) is None  # it was ended, not paused
    assert tokens.find(key, NOON) is not None
    accounts.delete(reader.id)
    assert tokens.find(key, NOON) is None
    assert tokens.list() == []


@pytest.mark.usefixtures("administrator")
def test_rights_taken_away_are_gone_at_once(
    operations: Operations,
) -> None:
    planner = operations.accounts.create("b", "B", AccountRole.PLANNER, at=NOON)
    secret, _ = operations.sessions.start(planner, NOON, lifetime=HOUR)
    operations.accounts.change(planner.id, role=AccountRole.READER)
    found = operations.sessions.find(secret, NOON)
    assert found is not None
    assert found.account.role is AccountRole.READER


def test_a_key_acts_for_its_account_until_it_expires(
    operations: Operations, administrator: Account
) -> None:
    tokens = operations.tokens
    key, token = tokens.issue(
        administrator.id, " QGIS ", is_read_only=True, at=NOON, expires_at=NOON + HOUR
    )
    assert key.startswith(token.hint)
    assert key.startswith("hts_")
    assert len(token.hint) == 8
    assert (token.label, token.is_read_only) == ("QGIS", True)
    found = tokens.find(key, NOON)
    assert found is not None
    assert found[0] == administrator
    assert tokens.list(administrator.id) == tokens.list() == [found[1]]
    assert tokens.list(99) == []
    assert tokens.find(key, NOON + HOUR) is None


def test_the_last_use_of_a_key_is_written_once_a_minute(
    operations: Operations, administrator: Account
) -> None:
    tokens = operations.tokens
    key, token = tokens.issue(
        administrator.id, "x", is_read_only=True, at=NOON, expires_at=NOON + HOUR
    )
    assert token.last_used_at is None
    for seconds, noted in ((0, 0), (59, 0), (60, 60)):
        found = tokens.find(key, NOON + seconds * SECOND)
        assert found is not None
        assert found[1].last_used_at == NOON + noted * SECOND
        assert tokens.list() == [found[1]]


def test_a_revoked_key_opens_nothing(
    operations: Operations, administrator: Account
) -> None:
    tokens = operations.tokens
    key, token = tokens.issue(
        administrator.id, "x", is_read_only=True, at=NOON, expires_at=NOON + HOUR
    )
    tokens.revoke(token.id, NOON)
    tokens.revoke(token.id, NOON + SECOND)
    assert tokens.find(key, NOON) is None
    assert tokens.list()[0].revoked_at == NOON


def test_keys_say_what_for_whom_and_until_when(
    operations: Operations, administrator: Account
) -> None:
    def issue(number: int, label: str, lifetime: timedelta) -> None:
        operations.tokens.issue(
            number, label, is_read_only=True, at=NOON, expires_at=NOON + lifetime
        )

    with pytest.raises(InvalidInputError, match="give the key a name"):
        issue(administrator.id, " \x00", HOUR)
    with pytest.raises(InvalidInputError, match="shorten it to 100"):
        issue(administrator.id, "x" * 101, HOUR)
    with pytest.raises(InvalidInputError, match="expire at once"):
        issue(administrator.id, "x", 0 * HOUR)
    with pytest.raises(NotFoundError, match="no account 99"):
        issue(99, "x", HOUR)
