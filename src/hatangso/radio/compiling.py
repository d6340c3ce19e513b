"""How the kernels are compiled: without the interpreter lock, and kept on disk."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

__all__ = ["compiled", "compiled_for_vectors"]

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function when it is first called."""
    decorate = njit(nogil=True, cache=True, error_model="numpy")
    return cast("Function", decorate(function))


def compiled_for_vectors(function: Function) -> Function:
    """Compile a function whose loop looks for the greatest of numbers, none NaN.

    The greatest is the same in any order, so that several are compared at once.
    """
    flags = {"nnan", "nsz", "contract"}
    decorate = njit(nogil=True, cache=True, error_model="numpy", fastmath=flags)
    return cast("Function", decorate(function))
