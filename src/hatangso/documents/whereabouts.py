"""Where a point lies, in words: its commune and the locality next to it."""

from functools import cached_property
from math import cos, isfinite, radians

import numpy as np
import shapely

from hatangso.documents.report_content import Text
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import Facility, Locality
from hatangso.model.province import Province
from hatangso.model.site import Site
from hatangso.model.work import Work

__all__ = ["OUTSIDE", "Whereabouts", "within"]

OUTSIDE = Text("ngoài tỉnh", "outside the province")

# Nearer than about 50 m, a work stands in the locality, not near it.
_AT_IT_DEG = 5e-4


class Whereabouts:
    """The map of a province, asked for names."""

    def __init__(self, province: Province) -> None:
        """Remember the province."""
        self._province = province

    def commune(self, lon_deg: float, lat_deg: float) -> AdminUnit | None:
        """Return the commune that holds a point; None outside the province."""
        if not (isfinite(lon_deg) and isfinite(lat_deg)):
            return None
        point = shapely.Point(lon_deg, lat_deg)
        found = self._borders.query(point, predicate="intersects")
        return self._province.communes[int(min(found))] if len(found) else None

    def commune_name(self, lon_deg: float, lat_deg: float) -> Text:
        """Return the name of the commune that holds a point."""
        unit = self.commune(lon_deg, lat_deg)
        return Text(unit.name_vi, unit.name_en) if unit else OUTSIDE

    def locality_near(self, lon_deg: float, lat_deg: float) -> Locality | None:
        """Return the locality whose centre is nearest; None where there is none."""
        localities = self._province.localities
        if not (localities and isfinite(lon_deg) and isfinite(lat_deg)):
            return None
        east = (self._centres[:, 0] - lon_deg) * cos(radians(lat_deg))
        north = self._centres[:, 1] - lat_deg
        return localities[int(np.argmin(east**2 + north**2))]

    def of_work(self, work: Work) -> Text:
        """Return where a work stands, to be read within a sentence."""
        if work.site_id is not None:
            site = self.sites.get(work.site_id)
            named = site is not None and site.name not in {"", work.site_id}
            name = f"{work.site_id} {site.name}" if site and named else work.site_id
            return Text(f"trạm {name}", f"station {name}")
        near = self.locality_near(work.lon_deg, work.lat_deg)
        if near is None:
            return Text("chưa rõ vị trí", "place not known")
        away_deg = max(
            abs(near.lon_deg - work.lon_deg), abs(near.lat_deg - work.lat_deg)
        )
        if away_deg < _AT_IT_DEG:
            return Text(near.name, near.name)
        return Text(f"gần {near.name}", f"near {near.name}")

    @cached_property
    def sites(self) -> dict[str, Site]:
        """The sites by identifier."""
        return {site.id: site for site in self._province.sites}

    @cached_property
    def places(self) -> dict[str, Locality | Facility]:
        """Localities and facilities by identifier."""
        places: dict[str, Locality | Facility] = {
            one.id: one for one in self._province.facilities
        }
        places.update({one.id: one for one in self._province.localities})
        return places

    @cached_property
    def _borders(self) -> shapely.STRtree:
        return shapely.STRtree([unit.geometry for unit in self._province.communes])

    @cached_property
    def _centres(self) -> np.ndarray:
        return np.array(
            [(one.lon_deg, one.lat_deg) for one in self._province.localities]
        )


def within(name_vi: str) -> str:
    """Return the name of a commune as it stands within a sentence.

    >>> within("Xã Võ Nhai")
    'xã Võ Nhai'
    """
    return name_vi[:1].lower() + name_vi[1:]
