"""Maps and charts as pictures for print, with words for those who cannot see them."""

import struct

from lxml import etree

from hatangso.documents.official.blocks import Figure
from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.pdf.pictures import png_of_svg
from hatangso.documents.word.elements import NAMESPACES, Element, clean, paragraph, w
from hatangso.documents.word.manuscript import Manuscript

__all__ = ["figure_elements"]

_EMU_PER_MM = 36_000
_HIGHEST_RATIO = 0.85


def figure_elements(figure: Figure, manuscript: Manuscript) -> list[Element]:
    """Return a picture and the caption below it."""
    width_mm = min(figure.width_mm, manuscript.width_mm)
    png = png_of_svg(figure.svg, width_mm)
    pixels_wide, pixels_high = struct.unpack(">II", png[16:24])
    height_mm = width_mm * pixels_high / pixels_wide
    shrink = min(1.0, manuscript.height_mm * _HIGHEST_RATIO / height_mm)
    key = manuscript.package.add_picture(png)
    manuscript.picture_count += 1
    drawing = _drawing(
        key,
        manuscript.picture_count,
        figure.description,
        (width_mm * shrink, height_mm * shrink),
    )
    caption = manuscript.caption(
        decree_30().words["figure"], figure.caption, is_above=False
    )
    return [paragraph("Picture", w("r", drawing)), caption]


def _drawing(
    key: str, number: int, description: str, size_mm: tuple[float, float]
) -> Element:
    extent = {
        name: str(round(mm * _EMU_PER_MM))
        for name, mm in zip(("cx", "cy"), size_mm, strict=True)
    }
    inline = _of("wp", "inline", distT="0", distB="0", distL="0", distR="0")
    inline.append(_of("wp", "extent", **extent))
    name = f"{decree_30().words['figure']} {number}"
    inline.append(
        _of("wp", "docPr", id=str(number), name=name, descr=clean(description))
    )
    graphic = _of("a", "graphic")
    data = etree.SubElement(graphic, _tag("a", "graphicData"), uri=NAMESPACES["pic"])
    data.append(_picture(key, number, name, extent))
    inline.append(graphic)
    return w("drawing", inline)


def _picture(key: str, number: int, name: str, extent: dict[str, str]) -> Element:
    picture = _of("pic", "pic")
    about = etree.SubElement(picture, _tag("pic", "nvPicPr"))
    etree.SubElement(about, _tag("pic", "cNvPr"), id=str(number), name=name)
    etree.SubElement(about, _tag("pic", "cNvPicPr"))
    fill = etree.SubElement(picture, _tag("pic", "blipFill"))
    blip = etree.SubElement(fill, _tag("a", "blip"))
    blip.set(_tag("r", "embed"), key)
    stretch = etree.SubElement(fill, _tag("a", "stretch"))
    etree.SubElement(stretch, _tag("a", "fillRect"))
    shape = etree.SubElement(picture, _tag("pic", "spPr"))
    place = etree.SubElement(shape, _tag("a", "xfrm"))
    etree.SubElement(place, _tag("a", "off"), x="0", y="0")
    etree.SubElement(place, _tag("a", "ext"), **extent)
    outline = etree.SubElement(shape, _tag("a", "prstGeom"), prst="rect")
    etree.SubElement(outline, _tag("a", "avLst"))
    return picture


def _of(space: str, tag: str, **attributes: str) -> Element:
    return etree.Element(_tag(space, tag), attributes, nsmap=NAMESPACES)


def _tag(space: str, tag: str) -> str:
    return f"{{{NAMESPACES[space]}}}{tag}"
