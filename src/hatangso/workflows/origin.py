"""Where a result comes from, in the words that files carry."""

from hatangso import __version__
from hatangso.model.provenance import Reality
from hatangso.model.province import Province

__all__ = ["MODEL", "raster_tags", "weakest_reality"]

MODEL = "Rec. ITU-R P.1812-8"


def weakest_reality(province: Province, *layers: str) -> str:
    """Return how real the least real of some layers is; empty when nobody has said."""
    known = province.provenances
    found = {known[layer].reality for layer in layers if layer in known}
    order = (Reality.SYNTHETIC, Reality.DERIVED, Reality.REAL)
    return next((str(reality) for reality in order if reality in found), "")


def raster_tags(
    province: Province, *layers: str, method: str = MODEL
) -> dict[str, str]:
    """Return what a raster says of its origin, for the tags of its file.

    Args:
        province: Says where its layers come from.
        layers: Those that the raster rests on.
        method: How it was computed.
    """
    return {
        "DATE": province.data_date.isoformat(),
        "METHOD": method,
        "PROVINCE": province.name_vi,
        "REALITY": weakest_reality(province, *layers),
        "SOFTWARE": f"hatangso {__version__}",
        "SOURCE_LAYERS": "; ".join(layers),
        "SYNTHETIC_LAYERS": "; ".join(province.synthetic_layers(*layers)),
    }
