"""Lists of places without signal, and answers to voters, of a computed province."""

from datetime import date
from pathlib import Path

import pytest

from hatangso.documents.official.blocks import Figure, Paragraph, RowRole, Table
from hatangso.documents.official.official_document import (
    DocumentForm,
    OfficialDocument,
)
from hatangso.documents.official.spans import TracedNumber
from hatangso.documents.official.traces import traced_numbers
from hatangso.documents.official.wording import plain_text
from hatangso.documents.workbook.workbook import workbook
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.model.record import FieldValue, Record
from hatangso.model.site import Technology
from hatangso.workflows.assess import uncovered
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.documents.document_kind import DocumentRequest
from hatangso.workflows.documents.kinds.hole_list import KIND as LIST
from hatangso.workflows.documents.kinds.petition_answer import KIND as ANSWER
from hatangso.workflows.documents.province_facts import ReadFacts
from hatangso.workflows.hole_evidence import nearest_sites
from hatangso.workflows.nearest_stations import NearestStations
from hatangso.workflows.progress import Silent
from plan_document_samples import ISSUER
from small_province import NOW, build_small_province

TODAY = date(2026, 11, 22)


class GivenFacts(ReadFacts):
    """A province whose holes are told by the test."""

    def __init__(self, directory: Path, holes: list[Record]) -> None:
        super().__init__(directory)
        self._holes = holes

    def records(self, kind: str) -> list[Record]:
        return self._holes if kind == "coverage_hole" else []


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small province with coverage."""
    found = tmp_path_factory.mktemp("holes") / "valley"
    found.mkdir()
    build_small_province(found)
    compute_coverage(found, progress=Silent(), now=NOW)
    return found


def _hole(facts: ReadFacts, number: int, **said: FieldValue) -> Record:
    places = facts.inputs.province.localities
    place = places[number % len(places)]
    values: dict[str, FieldValue] = {
        "id": f"LS-{number}",
        "commune_code": place.commune_code,
        "locality": place.name,
        "locality_id": place.id,
        "kind": "white",
        "lon_deg": place.lon_deg,
        "lat_deg": place.lat_deg,
        "households": number,
        "people": 4 * number,
        "has_grid_power": True,
        "state": "confirmed",
        **said,
    }
    return Record("coverage_hole", number, 1, values)


def _request(**parameters: str) -> DocumentRequest:
    return DocumentRequest(ISSUER, TODAY, parameters)


def _tables(document: OfficialDocument) -> dict[str, Table]:
    blocks = [*document.blocks, *(one for a in document.annexes for one in a.blocks)]
    return {one.name: one for one in blocks if isinstance(one, Table)}


def _total(table: Table, key: str) -> float | int | None:
    at = [column.key for column in table.columns].index(key)
    (number,) = table.rows[-1].cells[at]
    assert isinstance(number, TracedNumber)
    return number.value


def _text(document: OfficialDocument) -> str:
    told = [one.sentence for one in document.blocks if isinstance(one, Paragraph)]
    return " ".join(plain_text(one) for one in told).replace("\xa0", " ")


def test_the_list_has_the_open_holes_of_the_register_by_class(directory: Path) -> None:
    facts = GivenFacts(directory, [])
    holes = [
        _hole(facts, 1),
        _hole(facts, 2, kind="hollow", cluster="Cụm Suối", people=None),
        _hole(facts, 3, state="closed"),
        _hole(facts, 4, state="rejected"),
        _hole(facts, 5, promised_on=date(2026, 1, 1), responsible_operator="Viettel"),
    ]
    document = LIST.make(GivenFacts(directory, holes), _request())
    tables = _tables(document)
    assert _total(tables["places_white"], "households") == 1 + 5
    assert _total(tables["places_white"], "people") == 4 + 20
    assert "1 nơi đã quá thời hạn cam kết" in _text(document)
    assert "1 nơi trong danh sách trước đây đã được phủ sóng" in _text(document)
    figure = document.annexes[-1].blocks[0]
    assert isinstance(figure, Figure)


def test_what_the_register_says_of_sites_is_not_measured_again(directory: Path) -> None:
    facts = GivenFacts(directory, [])
    hole = _hole(
        facts, 1, viettel_site="VTL-9", viettel_distance_km=7.5, obstruction="Núi đá"
    )
    document = LIST.make(GivenFacts(directory, [hole]), _request())
    table = _tables(document)["nearest_sites"]
    row = next(row for row in table.rows if row.role is RowRole.PLAIN)
    told = [plain_text(cell).replace("\xa0", " ") for cell in row.cells]
    assert "VTL-9, 7,5 km" in told
    assert told[-1] == "Núi đá"


def test_without_records_the_computed_places_stand_marked(directory: Path) -> None:
    facts = GivenFacts(directory, [])
    document = LIST.make(facts, _request())
    holes = uncovered(facts.coverage.localities, facts.inputs.province, Technology.G4)
    places = [
        row
        for name, table in _tables(document).items()
        if name.startswith("places_")
        for row in table.rows
        if row.role is RowRole.PLAIN
    ]
    assert len(places) == len(holes) > 0
    assert document.marks
    assert "mô phỏng" in document.subject


def test_three_thousand_places_of_the_register_all_stand_in_the_list(
    directory: Path,
) -> None:
    facts = GivenFacts(directory, [])
    holes = [_hole(facts, number) for number in range(1, 3_001)]
    given = GivenFacts(directory, holes)
    assert given.inputs.province
    document = LIST.make(given, _request())
    workbook(document)
    assert _total(_tables(document)["places_white"], "households") == 4_501_500


def test_the_nearest_are_the_same_one_by_one_and_all_at_once(directory: Path) -> None:
    inputs = ReadFacts(directory).inputs
    stations = NearestStations(inputs.province)
    for place in inputs.province.localities[:5]:
        slow = nearest_sites(inputs, place.lon_deg, place.lat_deg)
        quick = stations.of(place.lon_deg, place.lat_deg)
        assert {(one.operator, one.distance_m) for one in slow} == {
            (one.operator, one.distance_m) for one in quick
        }


def test_the_answer_offers_holes_then_computed_places_worst_first(
    directory: Path,
) -> None:
    facts = GivenFacts(directory, [])
    holes = [_hole(facts, 1), _hole(facts, 2), _hole(facts, 9, state="closed")]
    (parameter,) = ANSWER.parameters
    assert parameter.options is not None
    values = [one.value for one in parameter.options(GivenFacts(directory, holes))]
    assert values[:3] == ["hole-2", "hole-1", "hole-9"]
    assert all(one.startswith("locality-") for one in values[3:])


def test_the_answer_is_a_letter_to_the_commune_with_the_ground_drawn(
    directory: Path,
) -> None:
    facts = GivenFacts(directory, [])
    hole = _hole(
        facts, 2, responsible_operator="Viettel", promised_on=date(2027, 6, 30)
    )
    document = ANSWER.make(GivenFacts(directory, [hole]), _request(hole="hole-2"))
    assert document.form is DocumentForm.LETTER
    assert document.addressees[0].startswith("Ủy ban nhân dân ")
    assert document.parameters == {"hole": "hole-2"}
    text = _text(document)
    assert "là thôn trắng sóng" in text
    assert "Trạm gần nhất của" in text
    assert "Tỉnh đã giao Viettel phủ sóng" in text
    assert "30/06/2027" in text
    assert any(isinstance(block, Figure) for block in document.blocks)
    households = {one.key: one.value for one in traced_numbers(document)}
    assert households["households:hole:2"] == 2


def test_a_computed_place_is_said_to_be_computed(directory: Path) -> None:
    facts = GivenFacts(directory, [])
    document = ANSWER.make(facts, _request())
    assert document.parameters["hole"].startswith("locality-")
    assert "tính toán mô phỏng" in _text(document)
    assert document.marks


def test_a_place_that_nobody_knows_is_named_with_those_there_are(
    directory: Path,
) -> None:
    with pytest.raises(InvalidInputError, match="hole-77"):
        ANSWER.make(GivenFacts(directory, []), _request(hole="hole-77"))


def test_without_places_there_is_no_letter(tmp_path: Path) -> None:
    build_small_province(tmp_path)
    with pytest.raises(NotFoundError):
        ANSWER.make(GivenFacts(tmp_path, []), _request())
