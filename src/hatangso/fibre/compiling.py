"""How the kernels are compiled: without the interpreter lock, and kept on disk.

A kernel is found again by its own file: kernels that are still changing belong into the
module that calls them.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

__all__ = ["compiled"]

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function when it is first called."""
    decorate = njit(nogil=True, error_model="numpy", cache=True)
    return cast("Function", decorate(function))
