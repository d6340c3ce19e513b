"""People's reports, as far as somebody may see them."""

from collections.abc import Mapping

from hatangso.errors import Message, NotFoundError
from hatangso.model.account import AccountRole
from hatangso.model.citizen_report import CitizenReport, ReportState
from hatangso.web.access import Visitor
from hatangso.web.application_state import AppState

__all__ = ["REPORT_WORDS", "report_seen", "reports_seen"]

# Beside each state, the class of its mark.
REPORT_WORDS: Mapping[ReportState, tuple[Message, str]] = {
    ReportState.RECEIVED: (Message("Received"), "waiting"),
    ReportState.CONFIRMED: (Message("Being dealt with"), "running"),
    ReportState.REJECTED: (Message("There is signal"), "unknown"),
    ReportState.ANSWERED: (Message("Answered"), "done"),
}


def reports_seen(
    state: AppState, visitor: Visitor, states: tuple[ReportState, ...] = ()
) -> list[CitizenReport]:
    """Return the reports, the newest first: a commune's officials see their own."""
    account = visitor.account
    is_commune = account is not None and account.role is AccountRole.COMMUNE
    return list(
        state.operations.citizen_reports.list(
            states=states,
            commune_codes=account.units if account and is_commune else None,
        )
    )


def report_seen(state: AppState, visitor: Visitor, number: int) -> CitizenReport:
    """Return one report.

    Raises:
        NotFoundError: There is none of that number for this visitor.
    """
    for report in reports_seen(state, visitor):
        if report.id == number:
            return report
    raise NotFoundError("there is no report {number}", number=number)
