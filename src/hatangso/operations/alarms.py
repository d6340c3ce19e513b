"""Alarms: raised and cleared by rules, acknowledged by people."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.databases import reading, writing
from hatangso.model.concern import Severity
from hatangso.model.monitoring import Alarm, AlarmStep
from hatangso.operations.kept_text import kept_text
from hatangso.operations.numbered_rows import numbered_row
from hatangso.operations.tables import ALARM

__all__ = ["Alarms", "apply_steps"]

_LONGEST_NOTE = 1_000


class Alarms:
    """What rules raised about targets."""

    def __init__(self, engine: Engine) -> None:
        """Take where they are kept."""
        self._engine = engine

    def open(self) -> tuple[Alarm, ...]:
        """Return the alarms that are not cleared, the newest first."""
        question = select(ALARM).where(ALARM.c.cleared_at_s.is_(None))
        with reading(self._engine) as connection:
            rows = connection.execute(question.order_by(ALARM.c.id.desc())).all()
        return tuple(_alarm(row) for row in rows)

    def of_target(self, target_id: int, *, limit: int = 100) -> tuple[Alarm, ...]:
        """Return the alarms of a target, the newest first."""
        question = (
            select(ALARM)
            .where(ALARM.c.target_id == target_id)
            .order_by(ALARM.c.raised_at_s.desc(), ALARM.c.id.desc())
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return tuple(_alarm(row) for row in connection.execute(question))

    def acknowledge(self, number: int, *, by: str, note: str, at_s: int) -> Alarm:
        """Note that somebody sees to an alarm; it stays open until its rule clears it.

        Args:
            number: Of the alarm.
            by: Login of who says so.
            note: What is done about it, 1,000 characters at most.
            at_s: When, in seconds of UTC since 1970.

        Raises:
            NotFoundError: There is no such alarm.
            InvalidInputError: It is cleared, or the note is too long.
        """
        told = kept_text(note, what="note", most=_LONGEST_NOTE)
        with writing(self._engine) as connection:
            row = numbered_row(connection, ALARM, number, is_locked=True)
            if row is None:
                raise NotFoundError("there is no alarm {alarm}", alarm=number)
            if row.cleared_at_s is not None:
                raise InvalidInputError(
                    "the alarm has been cleared meanwhile: nothing is left to do"
                )
            changed = connection.execute(
                update(ALARM)
                .where(ALARM.c.id == number)
                .values(acknowledged_at_s=at_s, acknowledged_by=by, note=told)
                .returning(ALARM)
            ).one()
            return _alarm(changed)


def apply_steps(
    connection: Connection, target_id: int, steps: Iterable[AlarmStep]
) -> None:
    """Raise and clear alarms of a target; one that is open is not raised again."""
    for step in steps:
        of_rule = (
            (ALARM.c.target_id == target_id)
            & (ALARM.c.rule == step.rule)
            & ALARM.c.cleared_at_s.is_(None)
        )
        if not step.is_raised:
            connection.execute(
                update(ALARM).where(of_rule).values(cleared_at_s=step.at_s)
            )
        elif connection.execute(select(ALARM.c.id).where(of_rule)).first() is None:
            connection.execute(
                insert(ALARM).values(
                    target_id=target_id,
                    rule=step.rule,
                    severity=step.severity.value,
                    raised_at_s=step.at_s,
                    acknowledged_by="",
                    note="",
                )
            )


def _alarm(row: Row[Any]) -> Alarm:
    return Alarm(
        id=row.id,
        target_id=row.target_id,
        rule=row.rule,
        severity=Severity(row.severity),
        raised_at_s=row.raised_at_s,
        cleared_at_s=row.cleared_at_s,
        acknowledged_at_s=row.acknowledged_at_s,
        acknowledged_by=row.acknowledged_by,
        note=row.note,
    )
