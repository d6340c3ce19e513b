"""Kernels kept on disk are found again by all that went into them."""

from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from hatangso.compiling import content_key

SOURCE = """
from hatangso.compiling import compiled, compiled_for_vectors as vectors
FACTOR = 2.0
@compiled
def inner(x):
    return FACTOR * x + 1
@compiled
def outer(x):
    return inner(x)
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Any]:
    def load(source: str) -> Any:
        file = tmp_path / "kernel_under_test.py"
        file.write_text(source)
        spec = spec_from_file_location("kernel_under_test", file)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        exec(compile(source, str(file), "exec"), module.__dict__)  # noqa: S102 - a kernel of its own
        return module.outer

    return load


def test_the_same_text_has_the_same_key(load: Callable[[str], Any]) -> None:
    assert content_key(load(SOURCE)) == content_key(load(SOURCE))


def test_a_change_in_what_is_called_gives_another_key(
    load: Callable[[str], Any],
) -> None:
    key = content_key(load(SOURCE))
    for old, new in (("2.0", "3.0"), ("x + 1", "x - 1"), ("@compiled", "@vectors")):
        assert content_key(load(SOURCE.replace(old, new, 1))) != key, old


def test_the_key_is_part_of_the_cache(load: Callable[[str], Any]) -> None:
    function = load(SOURCE)
    assert function(2.0) == 5.0
    (signature,) = function.signatures
    codegen = function.targetctx.codegen()
    assert content_key(function) in function._cache._index_key(signature, codegen)
