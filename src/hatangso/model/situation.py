"""Situations: where the person with the handset is."""

from enum import StrEnum

__all__ = ["Situation"]


class Situation(StrEnum):
    """Where a handset is used; outdoors is what all levels mean unless they say so."""

    OUTDOORS = "outdoors"
    IN_VEHICLE = "in_vehicle"
    INDOORS = "indoors"
