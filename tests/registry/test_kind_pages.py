"""The page on the kinds says what the descriptors say."""

from pathlib import Path

import hatangso
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.kind_pages import kind_page

PAGE = Path(hatangso.__file__).parents[2] / "docs" / "guide" / "register-kinds.md"


def test_the_page_is_current() -> None:
    told = "run: python -m hatangso.registry.kind_pages"
    assert PAGE.read_text(encoding="utf-8") == kind_page(shipped_kinds()), told


def test_every_kind_and_field_stands_in_the_page() -> None:
    page = kind_page(shipped_kinds())
    for kind in shipped_kinds().values():
        assert f"(`{kind.code}`)" in page
        for field in kind.fields:
            assert f"| `{field.name}` | {field.label_vi} · {field.label_en}" in page
