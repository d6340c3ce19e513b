"""Units behind numbers and in headers: ``km``, ``triệu đồng``, ``Mb/s``."""

from dataclasses import dataclass
from decimal import Decimal

from hatangso.language.typed_cells import plain_text
from hatangso.language.words import fold

__all__ = [
    "MULTIPLIERS",
    "UNREAD_MULTIPLIERS",
    "MeasureUnit",
    "factor_between",
    "unit_named",
]

# Without diacritics, as people write before a unit or behind a number.
MULTIPLIERS = {
    "nghin ty": Decimal(10**12),
    "ngan ty": Decimal(10**12),
    "ty": Decimal(10**9),
    "ti": Decimal(10**9),
    "trieu": Decimal(10**6),
    "tr": Decimal(10**6),
    "nghin": Decimal(10**3),
    "ngan": Decimal(10**3),
    "k": Decimal(10**3),
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "bn": Decimal(10**9),
}

# Dimension: names of a unit with its size; the first name is the one shown.
_SIZES: dict[str, dict[str, tuple[str, ...]]] = {
    "length": {
        "0.001": ("mm",),
        "0.01": ("cm",),
        "1": ("m", "mét", "met", "meter", "metre", "md", "m dài"),
        "1000": ("km", "cây số", "kilomet", "kilometre"),
    },
    "area": {
        "1": ("m2", "mét vuông"),
        "10000": ("ha", "hecta", "héc ta"),
        "1000000": ("km2", "kilomet vuông"),
    },
    "speed": {
        "0.001": ("kb/s", "kbps", "kbit/s"),
        "1": ("Mb/s", "Mbps", "Mbit/s", "mbs"),
        "1000": ("Gb/s", "Gbps", "Gbit/s"),
    },
    # A GB is what virtualisation software calls so: 1,024 MiB.
    "storage": {
        "1": ("GB", "gigabyte", "GiB"),
        "1000": ("TB", "terabyte"),
        "1024": ("TiB",),
        "0.001": ("MB",),
        "0.0009765625": ("MiB",),
        "9.5367431640625e-7": ("KiB",),
        "9.31322574615478515625e-10": ("byte", "bytes"),
    },
    "power": {"1": ("W", "watt"), "1000": ("kW", "kva"), "1000000": ("MW",)},
    "frequency": {"0.001": ("kHz",), "1": ("MHz",), "1000": ("GHz",)},
    "time": {
        "0.001": ("ms", "mili giây"),
        "1": ("s", "giây", "sec"),
        "60": ("phút", "min"),
        "3600": ("giờ", "h", "hour"),
    },
    "money": {"1": ("đồng", "đ", "vnđ", "vnd", "₫", "dong")},
    "share": {
        "0.01": ("%", "phần trăm", "percent", "pct"),
        "0.001": ("‰", "phần nghìn"),
    },
    "people": {"1": ("người", "nhân khẩu", "khẩu", "dân", "people", "persons")},
    "households": {"1": ("hộ", "hộ gia đình", "hộ dân", "households")},
    "level": {"1": ("dBm",)},
    "gain": {"1": ("dB", "dBi")},
    "angle": {"1": ("°", "độ", "deg")},
}
# Things that are counted one by one: each is a dimension of its own.
_COUNTED = (
    "thuê bao", "trạm", "điểm", "vị trí", "cột", "tuyến", "xã", "phường", "thôn",
    "xóm", "bản", "tổ", "tổ dân phố", "cơ quan", "đơn vị", "doanh nghiệp", "trường",
    "bộ", "cái", "chiếc", "hệ thống", "máy chủ", "máy ảo", "tủ", "rack", "node", "nút",
    "sợi", "core", "fo", "kênh", "cổng", "port", "tài khoản", "thiết bị", "lượt",
    "điểm cầu", "thành viên", "cụm", "hồ sơ", "văn bản", "dịch vụ", "nhiệm vụ",
    "ngày", "tuần", "tháng", "quý", "năm", "sites", "subscribers", "vcpu", "cpu",
    "usd", "kwh", "v", "a", "ah", "cấp", "thứ hạng", "sim", "cuộc", "lớp",
)  # fmt: skip


@dataclass(frozen=True)
class MeasureUnit:
    """A unit.

    Attributes:
        name: As it is shown: ``Mb/s``, ``triệu đồng``.
        dimension: What it measures; only units of one dimension can be converted.
        size: In the unit of its dimension that has size 1.
    """

    name: str
    dimension: str
    size: Decimal


def _table() -> dict[str, MeasureUnit]:
    units = {
        alias.lower(): MeasureUnit(names[0], dimension, Decimal(size))
        for dimension, sizes in _SIZES.items()
        for size, names in sizes.items()
        for alias in names
    }
    for name in _COUNTED:
        units.setdefault(name, MeasureUnit(name, name, Decimal(1)))
    return units


_UNITS = _table()
# A text without diacritics names a unit only when it can name no other; "tram" is
# both trạm (a station) and trăm (a hundred).
_FOLDED = {fold(alias): unit for alias, unit in reversed(_UNITS.items())}
UNREAD_MULTIPLIERS = frozenset({"trăm", "vạn", "chục", "tá"})


def unit_named(text: str) -> MeasureUnit | None:
    """Return the unit that a text names, or None when it names none that is known.

    >>> unit_named("triệu đồng").size
    Decimal('1000000')
    >>> unit_named("Mbps").name
    'Mb/s'
    >>> unit_named("hoặc hơn") is None
    True
    """
    plain = plain_text(text).lower().strip(" .()[]")
    found = _UNITS.get(plain)
    if found is None and plain not in UNREAD_MULTIPLIERS and plain == fold(plain):
        found = _FOLDED.get(plain)
    return found or _multiple(plain) or _quotient(plain)


def _multiple(plain: str) -> MeasureUnit | None:
    """Return the unit of a text that begins with a multiplier: ``nghìn người``."""
    words = plain.split()
    for count in (2, 1):
        multiplier = MULTIPLIERS.get(fold(" ".join(words[:count])))
        # "tr" and "k" shorten multipliers of numbers; before a unit they are too bold.
        if multiplier is None or len(words) < count:
            continue
        rest = unit_named(" ".join(words[count:])) if words[count:] else None
        if words[count:] and rest is None:
            return None
        if rest is None:
            return MeasureUnit(plain, "count", multiplier)
        return MeasureUnit(plain, rest.dimension, multiplier * rest.size)
    return None


def _quotient(plain: str) -> MeasureUnit | None:
    """Return the unit of a text like ``người/km2``."""
    above, stroke, below = plain.partition("/")
    if not stroke or "/" in below:
        return None
    one, other = unit_named(above), unit_named(below)
    if one is None or other is None:
        return None
    dimension = f"{one.dimension}/{other.dimension}"
    return MeasureUnit(f"{one.name}/{other.name}", dimension, one.size / other.size)


def factor_between(given: str, wanted: str) -> float | None:
    """Return what a number must be multiplied by to change its unit, or None.

    >>> factor_between("km", "m")
    1000.0
    >>> factor_between("km", "%") is None
    True
    """
    one, other = unit_named(given), unit_named(wanted)
    if one is None or other is None or one.dimension != other.dimension:
        return None
    return float(one.size / other.size)
