"""Points and what-if under the official schemes."""

from collections.abc import Callable

import pytest

from hatangso.workflows.scores import scheme_codes
from web_service import Client

ClientAs = Callable[..., Client]
ADDRESS = "/chi-tieu/diem-so/dti-2022"
ASKED = (
    f"{ADDRESS}?neu.household_fibre_ratio=90"
    "&diem.infrastructure/household_fibre_ratio=10"
)


@pytest.mark.parametrize("scheme", scheme_codes())
def test_every_scheme_has_a_page(client_as: ClientAs, scheme: str) -> None:
    assert client_as("public").get(f"/chi-tieu/diem-so/{scheme}").status_code == 200


def test_the_address_holds_what_is_asked(client_as: ClientAs) -> None:
    client = client_as("public")
    assert "+9" in client.get(ASKED).text
    assert "+9" not in client.get(ADDRESS).text
    assert 'value="90"' in client.get(ASKED).text


@pytest.mark.parametrize(
    "address",
    [
        f"{ADDRESS}?neu.household_fibre_ratio=nhiều",
        f"{ADDRESS}?neu.khong_co=1",
        f"{ADDRESS}?cong-bo.government=7",
        f"{ADDRESS}?diem.khong_co=7",
    ],
)
def test_what_cannot_be_asked_is_refused(client_as: ClientAs, address: str) -> None:
    assert client_as("public").get(address).status_code == 422


def test_an_unknown_scheme_is_not_found(client_as: ClientAs) -> None:
    assert client_as("public").get("/chi-tieu/diem-so/khong-co").status_code == 404
