"""Elements of SVG as text that cannot be broken by what it shows."""

from collections.abc import Iterable

from markupsafe import Markup, escape

__all__ = ["chart", "element", "group"]

_DECIMALS = 1


def element(tag: str, *children: str, **attributes: object) -> Markup:
    """Return one element; texts and values are escaped, Markup is taken as it is.

    Args:
        tag: Its name.
        children: What stands in it.
        attributes: By name, with ``_`` for ``-`` and a last one dropped: ``class_``.
            None leaves one out; numbers are rounded to a tenth.

    >>> element("text", "a < b", x=1.25, class_="end")
    Markup('<text x="1.2" class="end">a &lt; b</text>')
    """
    told = Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), _written(value))
        for name, value in attributes.items()
        if value is not None
    )
    inner = Markup("").join(escape(child) for child in children)
    return Markup("<{tag}{told}>{inner}</{tag}>").format(
        tag=tag, told=told, inner=inner
    )


def group(children: Iterable[str], **attributes: object) -> Markup:
    """Return several elements together."""
    return element("g", *children, **attributes)


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


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{round(value, _DECIMALS):g}"
    return str(value)
