"""All concerns of a province: every module in ``sources`` is asked."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from hatangso.errors import HatangsoError, Message
from hatangso.model.concern import Concern, Severity, sorted_concerns
from hatangso.workflows.concerns import sources
from hatangso.workflows.concerns.concern_facts import ConcernFacts

__all__ = ["LIVE_SOURCES", "concern_sources", "found_concerns"]

Source = Callable[[ConcernFacts], Iterable[Concern]]
# Whose answer changes without a change of the province's files.
LIVE_SOURCES = frozenset({"monitoring", "procedures", "twin"})


@cache
def concern_sources() -> Mapping[str, Source]:
    """Return who knows of concerns, by the name of the module."""
    return {
        module.name: importlib.import_module(
            f"{sources.__name__}.{module.name}"
        ).concerns
        for module in pkgutil.iter_modules(sources.__path__)
    }


def found_concerns(
    facts: ConcernFacts, names: Iterable[str] | None = None
) -> dict[str, tuple[Concern, ...]]:
    """Return the concerns of a province by source, the heaviest first.

    A source that cannot tell, since a file of its has errors, is a concern itself: an
    empty list would say that all is well.

    Args:
        facts: The province at a moment.
        names: Sources that are asked; None for all.
    """
    known = concern_sources()
    asked = known if names is None else [name for name in known if name in set(names)]
    return {name: _told(known[name], facts) for name in asked}


def _told(source: Source, facts: ConcernFacts) -> tuple[Concern, ...]:
    try:
        return sorted_concerns(source(facts))
    except HatangsoError as error:
        title = Message("Cannot be told")
        sort = "cannot_be_told"
        return (Concern("", sort, Severity.WARNING, title, error.message),)
