"""What a calibration writes: two tables, and the lines that would apply it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from hatangso.io.csv_tables import write_csv
from hatangso.language import format_date, format_number
from hatangso.radio.calibration import ANY, PathClass
from hatangso.radio.calibration_fit import (
    CalibrationOffset,
    CalibrationResult,
    RefusedClass,
)
from hatangso.radio.calibration_samples import Sample

__all__ = ["write_proposal", "write_tables"]

_PROPOSAL_FILE = "calibration.toml"
_OFFSET_HEADER = (
    "sight",
    "clutter",
    "band",
    "state",
    "offset_db",
    "low_db",
    "high_db",
    "samples",
    "places",
    "sites",
    "stand_in_clutter",
)
_SAMPLE_HEADER = (
    "file",
    "row",
    "lon_deg",
    "lat_deg",
    "technology",
    "operator",
    "cell",
    "frequency_mhz",
    "measurements",
    "level_dbm",
    "site_id",
    "predicted_dbm",
    "error_db",
    "sight",
    "clutter",
    "band",
    "outcome",
)
_DECIMALS = 1
_PLACE_DECIMALS = 6


def write_tables(
    folder: Path, result: CalibrationResult, samples: Sequence[Sample]
) -> None:
    """Write the classes and the samples as CSV."""
    rows = [
        *(_offset_row(item) for item in result.offsets),
        *(_refused_row(item) for item in result.refused),
    ]
    # A class of all clutter stands before those of its parts: "any" before "built".
    rows.sort(key=lambda row: [str(cell) for cell in (row[2], row[0], row[1])])
    write_csv(folder / "calibration.csv", _OFFSET_HEADER, rows)
    write_csv(
        folder / "calibration_samples.csv",
        _SAMPLE_HEADER,
        (_sample_row(sample) for sample in samples),
    )


def write_proposal(
    folder: Path,
    result: CalibrationResult,
    *,
    hashes: Mapping[str, str],
    day: date,
    is_active: bool,
) -> str:
    """Write the lines for ``parameters.toml``, as comments when they would not help.

    Returns:
        The file's name.
    """
    lines = [
        "# Hiệu chỉnh mức tín hiệu dự báo theo số đo (calibration by measurements).",
        "# Chép các bảng dưới đây vào parameters.toml của tỉnh, rồi chạy lại coverage",
        "# (copy these tables into parameters.toml, then run coverage again).",
        f"# Ngày tính (computed): {format_date(day)}",
    ]
    for name, digest in sorted(hashes.items()):
        # A line break in a name would end the comment.
        shown = "".join(c if c.isprintable() else "?" for c in name)
        lines.append(f"# {shown}: SHA-256 {digest}")
    if result.before is not None and result.after is not None:
        lines.append(
            "# Sai số RMS trước và sau, kiểm chứng chéo (root mean square error,"
            " cross-validated):"
            f" {format_number(result.before.rms_db, 1)} dB,"
            f" {format_number(result.after.rms_db, 1)} dB"
        )
    if not is_active:
        lines.append(
            "# KHÔNG áp dụng: chưa chứng minh được là giảm sai số, hoặc trạm là dữ liệu"
            " mô phỏng (do not apply: no proven gain, or synthetic masts)."
        )
    mark = "" if is_active else "# "
    for item in result.offsets:
        lines.append("")
        lines += [mark + line for line in _table(item)]
    (folder / _PROPOSAL_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return _PROPOSAL_FILE


def _table(item: CalibrationOffset) -> Iterable[str]:
    sight, clutter, band = _words(item.path_class)
    yield "[[radio.calibration.offsets]]"
    yield f'sight = "{sight}"'
    yield f'clutter = "{clutter}"'
    yield f'band = "{band}"'
    yield f"offset_db = {_rounded(item.offset_db)}"
    yield f"low_db = {_rounded(item.low_db)}"
    yield f"high_db = {_rounded(item.high_db)}"
    yield f"samples = {item.samples}"
    yield f"places = {item.places}"
    yield f"sites = {item.sites}"


def _words(path_class: PathClass) -> tuple[str, str, str]:
    return (
        str(path_class.sight),
        str(path_class.clutter or ANY),
        str(path_class.band or ANY),
    )


def _rounded(value: float) -> float:
    """Return tenths of a decibel; never a negative zero."""
    return round(value, _DECIMALS) + 0.0


def _offset_row(item: CalibrationOffset) -> tuple[object, ...]:
    return (
        *_words(item.path_class),
        "fitted",
        _rounded(item.offset_db),
        _rounded(item.low_db),
        _rounded(item.high_db),
        item.samples,
        item.places,
        item.sites,
        None,
    )


def _refused_row(item: RefusedClass) -> tuple[object, ...]:
    stand_in = None
    if item.stand_in is not None:
        stand_in = str(item.stand_in.clutter or ANY)
    numbers = item.samples, item.places, item.sites
    return *_words(item.path_class), "too_few", None, None, None, *numbers, stand_in


def _sample_row(sample: Sample) -> tuple[object, ...]:
    found, error_db = sample.prediction, sample.error_db
    known: tuple[object, ...] = (sample.site_id or None, None, None, None, None, None)
    if found is not None and error_db is not None:
        known = (
            found.site_id,
            _rounded(found.level_dbm),
            _rounded(error_db),
            found.sight,
            found.clutter,
            found.band,
        )
    return (
        sample.file,
        sample.row,
        round(sample.lon_deg, _PLACE_DECIMALS),
        round(sample.lat_deg, _PLACE_DECIMALS),
        sample.technology,
        sample.operator or None,
        sample.cell or None,
        sample.frequency_mhz,
        sample.measurements,
        _rounded(sample.level_dbm),
        *known,
        sample.outcome,
    )
