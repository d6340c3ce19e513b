"""Pictures of drawings, for documents that cannot hold the drawing itself."""

from hatangso.documents.pdf.typesetting import FONT_FAMILY, png

__all__ = ["png_of_svg"]

# Letters of a drawing whose font is not there take that of the text around it.
PAGE = """\
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#set text(font: "{family}")
#image("drawing.svg", width: {width_mm}mm)
"""


def png_of_svg(svg: str, width_mm: float, dpi: int = 300) -> bytes:
    """Return a drawing as a PNG on white, its text in the shipped font.

    Args:
        svg: The drawing, with everything it needs inside.
        width_mm: On paper.
        dpi: Pixels per inch of paper.

    Raises:
        InvalidInputError: The text is no drawing.
        NotFoundError: The fonts are missing.
    """
    page = PAGE.format(family=FONT_FAMILY, width_mm=f"{width_mm:.3f}")
    files = {"main.typ": page.encode(), "drawing.svg": svg.encode()}
    return png(files, dpi)
