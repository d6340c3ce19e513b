"""The picture of the page in the browser's list of tabs."""

from starlette.responses import Response

from hatangso.web.access import Permission
from hatangso.web.routing import PageRouter

router = PageRouter()

# A mast and what it sends, in the colour of the pages.
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="6" fill="#14586b"/>'
    '<g fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round">'
    '<path d="M16 14v12M10 26h12M11 17a7 7 0 0 1 0-9M21 8a7 7 0 0 1 0 9'
    'M7 20a12 12 0 0 1 0-15M25 5a12 12 0 0 1 0 15"/></g></svg>'
)


@router.page("/icon.svg", Permission.ENTER)
def icon() -> Response:
    """Return the picture."""
    headers = {"cache-control": "public, max-age=86400"}
    return Response(_ICON, media_type="image/svg+xml", headers=headers)
