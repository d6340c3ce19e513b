"""Rectangles on paper, in points from the upper left corner."""

from dataclasses import dataclass

__all__ = ["Box"]


@dataclass(frozen=True)
class Box:
    """A rectangle.

    Attributes:
        x: Its left side.
        y: Its upper side.
    """

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> "Box":
        """Return the box with its middle at a place."""
        return cls(x - width / 2, y - height / 2, width, height)

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def meets(self, other: "Box") -> bool:
        """Return whether two boxes have an inner point in common."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Return whether another box lies in this one."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def holds_point(self, x: float, y: float) -> bool:
        """Return whether a place lies in the box."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    def grown(self, by: float) -> "Box":
        """Return the box with its sides moved outwards, or inwards when below 0."""
        twice = 2 * by
        return Box(self.x - by, self.y - by, self.width + twice, self.height + twice)
