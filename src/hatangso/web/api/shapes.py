"""Shapes that many answers share: a page of rows, what went wrong."""

from typing import Generic, TypeVar

from pydantic import BaseModel, Field

from hatangso.errors import Finding
from hatangso.language import Language, translate

__all__ = ["FindingShape", "PageOf", "Problem", "finding_shape"]

Item = TypeVar("Item")


class PageOf(BaseModel, Generic[Item]):
    """Some of the rows of an answer."""

    total: int = Field(description="How many rows the whole answer has.")
    offset: int = Field(description="How many rows stand before these.")
    items: list[Item]


class FindingShape(BaseModel):
    """One thing that a check found."""

    severity: str = Field(description="error, warning or suggestion.")
    place: str = Field(description="File, sheet, row and column, as far as known.")
    problem: str
    fix: str


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str
    findings: list[FindingShape] = Field(default=[], description="One per problem.")
    problems: list[dict[str, object]] = Field(
        default=[], description="Parts of the request that have another shape."
    )


def finding_shape(finding: Finding, language: Language) -> FindingShape:
    """Return a finding in a language."""
    return FindingShape(
        severity=finding.severity.value,
        place=str(finding.place),
        problem=translate(finding.problem, language),
        fix=translate(finding.fix, language),
    )
