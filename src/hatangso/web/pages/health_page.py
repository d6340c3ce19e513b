"""Whether the service lives, for whoever watches it."""

from hatangso.web.access import Permission
from hatangso.web.routing import PageRouter

router = PageRouter()


@router.page("/health", Permission.ENTER)
def health() -> dict[str, str]:
    """Say that requests are answered."""
    return {"status": "ok"}
