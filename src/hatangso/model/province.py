"""A province: all that its directory says, terrain apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hatangso.model.admin_unit import AdminUnit
from hatangso.model.antenna_pattern import AntennaPattern
from hatangso.model.indicator import Figure, IssuingDocument
from hatangso.model.industrial_zone import Building, Zone
from hatangso.model.place import Facility, Locality, ProtectedArea, Road
from hatangso.model.provenance import Provenance, Reality
from hatangso.model.record_layers import SIDE_LAYERS
from hatangso.model.site import Service, Site

__all__ = ["Province"]


@dataclass(frozen=True)
class Province:
    """All layers of one province.

    Attributes:
        key: Short name of the directory: ``thai_nguyen``.
        name_vi: ``Thái Nguyên``.
        name_en: ``Thai Nguyen``.
        note_vi: What the reader must know of the borders, in Vietnamese.
        note_en: The same in English.
        data_date: The day for which its layers and figures stand; what is due later is
            not due yet.
        refractivity_gradient_n_per_km: ΔN of Rec. ITU-R P.1812, the median decrease of
            refractivity through the lowest kilometre, positive.
        provenances: Origin of each layer by its name.
        antenna_patterns: Measured patterns by the name that services call them.
        protected_areas: Where no mast may be built.
        zones: Outlines of industrial zones.
        buildings: What stands in them.
    """

    key: str
    name_vi: str
    name_en: str
    note_vi: str
    note_en: str
    refractivity_gradient_n_per_km: float
    communes: tuple[AdminUnit, ...]
    localities: tuple[Locality, ...]
    sites: tuple[Site, ...]
    services: tuple[Service, ...]
    roads: tuple[Road, ...]
    facilities: tuple[Facility, ...]
    figures: tuple[Figure, ...]
    documents: tuple[IssuingDocument, ...]
    provenances: Mapping[str, Provenance]
    data_date: date = date.min
    antenna_patterns: Mapping[str, AntennaPattern] = field(default_factory=dict)
    protected_areas: tuple[ProtectedArea, ...] = ()
    zones: tuple[Zone, ...] = ()
    buildings: tuple[Building, ...] = ()

    def with_documents(self, documents: Sequence[IssuingDocument]) -> "Province":
        """Return the province with other documents, the national ones for example."""
        return replace(self, documents=tuple(documents))

    @property
    def computed_layers(self) -> tuple[str, ...]:
        """Return the layers that coverage, assessment and plans rest on."""
        return tuple(name for name in self.provenances if name not in SIDE_LAYERS)

    def synthetic_layers(self, *layers: str) -> tuple[str, ...]:
        """Return those of the named layers that are synthetic."""
        return tuple(
            layer
            for layer in layers
            if layer in self.provenances
            and self.provenances[layer].reality is Reality.SYNTHETIC
        )
