"""What is assumed of services and new links."""

from dataclasses import dataclass

from hatangso.units import require_between

__all__ = ["NetworkParameters"]


@dataclass(frozen=True)
class NetworkParameters:
    """Assumptions; each name is explained in ``network.toml``."""

    conference_mbps: float
    office_node_mbps: float
    usable_ratio: float
    link_vnd_per_km: float
    link_fixed_vnd: float
    detour_ratio: float
    nearest_n: float
    critical_communes_n: float
    warning_nodes_n: float

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises:
            OutOfRangeError: A share is none, or a cable shorter than the straight line.
        """
        require_between("usable_ratio", self.usable_ratio, low=0, high=1)
        require_between("detour_ratio", self.detour_ratio, low=1, high=10)
