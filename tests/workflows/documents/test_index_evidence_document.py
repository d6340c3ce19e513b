"""The evidence of a score: totals as the score itself counts them."""

from datetime import date
from pathlib import Path

import pytest

from hatangso.documents.official.blocks import Table
from hatangso.documents.official.spans import TracedNumber
from hatangso.errors import NotFoundError
from hatangso.workflows.documents.document_kind import DocumentFormat, DocumentRequest
from hatangso.workflows.documents.kinds.index_evidence import KIND
from hatangso.workflows.documents.province_facts import ReadFacts
from hatangso.workflows.scores import province_score, scheme_codes
from plan_document_samples import ISSUER


def _request(**parameters: str) -> DocumentRequest:
    return DocumentRequest(ISSUER, date(2026, 11, 22), parameters)


@pytest.mark.parametrize("scheme", scheme_codes())
def test_points_are_those_of_the_score(province_directory: Path, scheme: str) -> None:
    document = KIND.make(ReadFacts(province_directory), _request(scheme=scheme))
    found = province_score(province_directory, scheme).score
    table = next(one for one in document.blocks if isinstance(one, Table))
    numbers = [
        [span.value for cell in row.cells for span in cell if _is_number(span)]
        for row in table.rows
    ]
    assert [row[3] for row in numbers[:-1]] == [one.high_points for one in found.parts]
    assert numbers[-1][2] == found.high_points
    if found.high_points is not None:
        assert (numbers[-1][1] or 0) == found.low_points
    for row, part in zip(numbers[:-1], found.parts, strict=True):
        assert (row[2] or 0) == (part.low_points or 0)


def _is_number(span: object) -> bool:
    return isinstance(span, TracedNumber)


def test_the_usual_scheme_stands_first_and_a_workbook_is_the_main_form(
    province_directory: Path,
) -> None:
    (parameter,) = KIND.parameters
    assert parameter.options is not None
    options = parameter.options(ReadFacts(province_directory))
    assert options[0].value == "dti-2022"
    assert KIND.formats[0] is DocumentFormat.WORKBOOK


def test_a_scheme_that_there_is_not_is_named(province_directory: Path) -> None:
    with pytest.raises(NotFoundError, match="dti-1999"):
        KIND.make(ReadFacts(province_directory), _request(scheme="dti-1999"))
