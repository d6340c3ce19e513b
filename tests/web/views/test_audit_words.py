"""The audit trail is read by people: whatever is noted has words."""

import re
from pathlib import Path

from hatangso.web.security.sign_in_tries import SIGNED_IN
from hatangso.web.views.administration_view import ACTION_WORDS

_PAGES = Path(__file__).parents[3] / "src" / "hatangso" / "web"
_NOTED = re.compile(r'audit_trail\.note\(\s*[^"]*?,\s*"([^"]+)"')


def test_everything_that_is_noted_has_words() -> None:
    noted = {
        action
        for file in _PAGES.rglob("*.py")
        for action in _NOTED.findall(file.read_text(encoding="utf-8"))
    }
    assert "key made" in noted
    assert noted | {SIGNED_IN} <= set(ACTION_WORDS)
