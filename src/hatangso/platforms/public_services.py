"""Online public services: level, portal, payment, and whether people use them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hatangso.language import sort_key
from hatangso.model.platform import PublicService
from hatangso.model.tally import Share, Tally, grouped, share, tally
from hatangso.platforms.spelling import same_name

__all__ = ["LEVELS", "PublicServiceGroup", "PublicServices", "public_services"]

# Levels of a service, the most complete first; "" is a level that nobody has told.
FULL, PARTIAL, INFORMATION, UNTOLD = "full", "partial", "information", ""
LEVELS = (FULL, PARTIAL, INFORMATION, UNTOLD)
_ONLINE = (FULL, PARTIAL)


@dataclass(frozen=True)
class PublicServiceGroup:
    """The services of one agency, of one field of work, or all of them.

    Attributes:
        name: Of the agency or field; empty for those of which nobody has told it.
        levels: Numbers of records by level, each of ``LEVELS`` once.
        on_national_portal: Of the full and partial ones.
        paid_online: Likewise.
        online: Online dossiers over all dossiers of the full and partial ones.
    """

    name: str
    levels: dict[str, tuple[int, ...]]
    on_national_portal: Tally
    paid_online: Tally
    online: Share

    @property
    def services_n(self) -> int:
        """Return how many services it has."""
        return sum(map(len, self.levels.values()))


@dataclass(frozen=True)
class PublicServices:
    """All services of a province.

    Attributes:
        by_agency: Most services first, then by name.
        by_field: Likewise.
        unused_full: Full services with dossiers, none of them online, most dossiers
            first: numbers of records.
        unused_partial: Partial ones likewise.
        off_portal: Full and partial services with dossiers that are not on the national
            portal, most dossiers first.
        without_dossiers: Full and partial services for which nobody applied in a year.
        told_twice: Services of one agency with one name.
    """

    whole: PublicServiceGroup
    by_agency: tuple[PublicServiceGroup, ...]
    by_field: tuple[PublicServiceGroup, ...]
    unused_full: tuple[int, ...]
    unused_partial: tuple[int, ...]
    off_portal: tuple[int, ...]
    without_dossiers: tuple[int, ...]
    told_twice: tuple[int, ...]


def public_services(services: Sequence[PublicService]) -> PublicServices:
    """Return how public services stand, in all and by agency and field."""
    online = [one for one in services if one.level in _ONLINE]
    pairs = grouped(services, lambda one: (same_name(one.name), same_name(one.agency)))
    return PublicServices(
        whole=_group("", services),
        by_agency=_groups(services, lambda one: one.agency),
        by_field=_groups(services, lambda one: one.field),
        unused_full=_most_first(
            one for one in online if one.level == FULL and one.online_dossiers == 0
        ),
        unused_partial=_most_first(
            one for one in online if one.level == PARTIAL and one.online_dossiers == 0
        ),
        off_portal=_most_first(
            one for one in online if one.is_on_national_portal is False
        ),
        without_dossiers=tuple(one.number for one in online if one.dossiers == 0),
        told_twice=tuple(
            one.number for same in pairs.values() if len(same) > 1 for one in same
        ),
    )


def _groups(
    services: Sequence[PublicService], key: Callable[[PublicService], str]
) -> tuple[PublicServiceGroup, ...]:
    alike = grouped(services, lambda one: same_name(key(one)))
    found = [_group(key(some[0]), some) for some in alike.values()]
    return tuple(
        sorted(found, key=lambda one: (-one.services_n, sort_key(one.name), one.name))
    )


def _group(name: str, services: Sequence[PublicService]) -> PublicServiceGroup:
    online = [one for one in services if one.level in _ONLINE]
    return PublicServiceGroup(
        name=name,
        levels={
            level: tuple(one.number for one in services if one.level == level)
            for level in LEVELS
        },
        on_national_portal=tally(online, lambda one: one.is_on_national_portal),
        paid_online=tally(online, lambda one: one.is_paid_online),
        online=share(online, lambda one: one.online_dossiers, lambda one: one.dossiers),
    )


def _most_first(services: Iterable[PublicService]) -> tuple[int, ...]:
    """Return those with dossiers, most of them first."""
    found = sorted(
        (one for one in services if one.dossiers),
        key=lambda one: (-(one.dossiers or 0), one.number),
    )
    return tuple(one.number for one in found)
