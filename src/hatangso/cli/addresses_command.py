"""The command on address codes: who has one, where one is, and codes for a table."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang
from hatangso.errors import InvalidInputError, Message
from hatangso.language import format_number, translate
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.address_allotment import allot_addresses
from hatangso.workflows.address_ground import address_ground
from hatangso.workflows.address_lookup import AddressFound, look_up
from hatangso.workflows.address_words import FAULT_WORDS
from hatangso.workflows.addresses import (
    AddressSummary,
    AreaCodes,
    CodeProblem,
    addresses_of,
)
from hatangso.workflows.register.register_tables import register_view

__all__ = ["addresses"]

_PROBLEMS_SHOWN = 20


def addresses(
    directory: Directory,
    *,
    find: Annotated[
        str,
        typer.Option(
            help="Tra một mã hoặc tọa độ (look up a code, or latitude, longitude)."
        ),
    ] = "",
    points: Annotated[
        Path | None,
        typer.Option(help="Bảng điểm nhà để cấp mã, CSV (houses that need codes)."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Tệp CSV ghi mã được cấp (where the codes are written)."),
    ] = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Mã địa chỉ hộ: đã cấp đến đâu, tra cứu, cấp mã (address codes of households)."""
    output = Output(language, as_json)
    with output.errors_shown():
        if (points is None) != (out is None):
            raise InvalidInputError("give both --points and --out, or neither")
        if find:
            _find(output, directory, find)
        elif points is not None and out is not None:
            _allot(output, directory, points, out)
        else:
            _tell(output, directory)


def _find(out: Output, directory: Path, asked: str) -> None:
    with register_view(directory, shipped_kinds()) as view:
        ground = address_ground(directory, view.records)
    found = look_up(ground, asked)
    if not out.is_json:
        _say_found(out, found)
    commune = found.commune
    out.finish(
        {
            "address": {
                "code": found.text,
                "postcode": found.code.postcode,
                "place": found.code.place,
                "is_whole": found.is_whole,
                "lon_deg": found.lon_deg,
                "lat_deg": found.lat_deg,
                "cell_m": found.cell_m,
                "commune_code": commune.code if commune else None,
                "commune": commune.name_vi if commune else None,
                "nearest_village": found.near.village.name if found.near else None,
                "village_distance_m": found.near.distance_m if found.near else None,
                "remarks": found.remarks,
            }
        }
    )


def _say_found(out: Output, found: AddressFound) -> None:
    def number(value: float, decimals: int) -> str:
        return format_number(value, decimals, out.language)

    out.say(
        "{code}: latitude {lat}, longitude {lon}; the cell is {across} m by {up} m.",
        code=found.text,
        lat=number(found.lat_deg, 6),
        lon=number(found.lon_deg, 6),
        across=number(found.cell_m[0], 1),
        up=number(found.cell_m[1], 1),
    )
    if found.commune:
        out.say(
            "Commune: {name} ({code}).",
            name=found.commune.name_vi,
            code=found.commune.code,
        )
    if found.near:
        out.say(
            "Nearest village: {name}, {distance} m away.",
            name=found.near.village.name,
            distance=number(found.near.distance_m, 0),
        )
    for remark in found.remarks:
        out.say("Note: {remark}.", remark=remark)


def _allot(out: Output, directory: Path, points: Path, file: Path) -> None:
    done = allot_addresses(directory, points, file)
    if not out.is_json:
        out.show_findings(done.findings)
    out.say(
        "{file}: {houses} houses have a code, {whole} of them with a postcode.",
        file=done.file,
        houses=done.houses,
        whole=done.whole,
    )
    if done.sharing:
        out.say(
            "{count} houses share a cell and got longer codes; {numbered} of them got a"
            " number.",
            count=done.sharing,
            numbered=done.numbered,
        )
    if done.is_assumed:
        out.say("The layout of the codes is assumed: no document confirms it.")
    out.say("Import the file to take the codes into the register.")
    out.finish({"allotment": done})


def _tell(out: Output, directory: Path) -> None:
    summary, problems = addresses_of(directory)
    if not out.is_json:
        out.show_findings(summary.findings)
        _say_summary(out, summary)
        _say_problems(out, problems)
    out.finish(
        {
            "addresses": summary,
            "problems": [
                {
                    "fault": one.fault,
                    "id": one.record.values.get("id"),
                    "message": one.message,
                }
                for one in problems
            ],
        }
    )


def _say_summary(out: Output, summary: AddressSummary) -> None:
    if not summary.postcodes:
        out.say(
            "No postcode is known: put a table postcodes.csv (commune_code, postcode)"
            " into the directory. Until then codes are not whole."
        )
    if summary.codes:
        out.say("{codes} households have an address code.", codes=summary.codes)
    else:
        out.say("No household has an address code yet.")
        out.say(
            "Import a list of households with their codes; hatangso addresses gives"
            " codes to a table of points."
        )
    counted = summary.counted
    if summary.codes and counted.ratio is not None:
        out.say(
            "In the communes whose households are counted it is {ratio} % of"
            " {households}.",
            ratio=format_number(100 * counted.ratio, 1, out.language),
            households=counted.households,
        )
    if summary.unplaced:
        out.say(
            "{count} codes name no commune of today.",
            count=summary.unplaced,
        )
    if summary.codes:
        _show_table(out, summary.communes)
    if summary.is_assumed:
        out.say("The layout of the codes is assumed: no document confirms it.")


def _show_table(out: Output, communes: tuple[AreaCodes, ...]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(translate(Message("Commune"), out.language))
    for title in (Message("Households"), Message("With a code"), Message("Share, %")):
        table.add_column(translate(title, out.language), justify="right")
    for one in communes:
        households, ratio = one.households, one.ratio
        table.add_row(
            one.name,
            "-" if households is None else format_number(households, 0, out.language),
            format_number(one.codes, 0, out.language),
            "-" if ratio is None else format_number(100 * ratio, 1, out.language),
        )
    Console(highlight=False).print(table)


def _say_problems(out: Output, problems: tuple[CodeProblem, ...]) -> None:
    counts = Counter(one.fault for one in problems)
    for fault, count in counts.items():
        out.say("{words}: {count}", words=FAULT_WORDS[fault], count=count)
    for one in problems[:_PROBLEMS_SHOWN]:
        out.say(
            "  {id}: {problem}", id=one.record.values.get("id"), problem=one.message
        )
