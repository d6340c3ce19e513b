"""The register and the tables of its province say the same, whatever happens."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.io.findings import Findings
from hatangso.io.records.layer_tables import LAYERS, read_layer, write_layer
from hatangso.model.record import Action, Actor, Edit, Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import Register, open_register
from hatangso.workflows.check import load_province
from hatangso.workflows.register import register_tables
from hatangso.workflows.register.register_history import read_history
from hatangso.workflows.register.register_tables import (
    opened_register,
    register_location,
    register_view,
    write_tables,
)
from small_province import append_row, build_small_province, edit_csv

KINDS = shipped_kinds()
LAN = Actor("lan")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NEW_SITE = {
    "id": "S9",
    "name": "Trạm Mới",
    "lon_deg": 105.12,
    "lat_deg": 21.15,
    "structure_height_m": 40.0,
    "owner": "VNPT",
}


def site(register: Register, key: str) -> Record:
    return next(r for r in register.records("site") if r.values["id"] == key)


def change(register: Register, key: str, **values: object) -> None:
    """Change a site as a form does: the tables are not written."""
    old = site(register, key)
    edit = Edit("site", Action.UPDATE, old.id, values, old.revision)  # type: ignore[arg-type]
    register.commit([edit], actor=LAN, at=NOW, reason="form")


def sites_csv(directory: Path) -> str:
    return (directory / "sites.csv").read_text(encoding="utf-8-sig")


def open_once(directory: Path) -> None:
    with opened_register(directory, KINDS, at=NOW):
        pass


def test_the_first_opening_takes_the_tables_in_and_leaves_them_alone(
    province_directory: Path,
) -> None:
    files = {f: f.read_bytes() for f in province_directory.glob("*.csv")}
    with opened_register(province_directory, KINDS, at=NOW) as register:
        counts = {kind: len(register.records(kind)) for kind in ("site", "service")}
        sets = len(register.change_sets())
    assert counts == {"site": 3, "service": 5}
    assert {f: f.read_bytes() for f in province_directory.glob("*.csv")} == files
    with opened_register(province_directory, KINDS, at=NOW) as register:
        assert len(register.change_sets()) == sets


def test_a_register_may_lie_in_a_database(province_directory: Path) -> None:
    assert register_location(province_directory).name == "register.sqlite"  # type: ignore[union-attr]
    path = province_directory / "province.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text('register = "postgresql://host/x"\n' + text, encoding="utf-8")
    assert register_location(province_directory) == "postgresql://host/x"


def test_what_was_edited_by_hand_becomes_a_set_of_changes(
    province_directory: Path,
) -> None:
    open_once(province_directory)
    edit_csv(province_directory / "sites.csv", 3, "structure_height_m", "31.50")
    append_row(
        province_directory / "sites.csv", ["S9", "Mới", 105.12, 21.15, 40, "VNPT"]
    )
    append_row(
        province_directory / "services.csv",
        ["S9", "VNPT", "4G", 1840, 20, 43, 17, 0.5, 38, ""],
    )
    edited = sites_csv(province_directory)
    with opened_register(province_directory, KINDS, at=NOW) as register:
        last = register.change_sets()[-1]
        assert site(register, "S2").values["structure_height_m"] == 31.5
    assert last.counts == {
        ("service", "create"): 1,
        ("site", "create"): 1,
        ("site", "update"): 1,
    }
    assert (last.reason, last.source) == (
        "table edited outside the register",
        "sites.csv, services.csv",
    )
    assert sites_csv(province_directory) == edited


def test_rows_and_cells_removed_by_hand_go_from_the_register(
    province_directory: Path,
) -> None:
    open_once(province_directory)
    edit_csv(province_directory / "sites.csv", 2, "owner", "")
    path = province_directory / "services.csv"
    kept = [
        line
        for line in path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        if not line.startswith("S3")
    ]
    path.write_text("".join(kept), encoding="utf-8")
    with opened_register(province_directory, KINDS, at=NOW) as register:
        assert site(register, "S1").values["owner"] is None
        assert len(register.records("service")) == 4


def test_errors_in_a_table_edited_by_hand_are_told_and_nothing_is_taken(
    province_directory: Path,
) -> None:
    open_once(province_directory)
    edit_csv(province_directory / "sites.csv", 3, "structure_height_m", "cao")
    append_row(province_directory / "sites.csv", ["S1", "", 105.1, 21.1, 30, ""])
    with pytest.raises(InvalidInputError) as caught:
        open_once(province_directory)
    places = [str(finding.place) for finding in caught.value.findings]
    assert places == ["sites.csv:3:structure_height_m", "sites.csv:5"]
    with open_register(province_directory / "register.sqlite", KINDS) as register:
        assert site(register, "S2").values["structure_height_m"] == 30.0


def test_a_process_that_died_before_writing_is_made_good(
    province_directory: Path,
) -> None:
    open_once(province_directory)
    with open_register(province_directory / "register.sqlite", KINDS) as register:
        change(register, "S2", structure_height_m=33.0)
    assert "S2,Trạm Chân Núi,105.07,21.095,30,VNPT" in sites_csv(province_directory)
    open_once(province_directory)
    assert "S2,Trạm Chân Núi,105.07,21.095,33,VNPT" in sites_csv(province_directory)


def test_a_process_that_died_after_writing_changes_nothing(
    province_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_once(province_directory)
    real = register_tables.put_file

    def die(path: Path, content: bytes) -> None:
        real(path, content)
        if path == province_directory / "sites.csv":
            raise KeyboardInterrupt

    with opened_register(province_directory, KINDS, at=NOW) as register:
        change(register, "S2", structure_height_m=33.0)
        monkeypatch.setattr(register_tables, "put_file", die)
        with pytest.raises(KeyboardInterrupt):
            write_tables(province_directory, register)
        monkeypatch.undo()
    with opened_register(province_directory, KINDS, at=NOW) as register:
        reasons = [one.reason for one in register.change_sets()]
    assert reasons.count("table edited outside the register") == 0
    assert "105.07,21.095,33,VNPT" in sites_csv(province_directory)


def test_an_edit_by_hand_beside_an_unwritten_change_loses_neither(
    province_directory: Path,
) -> None:
    open_once(province_directory)
    with open_register(province_directory / "register.sqlite", KINDS) as register:
        change(register, "S2", structure_height_m=33.0)
    edit_csv(province_directory / "sites.csv", 4, "owner", "VNPT")
    open_once(province_directory)
    text = sites_csv(province_directory)
    assert "S2,Trạm Chân Núi,105.07,21.095,33,VNPT" in text
    assert "S3,Trạm Phía Đông,105.18,21.15,42,VNPT" in text


def test_columns_and_spelling_of_their_own_stay(province_directory: Path) -> None:
    path = province_directory / "sites.csv"
    lines = sites_csv(province_directory).splitlines()
    own = [f"{line};ghi chú {n}" for n, line in enumerate(lines)]
    text = "sep=;\r\n" + "\r\n".join(line.replace(",", ";") for line in own)
    path.write_bytes(text.replace("105.07;", "105.0700;").encode("utf-8"))
    open_once(province_directory)
    with opened_register(province_directory, KINDS, at=NOW) as register:
        change(register, "S1", structure_height_m=46.0)
        write_tables(province_directory, register)
    now = path.read_bytes().decode("utf-8").split("\r\n")
    assert now[0] == "sep=;"
    assert now[2] == "S1;Trạm Đồng Bằng;105.02;21.105;46;Viettel;ghi chú 1"
    assert now[3] == "S2;Trạm Chân Núi;105.0700;21.095;30;VNPT;ghi chú 2"


def test_a_site_without_height_is_kept_out_of_the_table_with_its_services(
    province_directory: Path,
) -> None:
    with opened_register(province_directory, KINDS, at=NOW) as register:
        new = {**NEW_SITE, "structure_height_m": None}
        service = {
            "site_id": "S9",
            "operator": "VNPT",
            "technology": "4G",
            "antenna_height_m": 30.0,
        }
        edits = [
            Edit("site", Action.CREATE, values=new),
            Edit("service", Action.CREATE, values=service),
        ]
        register.commit(edits, actor=LAN, at=NOW, reason="form")
        notes = [str(note) for note in write_tables(province_directory, register)]
    assert "S9" not in sites_csv(province_directory)
    assert notes[0].startswith("1 records are not in sites.csv: they lack one of")
    load_province(province_directory)


def test_a_new_table_says_where_it_comes_from(province_directory: Path) -> None:
    (province_directory / "facilities.csv").unlink()
    description = province_directory / "province.toml"
    text = description.read_text(encoding="utf-8")
    start = text.index("[layers.facilities]")
    end = text.index("[layers.roads]")
    description.write_text(text[:start] + text[end:], encoding="utf-8")
    with opened_register(province_directory, KINDS, at=NOW) as register:
        school = {
            "id": "T9",
            "name": "Trường Mới",
            "kind": "school",
            "lon_deg": 105.03,
            "lat_deg": 21.1,
        }
        edit = Edit("facility", Action.CREATE, values=school)
        register.commit([edit], actor=LAN, at=NOW, reason="form", source="a.xlsx")
        write_tables(province_directory, register)
    provenance = load_province(province_directory).province.provenances["facilities"]
    assert provenance.reality == "real"
    assert "a.xlsx" in provenance.source


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    heights=st.lists(
        st.tuples(st.sampled_from(["S1", "S2", "S3"]), st.integers(20, 60)),
        min_size=1,
        max_size=5,
    ),
    names=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1),
        max_size=2,
    ),
)
def test_taking_all_changes_back_gives_the_bytes_of_before(
    tmp_path_factory: pytest.TempPathFactory,
    heights: list[tuple[str, int]],
    names: list[str],
) -> None:
    directory = tmp_path_factory.mktemp("valley")
    build_small_province(directory)
    before = (directory / "sites.csv").read_bytes()
    with opened_register(directory, KINDS, at=NOW) as register:
        first = register.newest_set()
        for key, height_m in heights:
            change(register, key, structure_height_m=float(height_m))
            write_tables(directory, register)
        for number, name in enumerate(names):
            new = {**NEW_SITE, "id": f"N{number}", "name": name}
            register.commit(
                [Edit("site", Action.CREATE, values=new)],
                actor=LAN,
                at=NOW,
                reason="form",
            )
            write_tables(directory, register)
        for number in range(register.newest_set(), first, -1):
            register.undo(number, actor=LAN, at=NOW, reason="undo")
        write_tables(directory, register)
    assert (directory / "sites.csv").read_bytes() == before


def test_a_table_reads_back_as_it_was_written(tmp_path: Path) -> None:
    layer = next(one for one in LAYERS if one.name == "sites")
    values = [
        NEW_SITE,
        {**NEW_SITE, "id": "S8", "name": '"A", B;\tC', "has_fibre": True},
    ]
    content = write_layer(layer, KINDS["site"], None, values)
    path = tmp_path / "sites.csv"
    path.write_bytes(content)
    table = read_layer(path, KINDS["site"], Findings())
    assert table is not None
    read = [{n: v for n, v in row[2].items() if v is not None} for row in table.rows]
    assert read == [{n: v for n, v in one.items() if v is not None} for one in values]


@pytest.mark.parametrize("becomes", ["lost", "empty", "older"])
def test_the_tables_survive_a_register_that_is_not_theirs(
    province_directory: Path, becomes: str
) -> None:
    file = province_directory / "register.sqlite"
    open_once(province_directory)
    older = file.read_bytes()
    with opened_register(province_directory, KINDS, at=NOW) as register:
        change(register, "S1", structure_height_m=70.0)
        write_tables(province_directory, register)
    tables = {one.name: one.read_bytes() for one in province_directory.glob("*.csv")}
    file.unlink()
    if becomes != "lost":
        file.write_bytes(older if becomes == "older" else b"")
    with pytest.raises(InvalidInputError, match="the register is not the one"):
        open_once(province_directory)
    with (
        pytest.raises(InvalidInputError, match="put it back"),
        register_view(province_directory, KINDS),
    ):
        pass
    with pytest.raises(InvalidInputError):
        read_history(province_directory)
    kept = {one.name: one.read_bytes() for one in province_directory.glob("*.csv")}
    assert kept == tables
    # The way out that the message names: the tables become the register.
    shutil.rmtree(province_directory / ".register")
    with opened_register(province_directory, KINDS, at=NOW) as register:
        assert site(register, "S1").values["structure_height_m"] == 70.0
        assert len(register.records("site")) == 3
    kept = {one.name: one.read_bytes() for one in province_directory.glob("*.csv")}
    assert kept == tables


def test_a_table_of_hosts_is_kept_only_where_somebody_put_it(
    province_directory: Path,
) -> None:
    new = Edit("host", Action.CREATE, values={"id": "may-2", "cores": 16})
    with opened_register(province_directory, KINDS, at=NOW) as register:
        register.commit([new], actor=LAN, at=NOW, reason="form")
        write_tables(province_directory, register)
    assert not (province_directory / "hosts.csv").exists()

    table = province_directory / "hosts.csv"
    table.write_text("id,cores,memory_gb\nmay-1,32,512\n", encoding="utf-8")
    with opened_register(province_directory, KINDS, at=NOW) as register:
        held = {r.values["id"]: r.values["cores"] for r in register.records("host")}
        assert held == {"may-1": 32, "may-2": 16}
        [first] = [r for r in register.records("host") if r.values["id"] == "may-1"]
        edit = Edit("host", Action.UPDATE, first.id, {"model": "R760"}, first.revision)
        register.commit([edit], actor=LAN, at=NOW, reason="form")
        write_tables(province_directory, register)
    assert table.read_text(encoding="utf-8-sig").splitlines() == [
        "id,cores,memory_gb,model",
        "may-1,32,512,R760",
        "may-2,16,,",
    ]


def test_records_of_optional_tables_may_refer_to_each_other(
    province_directory: Path,
) -> None:
    (province_directory / "virtual_machines.csv").write_text(
        "id,host_id,vcpus\nvm-1,may-1,4\n", encoding="utf-8"
    )
    (province_directory / "hosts.csv").write_text(
        "id,cores\nmay-1,32\n", encoding="utf-8"
    )
    with opened_register(province_directory, KINDS, at=NOW) as register:
        assert [r.values["host_id"] for r in register.records("virtual_machine")] == [
            "may-1"
        ]


def test_a_new_table_may_refer_to_a_row_that_was_just_added_to_a_known_one(
    province_directory: Path,
) -> None:
    with opened_register(province_directory, KINDS, at=NOW):
        pass
    with (province_directory / "facilities.csv").open("a", encoding="utf-8") as table:
        table.write("Z1,KCN Mới,industrial_zone,105.03,21.1\n")
    (province_directory / "sensors.csv").write_text(
        "id,name,facility_id\nC1,Nhiệt độ,Z1\n", encoding="utf-8"
    )
    with opened_register(province_directory, KINDS, at=NOW) as register:
        assert [r.values["facility_id"] for r in register.records("sensor")] == ["Z1"]
