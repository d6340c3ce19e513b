"""What the register remembers of those who send files."""

from collections.abc import Sequence

from sqlalchemy import insert, select

from hatangso.model.file_reading import SenderProfile
from hatangso.registry.record_rows import RecordRows

__all__ = ["profile_of", "remember", "sender_keys"]


def profile_of(rows: RecordRows, sender: str, kind: str) -> SenderProfile:
    """Return the answers that a sender's files needed; none when nothing is known."""
    table = rows.tables.sender_profile
    question = select(table.c.answers).where(
        table.c.sender == sender, table.c.kind == kind
    )
    answers = rows.connection.execute(question).scalar_one_or_none()
    return SenderProfile(sender, kind, answers or {})


def remember(rows: RecordRows, profiles: Sequence[SenderProfile]) -> None:
    """Keep what senders' files needed, instead of what was kept before."""
    table = rows.tables.sender_profile
    for one in profiles:
        rows.connection.execute(
            table.delete().where(table.c.sender == one.sender, table.c.kind == one.kind)
        )
        answers = dict(sorted(one.answers.items()))
        rows.connection.execute(
            insert(table).values(sender=one.sender, kind=one.kind, answers=answers)
        )


def sender_keys(rows: RecordRows, sender: str, kind: str) -> dict[str, int]:
    """Return which record each key of a sender means."""
    table = rows.tables.source_key
    question = (
        select(table.c.key, table.c.record_id)
        .where(table.c.kind == kind, table.c.sender == sender)
        .order_by(table.c.key)
    )
    return {row.key: row.record_id for row in rows.connection.execute(question)}
