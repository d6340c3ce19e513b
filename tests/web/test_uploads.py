"""Files that people sent in: kept under names made here, until they are old."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError, Message, NotFoundError
from hatangso.web.uploads import SeenFile, Trouble, Upload, Uploads, Written

NOW = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path)


def _add(
    uploads: Uploads, name: str = "trạm.xlsx", content: bytes = b"PK", **given: object
) -> Upload:
    values = {"by": "lan", "at": NOW, "most_bytes": 10, **given}
    return uploads.add(BytesIO(content), name, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "C:\\Users\\lan\\tram.xlsx",
        "..",
        "a\x00b\n.xlsx",
        "x" * 5_000 + ".csv",
        "tram.x/../lsx",
        ".xlsx",
        "",
        "trạm 3G\u202excod.xlsx",
    ],
)
def test_no_name_leads_out_of_the_folder(
    uploads: Uploads, tmp_path: Path, name: str
) -> None:
    upload = _add(uploads, name)
    path = uploads.path(upload).resolve()
    assert path.parent == (tmp_path / ".uploads" / upload.id).resolve()
    assert path.read_bytes() == b"PK"
    assert upload.stored.isascii()
    assert upload.name.isprintable()
    assert not {"/", "\\"} & set(upload.name)


@pytest.mark.parametrize("asked", ["", "..", "../x", "0" * 15, "G" * 16, "0" * 16])
def test_what_is_no_name_of_a_folder_is_not_found(uploads: Uploads, asked: str) -> None:
    with pytest.raises(NotFoundError):
        uploads.get(asked)


def test_a_file_that_is_too_large_leaves_nothing_behind(
    uploads: Uploads, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInputError, match="larger than"):
        _add(uploads, content=b"x" * 11)
    assert not list((tmp_path / ".uploads").iterdir())


def test_choices_are_there_after_a_restart(uploads: Uploads, tmp_path: Path) -> None:
    upload = _add(uploads, sender="VNPT", kind="site")
    uploads.change(upload.id, answers={"crs": "EPSG:9213"}, leave_out={("S", 3)})
    uploads.change(upload.id, leave_out={("S", 4)}, take={("S", 3)}, job=7)
    again = Uploads(tmp_path).get(upload.id)
    assert again.answers == {"crs": "EPSG:9213"}
    assert again.left_out == {("S", 4)}
    assert (again.sender, again.kind, again.job, again.at) == ("VNPT", "site", 7, NOW)


def test_old_files_go_and_young_ones_stay(uploads: Uploads) -> None:
    _add(uploads, at=NOW - timedelta(days=40))
    young = _add(uploads)
    assert uploads.remove_older(NOW - timedelta(days=30)) == 1
    assert [one.id for one in uploads.list()] == [young.id]


def test_a_file_that_is_understood_has_no_trouble_any_more(uploads: Uploads) -> None:
    upload = _add(uploads)
    why = uploads.keep_trouble(upload, Trouble(Message(f"{upload.stored} is empty")))
    assert str(why) == "trạm.xlsx is empty"
    assert uploads.trouble(upload.id) == Trouble(why)
    uploads.keep_seen(upload, SeenFile(None))
    assert uploads.trouble(upload.id) is None
    assert uploads.seen(upload.id) == SeenFile(None)


def test_what_was_written_comes_back(uploads: Uploads) -> None:
    upload = _add(uploads)
    written = Written(3, NOW, (("site", "create", 12),), (Message("so"),))
    uploads.keep_written(upload, written)
    assert uploads.written(upload.id) == written
    uploads.remove(upload.id)
    with pytest.raises(NotFoundError):
        uploads.get(upload.id)


def test_elevation_keeps_its_own_name_as_far_as_it_is_plain(uploads: Uploads) -> None:
    # An .hgt tells by its name where it lies.
    assert _add(uploads, "n21e105.HGT").stored == "N21E105.hgt"
    assert _add(uploads, "Độ cao (2).tif").stored == "do-cao-2.tif"
