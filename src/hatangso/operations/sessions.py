"""Browsers that somebody signed in with."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select

from hatangso.io.databases import reading, writing
from hatangso.model.account import Account, Session
from hatangso.operations.accounts import account_of
from hatangso.operations.numbered_rows import row_number
from hatangso.operations.secret_digests import digest, new_secret
from hatangso.operations.tables import ACCOUNT, SESSION

__all__ = ["Sessions"]


class Sessions:
    """Sessions of browsers; only digests of their secrets are kept."""

    def __init__(self, engine: Engine) -> None:
        """Take where they are kept."""
        self._engine = engine

    def start(
        self, account: Account, at: datetime, *, lifetime: timedelta
    ) -> tuple[str, Session]:
        """Begin a session.

        Returns:
            The secret that the browser's cookie holds, handed out this once; and what
            it stands for.
        """
        secret = new_secret()
        row = {
            "secret_sha256": digest(secret),
            "account_id": account.id,
            "created_at": at,
            "expires_at": at + lifetime,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(SESSION).values(row))
        return secret, Session(account, _csrf_token(secret), at, at + lifetime)

    def find(self, secret: str, at: datetime) -> Session | None:
        """Return the session of a secret.

        None when there is none, it has expired, or its account is not active.
        """
        question = (
            select(
                ACCOUNT,
                SESSION.c.created_at.label("began_at"),
                SESSION.c.expires_at,
            )
            .join_from(SESSION, ACCOUNT)
            .where(
                SESSION.c.secret_sha256 == digest(secret),
                SESSION.c.expires_at > at,
                ACCOUNT.c.is_active,
            )
        )
        with reading(self._engine) as connection:
            row: Row[Any] | None = connection.execute(question).one_or_none()
        if row is None:
            return None
        return Session(
            account_of(row), _csrf_token(secret), row.began_at, row.expires_at
        )

    def end(self, secret: str) -> None:
        """End the session of a secret; none is no error."""
        with writing(self._engine) as connection:
            connection.execute(
                delete(SESSION).where(SESSION.c.secret_sha256 == digest(secret))
            )

    def end_all(self, account_id: int) -> None:
        """End all sessions of an account."""
        with writing(self._engine) as connection:
            connection.execute(
                delete(SESSION).where(SESSION.c.account_id == row_number(account_id))
            )

    def purge(self, at: datetime) -> None:
        """Remove sessions that have expired."""
        with writing(self._engine) as connection:
            connection.execute(delete(SESSION).where(SESSION.c.expires_at <= at))


def _csrf_token(secret: str) -> str:
    """Return what forms of a session send: it follows from the secret, not back."""
    return digest(f"form {secret}")
