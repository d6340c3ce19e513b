"""The main links of the frame: those that the visitor may follow."""

from dataclasses import dataclass

from hatangso.errors import Message
from hatangso.web.access import Permission, Visitor

__all__ = ["PageLink", "page_links"]


@dataclass(frozen=True)
class PageLink:
    """One of the main pages.

    Attributes:
        is_here: Whether the visitor is on it, or on a page below it.
    """

    path: str
    title: Message
    permission: Permission
    is_here: bool = False


_PAGES = (
    PageLink("/", Message("Overview"), Permission.READ_PUBLIC),
    PageLink("/ban-do", Message("Map"), Permission.READ_PUBLIC),
    PageLink("/chi-tieu", Message("Indicators"), Permission.READ_PUBLIC),
    PageLink("/vung-lom", Message("Coverage holes"), Permission.READ_PUBLIC),
    PageLink("/quy-hoach", Message("Planning"), Permission.READ),
    PageLink("/he-thong", Message("Digital systems"), Permission.READ),
    PageLink("/ha-tang", Message("Infrastructure"), Permission.READ),
    PageLink("/van-ban", Message("Documents"), Permission.DOCUMENTS),
    PageLink("/du-lieu", Message("Data"), Permission.WRITE),
    PageLink("/quan-tri", Message("Administration"), Permission.ADMINISTER),
)


def page_links(visitor: Visitor, path: str) -> tuple[PageLink, ...]:
    """Return the pages that a visitor may open, in the order of the frame."""
    return tuple(
        PageLink(page.path, page.title, page.permission, _is_below(path, page.path))
        for page in _PAGES
        if visitor.may(page.permission)
    )


def _is_below(path: str, page: str) -> bool:
    return path == page or (page != "/" and path.startswith(page + "/"))
