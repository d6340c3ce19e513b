"""Every module of ``pages`` and ``api`` has a ``router``: found, listed nowhere."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from fastapi import APIRouter

from hatangso.web import api, pages

__all__ = ["all_routers"]


def all_routers() -> Iterator[APIRouter]:
    """Yield the routers of all pages and of the interface, in order of their names."""
    for package in (pages, api):
        for module in _modules(package):
            router = getattr(module, "router", None)
            if isinstance(router, APIRouter):
                yield router


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    names = sorted(one.name for one in pkgutil.iter_modules(package.__path__))
    for name in names:
        yield import_module(f"{package.__name__}.{name}")
