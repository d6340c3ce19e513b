"""Every setting of the service is documented where whoever runs it looks."""

from pathlib import Path

import pytest

import hatangso
from hatangso.web.settings import Settings

_PAGE = Path(hatangso.__file__).parents[2] / "docs" / "deploy.md"


def test_every_setting_stands_in_the_page_with_its_words() -> None:
    text = _PAGE.read_text(encoding="utf-8")
    wrong = [
        name
        for name, field in Settings.model_fields.items()
        if name != "directory"
        and f"| `HATANGSO_{name.upper()}` | {field.description} |" not in text
    ]
    assert wrong == []


def test_a_setting_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HATANGSO_PORT", "8123")
    assert Settings(directory=tmp_path).port == 8123
