"""The edits that take what a file says into the register."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hatangso.model.file_reading import Difference, DifferenceKind
from hatangso.model.record import Action, Edit
from hatangso.model.record_kind import RecordKind

__all__ = ["edits_of"]


def edits_of(
    differences: Iterable[tuple[Difference, str]], kinds: Mapping[str, RecordKind]
) -> list[tuple[Edit, Difference]]:
    """Return the edits that take differences into the register, with their first row.

    Rows that speak of one record become one edit; a row that changes nothing confirms
    its record. Conflicts and refused rows become none.

    Args:
        differences: Each with the name that the file gives its record.
        kinds: By their codes, those that others refer to first.
    """
    taken = (DifferenceKind.NEW, DifferenceKind.CHANGED, DifferenceKind.SAME)
    groups: dict[tuple[str, object], list[tuple[Difference, str]]] = defaultdict(list)
    for number, (one, key) in enumerate(differences):
        if one.effect in taken:
            name = one.record_id or key or (None, number)
            groups[one.kind, name].append((one, key))
    ranks = {code: rank for rank, code in enumerate(kinds)}
    ordered = sorted(groups.values(), key=lambda group: ranks[group[0][0].kind])
    return [
        (_edit([one for one, _ in group], group[0][1]), group[0][0])
        for group in ordered
    ]


def _edit(rows: Sequence[Difference], key: str) -> Edit:
    first = rows[0]
    values = first.after
    for row in rows[1:]:
        values = {**values, **row.after}
    if first.record_id is None:
        return Edit(first.kind, Action.CREATE, values=values, source_key=key)
    return Edit(
        first.kind,
        Action.UPDATE if values else Action.CONFIRM,
        record_id=first.record_id,
        values=values,
        revision=first.revision,
        source_key=key,
    )
