"""How the kernels are compiled: without the interpreter lock, and kept on disk.

What is kept is found again by all that went into it: a change in a function or constant
of another module, which the compiler itself would not notice, gives another key.
"""

import hashlib
from collections.abc import Callable, Iterator
from types import CodeType, ModuleType
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numba.core.caching import FunctionCache
from numba.core.dispatcher import Dispatcher

__all__ = ["compiled", "compiled_for_vectors", "content_key", "inlined"]

Function = TypeVar("Function", bound=Callable[..., Any])
# What a kernel may take from its module besides functions: frozen into its code.
_CONSTANTS = (bool, int, float, tuple, np.generic)
_FREEDOM = {"nnan", "nsz", "contract"}


def compiled(function: Function) -> Function:
    """Compile a function when it is first called."""
    return _compiled(function, fastmath=False, forceinline=False)


def compiled_for_vectors(function: Function) -> Function:
    """Compile a function whose loops take several elements at once, none of them NaN.

    A product and a sum may be rounded together; nothing else may change a result.
    """
    return _compiled(function, fastmath=_FREEDOM, forceinline=False)


def inlined(function: Function) -> Function:
    """Compile a function into the loops that call it: a call would undo the vectors."""
    return _compiled(function, fastmath=_FREEDOM, forceinline=True)


def content_key(function: Callable[..., Any]) -> str:
    """Return a digest of a compiled function and of all that it uses."""
    digest = hashlib.sha256()
    for part in _content(getattr(function, "py_func", function), set()):
        digest.update(part.encode())
    return digest.hexdigest()


def _compiled(
    function: Function, *, fastmath: bool | set[str], forceinline: bool
) -> Function:
    decorate = njit(
        nogil=True, error_model="numpy", fastmath=fastmath, forceinline=forceinline
    )
    dispatcher = decorate(function)
    # What ``cache=True`` does, with a key of our own.
    vars(dispatcher)["_cache"] = _ContentCache(function)
    return cast("Function", dispatcher)


class _ContentCache(FunctionCache):
    """A cache on disk that knows a function by its whole content."""

    def __init__(self, function: Callable[..., Any]) -> None:
        untyped: Any = super()
        untyped.__init__(function)
        self._function = function

    def _index_key(self, sig: object, codegen: object) -> tuple[object, ...]:
        untyped: Any = super()
        key = untyped._index_key(sig, codegen)  # noqa: SLF001 - it has no other name
        return (*key, content_key(self._function))


def _content(function: Callable[..., Any], seen: set[int]) -> Iterator[str]:
    """Walk through a function's code and all that it calls, each once."""
    if id(function) in seen:
        return
    seen.add(id(function))
    code, known = function.__code__, function.__globals__
    yield _text(code)
    for name in code.co_names:
        value = known.get(name)
        if isinstance(value, Dispatcher):
            yield str(sorted(value.targetoptions.get("fastmath") or ()))
            yield from _content(value.py_func, seen)
        elif isinstance(value, ModuleType):
            for part in code.co_names:
                constant = getattr(value, part, None)
                if isinstance(constant, _CONSTANTS):
                    yield f"{name}.{part}={constant!r}"
        elif isinstance(value, _CONSTANTS):
            yield f"{name}={value!r}"


def _text(code: CodeType) -> str:
    """Return a code's instructions and constants, without where it stands."""
    constants = [
        _text(value) if isinstance(value, CodeType) else repr(value)
        for value in code.co_consts
    ]
    return f"{code.co_code.hex()}{code.co_names}{code.co_varnames}{constants}"
