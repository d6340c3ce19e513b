"""A picture of a page that says what it shows to those who do not see it."""

from collections.abc import Iterable

from markupsafe import Markup

from hatangso.documents.graphics.svg import element

__all__ = ["chart"]


def chart(
    name: str,
    children: Iterable[str],
    *,
    size: tuple[float, float],
    title: str,
    text: str,
    class_: str = "chart",
) -> Markup:
    """Return a picture that says what it shows to those who do not see it.

    Args:
        name: Unique on its page.
        children: What is drawn.
        size: Width and height in units of the drawing.
        title: What it shows.
        text: The same in a sentence or two, with the figures that matter.
        class_: Classes of the picture.
    """
    width, height = size
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", text, id=f"{name}-desc"),
        *children,
        class_=class_,
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )
