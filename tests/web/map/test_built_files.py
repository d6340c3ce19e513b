"""The built scripts and styles: kept by browsers, sent zipped, nothing else let out."""

import gzip
import json

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from hatangso.errors import NotFoundError
from hatangso.web import assets
from hatangso.web.assets import STATIC_FOLDER, BuiltFiles, asset

MOST_BYTES_WITHOUT_MAP = 100_000


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=[Mount("/", BuiltFiles())]))


def _inside(address: str) -> str:
    return address.removeprefix(assets.STATIC_URL)


def test_a_script_is_sent_zipped_and_kept_for_good(client: TestClient) -> None:
    path = _inside(asset("page.ts"))
    answer = client.get(path)
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert plain.content == answer.content
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize("path", ["/../assets.py", "/..%2fassets.py", "/assets/x.js"])
def test_nothing_but_built_files_is_let_out(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_page_without_map_loads_little_script() -> None:
    manifest = json.loads((STATIC_FOLDER / "manifest.json").read_text())
    entry = manifest["src/page.ts"]
    files = [
        entry["file"],
        *(manifest[one]["file"] for one in entry.get("imports", ())),
    ]
    zipped = [gzip.compress((STATIC_FOLDER / file).read_bytes(), 6) for file in files]
    assert sum(map(len, zipped)) < MOST_BYTES_WITHOUT_MAP


def test_what_is_bundled_comes_with_its_terms() -> None:
    terms = (STATIC_FOLDER / "licences.md").read_text(encoding="utf-8")
    assert "maplibre-gl" in terms
    assert "htmx.org" in terms


def test_a_name_that_is_not_built_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotFoundError, match=r"nothing\.ts.*page\.ts"):
        asset("nothing.ts")


def test_without_built_files_the_error_says_how_to_build_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(assets, "STATIC_FOLDER", tmp_path)
    with pytest.raises(NotFoundError, match=r"hatch_build\.py"):
        asset("page.ts")
