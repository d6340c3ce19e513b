"""The order in which WordprocessingML wants children to stand (ISO/IEC 29500-1)."""

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
    " suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap"
    " overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid"
    " spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection"
    " textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow"
    " emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position"
    " sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
    " lang eastAsianLayout",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize"
    " tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout"
    " tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar"
    " textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar"
    " paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden"
    " unhideWhenUsed qFormat locked personal rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy"
    " lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "num": "abstractNumId lvlOverride",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "settings": "writeProtection view zoom mirrorMargins updateFields defaultTabStop"
    " characterSpacingControl footnotePr endnotePr compat rsids themeFontLang"
    " decimalSymbol listSeparator",
}


def misplaced(root: Any) -> Iterator[str]:
    """Yield what stands where the standard does not allow it."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        order = ORDERS.get(element.tag.removeprefix(W), "").split()
        places = []
        for child in element if order else ():
            name = child.tag.removeprefix(W)
            if name not in order:
                yield f"{name} has no place in {element.tag.removeprefix(W)}"
            else:
                places.append(order.index(name))
        if places != sorted(places):
            yield f"children of {element.tag.removeprefix(W)} are out of order"
        yield from _content(element)


def _content(element: Any) -> Iterator[str]:
    name = element.tag.removeprefix(W)
    if name == "tc" and (len(element) == 0 or element[-1].tag != f"{W}p"):
        yield "a cell does not end with a paragraph"
    if name == "body" and (len(element) == 0 or element[-1].tag != f"{W}sectPr"):
        yield "the body does not end with its section"
    if (
        name == "p"
        and element.find(f"{W}pPr") is not None
        and element[0].tag != f"{W}pPr"
    ):
        yield "the properties of a paragraph are not first"
