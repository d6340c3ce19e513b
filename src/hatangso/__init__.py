"""hatangso (hạ tầng số): a province's digital infrastructure, planned and measured."""

__all__ = ["__version__"]

from importlib.metadata import version

__version__ = version("hatangso")
