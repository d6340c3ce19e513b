"""The facts that every manifest states: what computed it, and from what layers."""

from dataclasses import asdict

from hatangso import __version__
from hatangso.model.province import Province

__all__ = ["about"]


def about(province: Province) -> dict[str, object]:
    """Return software version, province, and the origin of each of its layers."""
    return {
        "software": "hatangso",
        "version": __version__,
        "province": {"key": province.key, "name_vi": province.name_vi},
        "layers": {
            name: asdict(provenance)
            for name, provenance in sorted(province.provenances.items())
        },
    }
