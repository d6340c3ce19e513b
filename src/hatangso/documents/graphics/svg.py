"""Elements of SVG as text that cannot be broken by what it shows."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

__all__ = ["element", "group"]

_DECIMALS = 2
# XML 1.0 has no place for these, escaped or not.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(tag: str, *children: str, **attributes: object) -> Markup:
    """Return one element; texts and values are escaped, Markup is taken as it is.

    Args:
        tag: Its name.
        children: What stands in it.
        attributes: By name, with ``_`` for ``-`` and a last one dropped: ``class_``.
            None leaves one out; numbers are rounded to a hundredth.

    >>> element("text", "a < b", x=1.256, class_="end")
    Markup('<text x="1.26" class="end">a &lt; b</text>')
    """
    told = Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), _written(value))
        for name, value in attributes.items()
        if value is not None
    )
    inner = Markup("").join(
        child if isinstance(child, Markup) else escape(_NO_XML.sub("", child))
        for child in children
    )
    return Markup("<{tag}{told}>{inner}</{tag}>").format(
        tag=tag, told=told, inner=inner
    )


def group(children: Iterable[str], **attributes: object) -> Markup:
    """Return several elements together."""
    return element("g", *children, **attributes)


def _written(value: object) -> str:
    if isinstance(value, float):
        # The zero added makes 0 of -0.
        return f"{round(value, _DECIMALS) + 0.0:.7g}"
    return _NO_XML.sub("", str(value))
