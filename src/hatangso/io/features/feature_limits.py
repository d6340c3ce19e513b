"""How much of a file of features is read before it is refused."""

from dataclasses import dataclass

__all__ = ["FeatureLimits"]


@dataclass(frozen=True)
class FeatureLimits:
    """What a file may hold at most; a larger one is refused before it is read.

    Attributes:
        bytes: Of the file, and of an archive when it is unpacked.
        features: Of one file.
        members: Files in one archive.
    """

    bytes: int = 300_000_000
    features: int = 200_000
    members: int = 2_000
