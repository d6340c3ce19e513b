"""The search for circular garbage is put off, and taken up again whatever happens."""

import gc

import pytest

from hatangso.registry.garbage_collection import collection_put_off


def test_collection_is_taken_up_again_after_an_error() -> None:
    @collection_put_off()
    def fail() -> None:
        raise KeyError(gc.isenabled())

    with pytest.raises(KeyError, match="False"):
        fail()
    assert gc.isenabled()


def test_who_switched_it_off_before_switches_it_on() -> None:
    with collection_put_off():
        with collection_put_off():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
