"""SDMX-CSV is read by a client of statistical offices, sdmx1."""

import io

import pytest
import sdmx
from sdmx.model import v30

from hatangso.io.sdmx_csv import ATTRIBUTES, DIMENSIONS, sdmx_csv
from hatangso.packs.catalogue import pack_directory
from hatangso.workflows.indicators import indicators_of


def structure() -> v30.Dataflow:
    definition = v30.DataStructureDefinition(id="INDICATORS", version="1.0")
    for name in DIMENSIONS:
        definition.dimensions.getdefault(id=name)
    definition.measures.getdefault(id="OBS_VALUE")
    for name in ATTRIBUTES:
        definition.attributes.getdefault(id=name)
    return v30.Dataflow(id="INDICATORS", version="1.0", structure=definition)


def test_a_client_reads_every_value_back() -> None:
    table = indicators_of([pack_directory("bac_kan")], ou=["06"])
    text = sdmx_csv(table)
    message = sdmx.read_sdmx(
        io.BytesIO(text.encode()), format="csv", structure=structure()
    )
    (data,) = message.data
    told = {
        (item.key["INDICATOR"].value, item.key["TIME_PERIOD"].value): item
        for item in data.obs
    }
    expected = [row for row in table.rows if row.value and row.period[0] == "2"]
    assert len(told) == len(expected) > 60
    fibre = told["fibre_length", "2024-03"]
    assert float(fibre.value) == 7285
    assert fibre.key["FREQ"].value == "M"
    assert str(fibre.attached_attribute["OBS_STATUS"].value) == "A"


def test_keys_are_unique_and_periods_are_those_of_the_standard() -> None:
    table = indicators_of([pack_directory("bac_kan")], boundaries="current")
    lines = [line.split(",") for line in sdmx_csv(table).splitlines()[1:]]
    keys = [tuple(line[3:8]) for line in lines]
    assert len(set(keys)) == len(keys)
    assert ("_O", "station_increase_count", "19", "trạm", "2022-01-01/P2Y") in keys
    statuses = {line[4]: line[9] for line in lines}
    assert statuses["fibre_length"] == "U"
    assert statuses["dti_infrastructure_rank"] == "O"


@pytest.mark.parametrize("name", ["bac_giang", "thai_nguyen"])
def test_equal_answers_give_equal_text(name: str) -> None:
    directory = pack_directory(name)
    assert sdmx_csv(indicators_of([directory])) == sdmx_csv(indicators_of([directory]))
