# mypy: disable-error-code="no-any-return"

"""Elementary functions of single-precision numbers that a compiler can vectorise.

The compiler turns a loop over these into one that takes 8 or 16 numbers at once, which
it cannot do with the functions of the system's library. There is no branch in them.

Source:
    A float is (1 + mantissa) 2^exponent: the logarithm adds the exponent to the series
    of the inverse hyperbolic tangent of the mantissa; the power of two puts the whole
    part of its argument into the exponent and takes the rest from Taylor's series.
"""

from typing import Any, TypeAlias

import numpy as np

from hatangso.compiling import inlined

__all__ = ["Single", "arctan", "exp2", "log2"]

# A float32: what mypy knows of it is of no use to the compiler.
Single: TypeAlias = Any

_ONE, _TWO, _HALF = np.float32(1), np.float32(2), np.float32(0.5)
# The bits of the root of one half: mantissas are taken from there to the root of two.
_ROOT_BITS = np.int32(0x3F3504F3)
_MANTISSA_BITS, _BIAS = np.int32(23), np.int32(127)
_LOG = tuple(np.float32(2 / np.log(2) / odd) for odd in (1, 3, 5, 7, 9))
_LN2 = np.log(2)
_EXP = tuple(
    np.float32(_LN2**n / factorial)
    for n, factorial in enumerate((1, 1, 2, 6, 24, 120, 720, 5040))
)
_LOWEST, _HIGHEST = np.float32(-126), np.float32(126)
_TAN_EIGHTH, _QUARTER_PI = np.float32(np.sqrt(2) - 1), np.float32(np.pi / 4)
_HALF_PI = np.float32(np.pi / 2)
_ATAN = tuple(np.float32((-1) ** n / (2 * n + 1)) for n in range(7))


@inlined
def log2(x: Single) -> Single:
    """Return the logarithm of a positive, normal number to base 2, to 2e-7."""
    bits = np.float32(x).view(np.int32)
    exponent = (bits - _ROOT_BITS) >> _MANTISSA_BITS
    m = np.int32(bits - (exponent << _MANTISSA_BITS)).view(np.float32)
    s = (m - _ONE) / (m + _ONE)
    q = s * s
    series = _LOG[3] + q * _LOG[4]
    series = _LOG[1] + q * (_LOG[2] + q * series)
    return np.float32(exponent) + s * (_LOG[0] + q * series)


@inlined
def exp2(x: Single) -> Single:
    """Return 2 to a power; powers beyond 126 count as 126, below -126 as -126."""
    x = max(_LOWEST, x)
    x = min(_HIGHEST, x)
    whole = np.floor(x + _HALF)
    f = x - whole
    rest = _EXP[4] + f * (_EXP[5] + f * (_EXP[6] + f * _EXP[7]))
    rest = _ONE + f * (_EXP[1] + f * (_EXP[2] + f * (_EXP[3] + f * rest)))
    scale = np.int32((np.int32(whole) + _BIAS) << _MANTISSA_BITS).view(np.float32)
    return rest * scale


@inlined
def arctan(x: Single) -> Single:
    """Return the arc tangent, to 2e-7."""
    size = x if x > np.float32(0) else -x
    is_steep = size > _ONE
    z = _ONE / size if is_steep else size
    is_upper = z > _TAN_EIGHTH
    z = (z - _ONE) / (z + _ONE) if is_upper else z
    q = z * z
    series = _ATAN[3] + q * (_ATAN[4] + q * (_ATAN[5] + q * _ATAN[6]))
    angle = z + z * q * (_ATAN[1] + q * (_ATAN[2] + q * series))
    angle = angle + _QUARTER_PI if is_upper else angle
    angle = _HALF_PI - angle if is_steep else angle
    return angle if x > np.float32(0) else -angle
