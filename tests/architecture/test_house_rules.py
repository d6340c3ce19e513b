"""Rules of the house that no linter knows."""

import ast
import importlib
import pkgutil
import re
import tomllib
from pathlib import Path

import pytest

import hatangso
from hatangso.cli.exit_codes import EXIT_CODES, exit_code
from hatangso.errors import HatangsoError

ROOT = Path(hatangso.__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "hatangso").rglob("*.py"))
ENGINES = (
    "geography", "radio", "fibre", "indicators", "procedures", "capacity", "sensing",
    "platforms", "availability", "network", "people", "programme", "planning",
)  # fmt: skip
UNITS = (
    "_m", "_km", "_m2", "_km2", "_deg", "_mhz", "_ghz", "_dbm", "_db", "_dbi", "_ratio",
    "_vnd", "_vnd_per_km", "_n_per_km", "_s", "_rad", "_mrad", "_km_per_m", "_percent",
    "_kw", "_u", "_people", "_cells", "_1_per_km", "_per_km", "_n", "_mbps",
)  # fmt: skip
# Quantities without a unit, or whose unit is another quantity's, by name.
UNITLESS = {
    "row", "col", "rows", "cols", "x", "y", "value", "low", "high", "share", "seed",
    "weight", "scale", "gap", "nu", "bound", "people", "cell_x", "cell_y", "west",
    "north", "nodata", "above", "bulge",
}  # fmt: skip


def _engine_parameters() -> list[tuple[str, str]]:
    found = []
    for path in SOURCES:
        if path.relative_to(ROOT / "src" / "hatangso").parts[0] not in ENGINES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            found.extend(
                (f"{path.stem}.{node.name}", argument.arg)
                for argument in [*node.args.args, *node.args.kwonlyargs]
                if argument.annotation and ast.unparse(argument.annotation) == "float"
            )
    return found


def test_float_parameters_of_engines_end_in_their_unit() -> None:
    nameless = [
        f"{function}({name})"
        for function, name in _engine_parameters()
        if not name.endswith(UNITS) and name not in UNITLESS
    ]
    assert nameless == []


def test_the_unit_rule_looks_at_many_parameters() -> None:
    assert len(_engine_parameters()) > 100


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_module_is_longer_than_500_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


def test_no_module_has_a_name_that_explains_nothing() -> None:
    forbidden = {"utils", "common", "helpers", "core", "base", "manager", "misc"}
    assert [path for path in SOURCES if path.stem in forbidden] == []


def _subclasses(kind: type[HatangsoError]) -> list[type[HatangsoError]]:
    return [
        found
        for child in kind.__subclasses__()
        for found in (child, *_subclasses(child))
    ]


def test_every_error_has_its_own_exit_code() -> None:
    kinds = _subclasses(HatangsoError)
    assert set(kinds) == set(EXIT_CODES)
    codes = [exit_code(kind("text")) for kind in kinds]
    assert len(set(codes)) == len(codes)
    assert not {0, 1, 2} & set(codes)


def test_every_public_name_exists() -> None:
    for module in pkgutil.walk_packages(hatangso.__path__, "hatangso."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name in getattr(loaded, "__all__", ()):
            assert hasattr(loaded, name), f"{module.name}.{name}"


def test_the_changelog_speaks_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] in changelog


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
