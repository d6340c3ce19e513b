"""A hash of the program itself: what was computed by another program is not taken."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from hatangso import __version__

__all__ = ["program_digest"]

# How results are kept decides how they are read.
_KEEPERS = ("tile_ledger.py", "reach_ledger.py")


@cache
def program_digest() -> bytes:
    """Return a hash of the program text that computed signals depend on."""
    libraries = [f"{name} {version(name)}" for name in ("numpy", "numba", "scipy")]
    said = [__version__, platform.python_version(), *libraries]
    digest = hashlib.sha256(" ".join(said).encode())
    program = files("hatangso")
    found = [program / "units.py"]
    found += [program / "workflows" / name for name in _KEEPERS]
    for package in ("radio", "geography", "model"):
        folder = (program / package).iterdir()
        found += sorted(folder, key=lambda item: item.name)
    for file in found:
        if file.name.endswith((".py", ".toml")):
            digest.update(file.read_bytes())
    return digest.digest()
