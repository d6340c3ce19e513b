"""Records on a map: features that say their name and lead to their page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import shapely

from hatangso.model.record import Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.freshness import is_stale
from hatangso.web.views.record_words import RecordWords, place_of_record

__all__ = ["record_features"]

# More than a browser draws without stuttering.
_MOST = 20_000
# What stands or works, what is meant to, what is gone.
_TONES = {
    "planned": "plan",
    "building": "plan",
    "suspended": "basic",
    "removed": "unknown",
}


def record_features(
    kind: RecordKind, records: Sequence[Record], words: RecordWords, *, today: date
) -> list[dict[str, Any]]:
    """Return the records that have a place as features of GeoJSON.

    Args:
        kind: Of the records.
        records: As the visitor may see them.
        words: The reader's.
        today: For what is stale, which is drawn fainter.
    """
    found = []
    for record in records:
        shape = _shape(record)
        if shape is None:
            continue
        is_old = is_stale(kind, record, today=today)
        properties = {
            "name": words.title(kind, record),
            "tone": _TONES.get(str(record.values.get("state")), "good"),
            "opacity": 0.5 if is_old else 0.9,
            "href": f"/ha-tang/{kind.code}/{record.id}",
        }
        found.append(
            {
                "type": "Feature",
                "id": record.id,
                "properties": properties,
                "geometry": shape,
            }
        )
        if len(found) == _MOST:
            break
    return found


def _shape(record: Record) -> dict[str, Any] | None:
    place = place_of_record(record)
    if place is not None:
        return {"type": "Point", "coordinates": list(place)}
    content = record.values.get("geometry")
    if not isinstance(content, bytes):
        return None
    shape: dict[str, Any] = shapely.geometry.mapping(shapely.from_wkb(content))
    return shape
