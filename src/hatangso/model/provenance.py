"""Where a layer, a figure or a result comes from."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Provenance", "Reality"]


class Reality(StrEnum):
    """How much a layer may be trusted to describe the province."""

    REAL = "real"
    DERIVED = "derived"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True)
class Provenance:
    """The origin of one layer.

    Attributes:
        layer: The file of the layer without its extension: ``sites``, ``terrain`` …
        reality: Whether the layer is real, derived from real data, or synthetic.
        source: Who made it and where it was had.
        as_of: The date or year that it describes, as written by its source.
        method: How it was made, in one sentence.
        licence: Under which terms it may be passed on.
        source_vi: The source in Vietnamese; empty when nobody has translated it.
        method_vi: The method in Vietnamese, likewise.
    """

    layer: str
    reality: Reality
    source: str
    as_of: str = ""
    method: str = ""
    licence: str = ""
    source_vi: str = ""
    method_vi: str = ""
