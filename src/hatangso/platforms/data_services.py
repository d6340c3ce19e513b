"""Data services: which are not used, who needs them, and what their use would save.

The measure of benefit is how many paper copies a year would fall away: the dossiers a
year of every procedure that a service would serve, times the share of them that hold a
copy of what the service tells; or, better, what somebody counted. One dossier may hold
copies of several papers; each service replaces its own, so that benefits of services
add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hatangso.language import sort_key
from hatangso.model.platform import Agency, DataService, PublicService, ServiceLink
from hatangso.model.tally import Tally, grouped, tally
from hatangso.platforms.spelling import same_name

__all__ = [
    "Benefit",
    "DataServices",
    "Need",
    "RankedService",
    "ServiceDemand",
    "data_services",
]

_DECIMALS = 3
_NOTHING_TOLD = ""


@dataclass(frozen=True)
class Need:
    """Somebody who needs a service, and the copies that would fall away there.

    Attributes:
        name: Of the agency or procedure.
        procedure: Number of the record of the procedure; None for an agency.
        agency: Number of the record of the agency; None for one that is not known, and
            for a procedure.
        dossiers: A year, of the procedure or of all the agency's procedures that are
            known; None when nobody has said of any.
        is_least: Whether there are more procedures, of which nobody has said.
        copies_ratio: Share of the dossiers that hold such a copy.
        is_assumed: Whether that share is the general assumption.
    """

    name: str
    dossiers: int | None
    is_least: bool
    copies_ratio: float
    is_assumed: bool
    procedure: int | None = None
    agency: int | None = None

    @property
    def copies(self) -> float | None:
        """Return the copies a year that would fall away; None when not known."""
        if self.dossiers is None:
            return None
        return round(self.dossiers * self.copies_ratio, _DECIMALS)


@dataclass(frozen=True)
class Benefit:
    """What the use of a service would save.

    Attributes:
        needs: Everybody who needs it, most copies first, unknown ones last.
        told: Copies a year as somebody counted them, whatever the needs add up to; None
            when nobody did.
    """

    needs: tuple[Need, ...]
    told: int | None = None

    @property
    def copies(self) -> float | None:
        """Return the copies a year, as far as known; None when nothing is known."""
        if self.told is not None:
            return float(self.told)
        known = [one.copies for one in self.needs if one.copies is not None]
        return round(sum(known), _DECIMALS) if known else None

    @property
    def is_least(self) -> bool:
        """Return whether it is more, since not everything is known."""
        return self.told is None and any(
            one.copies is None or one.is_least for one in self.needs
        )

    @property
    def is_assumed(self) -> bool:
        """Return whether it rests on the general assumption."""
        return self.told is None and any(
            one.is_assumed and one.copies for one in self.needs
        )


@dataclass(frozen=True)
class RankedService:
    """A service that is not used, with its benefit.

    Attributes:
        rank: From 1; services of equal benefit share a rank. None when the benefit is
            not known.
    """

    service: DataService
    benefit: Benefit
    rank: int | None


@dataclass(frozen=True)
class DataServices:
    """All data services of a province.

    Attributes:
        used: Whether services are used.
        platforms: Likewise by platform; "" of which nobody has told.
        monthly_calls: Of used services in all, as far as told; None when nobody has.
        calls_unknown: Used services of which nobody has told their calls.
        idle: Used services without a single call.
        ranked: Services that are not used and whose benefit is known, most first.
        unranked: Those whose benefit is not known, by name.
        strange_consumers: Agencies that services name, but neither the list of agencies
            nor a procedure knows.
        strange_links: Codes of links that lead to no service, procedure or agency.
        told_twice: Services of one platform with one name.
    """

    used: Tally
    platforms: Mapping[str, Tally]
    monthly_calls: int | None
    calls_unknown: tuple[int, ...]
    idle: tuple[int, ...]
    ranked: tuple[RankedService, ...]
    unranked: tuple[RankedService, ...]
    strange_consumers: tuple[str, ...]
    strange_links: tuple[str, ...]
    told_twice: tuple[int, ...]

    @property
    def missing(self) -> tuple[RankedService, ...]:
        """Return all services that are known not to be used."""
        return self.ranked + self.unranked


class ServiceDemand:
    """Who needs data services, and how many dossiers they handle."""

    def __init__(
        self,
        agencies: Sequence[Agency],
        procedures: Sequence[PublicService],
        links: Sequence[ServiceLink],
        *,
        copies_ratio: float,
    ) -> None:
        """Keep what is known.

        Args:
            agencies: Of the province; named by name or code.
            procedures: Public services of all levels.
            links: What somebody knows of a service and a procedure or an agency.
            copies_ratio: Assumed for a consumer of which nobody has told more.
        """
        self._copies_ratio = copies_ratio
        self._links = _grouped_links(links)
        self._procedures = {same_name(one.code): one for one in procedures if one.code}
        self._agencies: dict[str, Agency] = {}
        for agency in agencies:
            self._agencies.setdefault(same_name(agency.code), agency)
        for agency in agencies:
            self._agencies[same_name(agency.name)] = agency
        self._agencies.pop("", None)
        self._by_agency = grouped(procedures, lambda one: self._agency_key(one.agency))

    def benefit(self, service: DataService) -> Benefit:
        """Return what the use of a service would save.

        What links say of a service replaces the general assumption: a consumer that
        they do not speak of needs it by an amount that nobody knows.
        """
        links = self._links.get(same_name(service.code), ()) if service.code else ()
        own = {same_name(one.procedure) for one in links if one.procedure}
        needs = [
            need
            for link in links
            if (need := self._linked(link, except_for=own)) is not None
        ]
        told = {self._agency_key(one) for one in self._linked_agencies(links)}
        others = {self._agency_key(name): name for name in service.consumers}
        for key, name in others.items():
            if key and key not in told:
                needs.append(self._unlinked(name, is_assumed=not links))
        needs.sort(key=lambda one: (one.copies is None, -(one.copies or 0), one.name))
        return Benefit(tuple(needs), service.dossiers)

    def is_known(self, consumer: str) -> bool:
        """Return whether a consumer is an agency that anything else names."""
        key = self._agency_key(consumer)
        return key in self._by_agency or same_name(consumer) in self._agencies

    def strange_links(self, services: Sequence[DataService]) -> tuple[str, ...]:
        """Return what links name and nothing knows."""
        codes = {same_name(one.code) for one in services if one.code}
        found = []
        for links in self._links.values():
            for one in links:
                if same_name(one.service) not in codes:
                    found.append(one.service)
                if one.procedure and same_name(one.procedure) not in self._procedures:
                    found.append(one.procedure)
                if one.agency and not self.is_known(one.agency):
                    found.append(one.agency)
        return tuple(sorted(set(found), key=sort_key))

    def _agency_key(self, name: str) -> str:
        """Return one key for an agency, whether its name or its code is told."""
        agency = self._agencies.get(same_name(name))
        return same_name(agency.name) if agency else same_name(name)

    def _linked(self, link: ServiceLink, *, except_for: set[str]) -> Need | None:
        if link.agency:
            return self._agency_need(
                link.agency, link.copies_ratio, except_for, is_assumed=False
            )
        procedure = self._procedures.get(same_name(link.procedure))
        if procedure is None:
            return None
        return Need(
            procedure.name,
            procedure.dossiers,
            is_least=False,
            copies_ratio=link.copies_ratio,
            is_assumed=False,
            procedure=procedure.number,
        )

    def _linked_agencies(self, links: Sequence[ServiceLink]) -> list[str]:
        """Return the agencies of which links speak, by themselves or a procedure."""
        procedures = [self._procedures.get(same_name(one.procedure)) for one in links]
        return [one.agency for one in links if one.agency] + [
            one.agency for one in procedures if one is not None
        ]

    def _unlinked(self, name: str, *, is_assumed: bool) -> Need:
        """Return the need of a consumer; of an amount unless it may be assumed."""
        need = self._agency_need(name, self._copies_ratio, set(), is_assumed=is_assumed)
        return need if is_assumed else replace(need, dossiers=None)

    def _agency_need(
        self, name: str, copies_ratio: float, except_for: set[str], *, is_assumed: bool
    ) -> Need:
        agency = self._agencies.get(same_name(name))
        served = [
            one
            for one in self._by_agency.get(self._agency_key(name), ())
            if not (except_for and one.code and same_name(one.code) in except_for)
        ]
        known = [one.dossiers for one in served if one.dossiers is not None]
        return Need(
            agency.name if agency else name,
            sum(known) if known else None,
            is_least=len(known) < len(served),
            copies_ratio=copies_ratio,
            is_assumed=is_assumed,
            agency=agency.number if agency else None,
        )


def _grouped_links(
    links: Sequence[ServiceLink],
) -> Mapping[str, tuple[ServiceLink, ...]]:
    """Return links by the code of their service."""
    found: dict[str, list[ServiceLink]] = {}
    for one in links:
        found.setdefault(same_name(one.service), []).append(one)
    return {code: tuple(some) for code, some in found.items()}


def data_services(
    services: Sequence[DataService], demand: ServiceDemand
) -> DataServices:
    """Return which services are used, and the benefit of the others."""
    used = [one for one in services if one.is_used]
    calls = [one.monthly_calls for one in used if one.monthly_calls is not None]
    missing = [(one, demand.benefit(one)) for one in services if one.is_used is False]
    strange = {
        same_name(name): name
        for one in services
        for name in one.consumers
        if not demand.is_known(name)
    }
    twins = grouped(services, lambda one: (same_name(one.name), one.platform))
    return DataServices(
        used=tally(services, lambda one: one.is_used),
        platforms={
            platform: tally(some, lambda one: one.is_used)
            for platform, some in sorted(
                grouped(services, lambda one: one.platform).items(),
                key=lambda one: (one[0] == _NOTHING_TOLD, -len(one[1]), one[0]),
            )
        },
        monthly_calls=sum(calls) if calls else None,
        calls_unknown=tuple(one.number for one in used if one.monthly_calls is None),
        idle=tuple(one.number for one in used if one.monthly_calls == 0),
        ranked=_ranked(missing),
        unranked=tuple(
            RankedService(service, benefit, None)
            for service, benefit in sorted(missing, key=lambda x: sort_key(x[0].name))
            if benefit.copies is None
        ),
        strange_consumers=tuple(sorted(strange.values(), key=sort_key)),
        strange_links=demand.strange_links(services),
        told_twice=tuple(
            one.number for same in twins.values() if len(same) > 1 for one in same
        ),
    )


def _ranked(
    missing: Sequence[tuple[DataService, Benefit]],
) -> tuple[RankedService, ...]:
    known = [
        (copies, service, benefit)
        for service, benefit in missing
        if (copies := benefit.copies) is not None
    ]
    known.sort(key=lambda one: (-one[0], sort_key(one[1].name), one[1].number))
    amounts = [copies for copies, _, _ in known]
    return tuple(
        RankedService(service, benefit, amounts.index(copies) + 1)
        for copies, service, benefit in known
    )
