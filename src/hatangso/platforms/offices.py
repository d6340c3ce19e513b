"""Document management and official e-mail, over however many tiers there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from hatangso.model.platform import Agency
from hatangso.model.tally import Share, Tally, grouped, share, tally

__all__ = ["Offices", "TierOffices", "offices"]


@dataclass(frozen=True)
class TierOffices:
    """The agencies of one tier, or all of them.

    Attributes:
        tier: Its code; empty for agencies of which nobody has told it, and for all.
        agencies: Numbers of records.
        documents: Which of them use document management.
        signed: Signed documents over all documents that are sent.
        mail: Used mailboxes over all mailboxes.
        mailboxes: Known mailboxes in all; None when no agency has told.
    """

    tier: str
    agencies: tuple[int, ...]
    documents: Tally
    signed: Share
    mail: Share
    mailboxes: int | None


@dataclass(frozen=True)
class Offices:
    """All agencies of a province.

    Attributes:
        whole: All of them.
        tiers: Tiers that have agencies, the highest first; the untold one last.
    """

    whole: TierOffices
    tiers: tuple[TierOffices, ...]

    @property
    def tiers_n(self) -> int:
        """Return how many tiers have agencies."""
        return len(self._known)

    @property
    def connected_tiers_n(self) -> int:
        """Return on how many tiers every agency is known to use document management."""
        return sum(
            not one.documents.no and not one.documents.unknown for one in self._known
        )

    @property
    def _known(self) -> tuple[TierOffices, ...]:
        return tuple(one for one in self.tiers if one.tier)


def offices(agencies: Sequence[Agency], tiers: Sequence[str]) -> Offices:
    """Return how documents and mail stand.

    Args:
        agencies: Of the province.
        tiers: Codes of all tiers that there can be, the highest first. A tier that is
            not among them is shown behind them.
    """
    groups = grouped(agencies, lambda one: one.tier)
    order = [*tiers, *sorted(set(groups) - {*tiers, ""}), ""]
    return Offices(
        _tier("", agencies),
        tuple(_tier(tier, groups[tier]) for tier in order if tier in groups),
    )


def _tier(tier: str, agencies: Sequence[Agency]) -> TierOffices:
    boxes = [one.mail_accounts for one in agencies if one.mail_accounts is not None]
    return TierOffices(
        tier,
        tuple(one.number for one in agencies),
        tally(agencies, lambda one: one.uses_documents),
        share(agencies, lambda one: one.signed_documents, lambda one: one.documents),
        share(
            agencies, lambda one: one.used_mail_accounts, lambda one: one.mail_accounts
        ),
        sum(boxes) if boxes else None,
    )
