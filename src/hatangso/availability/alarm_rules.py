"""When an alarm is raised and when it is cleared, as data."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from hatangso.errors import Finding, InvalidInputError, Message, Place
from hatangso.errors import Severity as FindingSeverity
from hatangso.model.concern import Severity

__all__ = ["AlarmRule", "Condition", "alarm_rules"]


class Condition(StrEnum):
    """What a rule looks at."""

    DOWN = "down"  # a look fails
    SLOWER_MS = "slower_ms"  # an answer takes longer than raise_at, in ms
    CERTIFICATE_DAYS = "certificate_days"  # it ends within raise_at days
    CERTIFICATE_FAULT = "certificate_fault"  # browsers warn of it


class AlarmRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule.

    Attributes:
        raise_after: So many looks in a row that meet the condition raise it.
        clear_after: So many in a row that meet the opposite clear it.
        raise_at: Limit of the condition; without meaning for those without one.
        clear_at: Limit of the opposite: the distance keeps an alarm from flapping.
        source: Where the figures are from.
        assumption: True while no document asks for them.
        is_on: False in a province's own file takes a rule away.
    """

    severity: Severity
    when: Condition
    raise_after: int
    clear_after: int
    source: str
    assumption: bool
    raise_at: float = 0.0
    clear_at: float = 0.0
    is_on: bool = True


def alarm_rules(
    table: Mapping[str, Any], file: str = "monitoring.toml"
) -> dict[str, AlarmRule]:
    """Return the rules that are on, by name, as ``alarm_rules.toml`` has them.

    Raises:
        InvalidInputError: A rule cannot be used; it carries a finding for each.
    """
    rules, findings = {}, []
    for name in sorted(table):
        problem = ""
        try:
            rules[name] = msgspec.convert(table[name], AlarmRule)
        except msgspec.ValidationError as error:
            problem = str(error)
        else:
            problem = _problem(rules[name])
        if problem:
            findings.append(
                Finding(
                    FindingSeverity.ERROR,
                    Place(file, None, f"rules.{name}"),
                    Message("the rule cannot be used: {problem}", {"problem": problem}),
                    Message("write it as in the guide, or leave it out"),
                    name,
                )
            )
    if findings:
        text = "{count} problems must be mended first"
        raise InvalidInputError(text, findings=findings, count=len(findings))
    return {name: rule for name, rule in rules.items() if rule.is_on}


def _problem(rule: AlarmRule) -> str:
    """Return what keeps a rule from raising and clearing alarms in turn."""
    if rule.raise_after < 1 or rule.clear_after < 1:
        return "raise_after and clear_after are 1 or more"
    if rule.when is Condition.SLOWER_MS and not 0 < rule.clear_at <= rule.raise_at:
        return "clear_at lies above 0 and not above raise_at"
    if rule.when is Condition.CERTIFICATE_DAYS and rule.clear_at < rule.raise_at:
        return "clear_at does not lie below raise_at"
    return ""
