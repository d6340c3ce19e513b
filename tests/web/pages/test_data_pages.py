"""Workbooks to fill in, checks and source documents."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from small_province import edit_csv
from web_service import Service

PAGES = ("/du-lieu/bieu-mau", "/du-lieu/kiem-tra", "/du-lieu/tai-lieu")


@pytest.mark.parametrize("path", PAGES)
def test_whoever_may_read_sees_the_page(service: Service, path: str) -> None:
    for role in ("reader", "leader", "operator", "commune", "planner"):
        assert service.client_as(role).get(path).status_code == 200
    assert service.client_as("public").get(path).status_code == 303


def test_a_workbook_offers_a_commune_its_own_units(service: Service) -> None:
    def units(role: str) -> set[str]:
        content = service.client_as(role).get("/du-lieu/bieu-mau/locality.xlsx").content
        book = load_workbook(BytesIO(content))
        cells = {
            str(cell.value) for sheet in book for row in sheet.rows for cell in row
        }
        return cells & {"00001", "00002"}

    assert units("planner") == {"00001", "00002"}
    assert units("commune") == {"00002"}


def test_a_workbook_of_no_kind_is_not_there(service: Service) -> None:
    client = service.client_as("planner")
    assert client.get("/du-lieu/bieu-mau/nothing.xlsx").status_code == 404


def test_own_kinds_stand_before_those_that_others_keep(service: Service) -> None:
    page = service.client_as("operator").get("/du-lieu/bieu-mau").text
    assert page.index('id="service"') < page.index('id="document"')


def test_documents_show_what_comes_from_them(service: Service) -> None:
    page = service.client_as("planner").get("/du-lieu/tai-lieu").text
    assert "Kế hoạch thử" in page
    assert "1 số liệu, 1 chỉ tiêu" in page
    assert "31/12/2024" in page
    english = service.client_as("planner").get("/du-lieu/tai-lieu?lang=en").text
    assert "Trial plan" in english


def test_figures_that_cannot_be_are_shown_with_their_arithmetic(
    service: Service,
) -> None:
    edit_csv(service.state.directory / "figures.csv", 3, "value", 104)
    service.state.snapshots.forget()
    page = service.client_as("planner").get("/du-lieu/kiem-tra").text
    assert "104 % &gt; 100 %" in page
    assert "vb-plan" in page


def test_tables_with_errors_are_told_and_break_no_page(service: Service) -> None:
    edit_csv(service.state.directory / "sites.csv", 2, "lon_deg", "xa")
    service.state.snapshots.forget()
    client = service.client_as("planner")
    page = client.get("/du-lieu/kiem-tra?muc=error").text
    assert "sites.csv" in page
    assert "lon_deg" in page
    assert client.get("/du-lieu/tai-lieu").status_code == 200
