"""What states and groups of dossiers are called, and where they are listed."""

from collections.abc import Mapping
from urllib.parse import urlencode

from hatangso.errors import Message
from hatangso.model.dossier import DossierState
from hatangso.workflows.procedures import Grouping

__all__ = [
    "GROUP_NAMES",
    "GROUP_WORDS",
    "LIST_PAGE",
    "PROCEDURES_PAGE",
    "STATE_WORDS",
    "UNNAMED",
    "dossiers_address",
]

PROCEDURES_PAGE = "/he-thong/thu-tuc"
LIST_PAGE = f"{PROCEDURES_PAGE}/ho-so"
# What people see in addresses, and what it means.
GROUP_NAMES: Mapping[str, Grouping] = {
    "co-quan": Grouping.AGENCY,
    "thu-tuc": Grouping.PROCEDURE,
    "linh-vuc": Grouping.FIELD,
    "thang": Grouping.MONTH,
}
_NAME_OF = {by: name for name, by in GROUP_NAMES.items()}

STATE_WORDS: Mapping[DossierState, Message] = {
    DossierState.EARLY: Message("early"),
    DossierState.ON_TIME: Message("on time"),
    DossierState.LATE: Message("late"),
    DossierState.WAITING: Message("waiting"),
    DossierState.WAITING_LATE: Message("waiting, late"),
    DossierState.SUSPENDED: Message("awaits supplement"),
    DossierState.CANCELLED: Message("cancelled"),
    DossierState.NO_DEADLINE: Message("no deadline"),
    DossierState.NOT_YET: Message("not yet received"),
}
GROUP_WORDS: Mapping[Grouping, Message] = {
    Grouping.AGENCY: Message("Agency"),
    Grouping.PROCEDURE: Message("Procedure"),
    Grouping.FIELD: Message("Field of work"),
    Grouping.MONTH: Message("Month of receipt"),
}
UNNAMED = Message("(not told)")


def dossiers_address(chosen: Mapping[Grouping, str], state: str = "") -> str:
    """Return the page that lists the dossiers of a group and a state."""
    query = [(_NAME_OF[by], name) for by, name in chosen.items()]
    if state:
        query.append(("trang-thai", state))
    return f"{LIST_PAGE}?{urlencode(query)}" if query else LIST_PAGE
