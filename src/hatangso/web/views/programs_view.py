"""The OpenAPI document as a list that people can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Endpoint", "Parameter", "endpoints_by_topic"]


@dataclass(frozen=True)
class Parameter:
    """One thing that a request may say."""

    name: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Endpoint:
    """One address and what it does.

    Attributes:
        is_open: Whether everybody may ask, without a key.
    """

    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    is_open: bool


def endpoints_by_topic(document: Mapping[str, Any]) -> dict[str, list[Endpoint]]:
    """Return the addresses of an OpenAPI document by their first tag."""
    topics: dict[str, list[Endpoint]] = {}
    for path, methods in document["paths"].items():
        for method, entry in methods.items():
            topic = entry.get("tags", [""])[0]
            topics.setdefault(topic, []).append(_endpoint(path, method, entry))
    return dict(sorted(topics.items()))


def _endpoint(path: str, method: str, entry: Mapping[str, Any]) -> Endpoint:
    told = str(entry.get("description", "")).split("\n\n", 1)[0]
    return Endpoint(
        method=method.upper(),
        path=path,
        summary=told,
        parameters=tuple(
            Parameter(
                name=one["name"],
                is_required=bool(one.get("required")),
                description=str(one.get("description", "")),
            )
            for one in entry.get("parameters", ())
            if one.get("in") in {"path", "query"}
        ),
        is_open=not entry.get("security"),
    )
