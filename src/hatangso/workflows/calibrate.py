"""Hold measurements against the prediction, and propose what to add to it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from hatangso.errors import Finding, Message, NotFoundError, Place
from hatangso.io.findings import Findings
from hatangso.io.measurement_files import read_measurements
from hatangso.io.parameter_files import shipped_parameters
from hatangso.io.results_directory import ResultsDirectory, file_sha256
from hatangso.model.measurement import Measurement
from hatangso.radio.calibration_fit import CalibrationResult, fit_calibration
from hatangso.radio.calibration_rules import CalibrationRules, calibration_rules
from hatangso.radio.calibration_samples import (
    Outcome,
    Sample,
    compared_samples,
    samples_of,
    thinned,
)
from hatangso.radio.masts import masts_of
from hatangso.workflows.calibration_files import write_proposal, write_tables
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.manifest import about
from hatangso.workflows.progress import Progress

__all__ = ["STEP", "CalibrateRequest", "CalibrateSummary", "calibrate_province"]

STEP = "calibrate"
_RULES_FILE = "calibration_rules.toml"
# Layers without which a comparison says something of a model's masts, not of the real.
_MAST_LAYERS = ("sites", "services")
# What the networks of Viet Nam call themselves. ITU Operational Bulletin, mobile
# network codes (Rec. ITU-T E.212) under country code 452.
_NETWORKS = (
    frozenset({"45201", "mobifone"}),
    frozenset({"45202", "vinaphone", "vnpt"}),
    frozenset({"45204", "viettel", "vietteltelecom", "viettelmobile"}),
    frozenset({"45205", "vietnamobile"}),
    frozenset({"45207", "gmobile", "gtel"}),
)


@dataclass(frozen=True)
class CalibrateRequest:
    """What is asked.

    Attributes:
        files: The measurements.
        rules: Replacements of rules by their names, ``thinning_m`` for example.
        use_ambiguous: Whether samples count whose strongest site is in doubt.
    """

    files: tuple[Path, ...]
    rules: Mapping[str, float]
    use_ambiguous: bool = False


@dataclass(frozen=True)
class CalibrateSummary:
    """What was found.

    Attributes:
        measurements: Number of rows that could be used.
        outcomes: Number of samples by what became of them.
        result: Offsets, refused classes, errors before and after.
        synthetic_masts: Whether sites or services are synthetic, so that the result
            says nothing of the land.
        findings: Warnings of the files.
        proposal: The file with the lines for ``parameters.toml``.
    """

    measurements: int
    outcomes: Mapping[Outcome, int]
    result: CalibrationResult
    synthetic_masts: bool
    findings: tuple[Finding, ...]
    proposal: Path


def calibrate_province(
    directory: Path,
    request: CalibrateRequest,
    *,
    progress: Progress,
    now: datetime,
    workers: int = 2,
) -> CalibrateSummary:
    """Compare measurements with the prediction, and keep table, samples and proposal.

    Nothing is applied: the planner copies the proposal into ``parameters.toml``.

    Args:
        directory: The province directory.
        request: Files and rules.
        progress: Told how far it is.
        now: Time that the manifest and the proposal note.
        workers: Threads; the result does not depend on them.

    Raises:
        NotFoundError: It is not a province directory, or a file is not there.
        InvalidInputError: The directory or a file has errors.
        OutOfRangeError: A rule is outside its limits.
    """
    shipped = shipped_parameters("radio", _RULES_FILE)
    rules = calibration_rules({**shipped, **request.rules})
    inputs = load_province(directory)
    hashes = _hashes(request.files)
    results = ResultsDirectory.of(directory)
    read = results.fingerprint(inputs.files)
    findings = Findings()
    found = read_measurements(request.files, findings)
    findings.raise_errors()
    measurements = _named(found.measurements, inputs, findings)
    findings.raise_errors()
    samples = _compared(
        measurements,
        inputs,
        rules=rules,
        use_ambiguous=request.use_ambiguous,
        progress=progress,
        workers=workers,
    )
    result = fit_calibration(samples_of(samples), rules)
    synthetic = bool(inputs.province.synthetic_layers(*_MAST_LAYERS))
    with results.staging() as folder:
        write_tables(folder, result, samples)
        proposal = write_proposal(
            folder,
            result,
            hashes=hashes,
            day=now.date(),
            is_active=result.is_useful and result.is_plausible and not synthetic,
        )
        results.publish(
            folder,
            STEP,
            inputs=read,
            parameters={
                "measurements": hashes,
                "rules": asdict(rules),
                "use_ambiguous": request.use_ambiguous,
            },
            about=about(inputs.province),
            finished_at=now.isoformat(timespec="seconds"),
        )
    counts = Counter(sample.outcome for sample in samples)
    return CalibrateSummary(
        measurements=len(measurements),
        outcomes={outcome: counts[outcome] for outcome in Outcome},
        result=result,
        synthetic_masts=synthetic,
        findings=tuple(findings),
        proposal=results.path / proposal,
    )


def _hashes(files: Iterable[Path]) -> dict[str, str]:
    """Return the hash of each file by its name, with its folder where it needs one."""
    hashes: dict[str, str] = {}
    for path in files:
        if not path.is_file():
            raise NotFoundError("there is no file {path}", path=path)
        name = f"{path.parent.name}/{path.name}" if path.name in hashes else path.name
        hashes[name] = file_sha256(path)
    return hashes


def _compared(
    measurements: Sequence[Measurement],
    inputs: ProvinceInputs,
    *,
    rules: CalibrationRules,
    use_ambiguous: bool,
    progress: Progress,
    workers: int,
) -> list[Sample]:
    """Thin the measurements and predict each sample."""
    province = inputs.province
    samples = thinned(measurements, rules)
    asked = {(sample.technology, sample.operator) for sample in samples}
    anybody = {technology for technology, operator in asked if not operator}
    services = [
        service
        for service in province.services
        if (service.technology, service.operator) in asked
        or service.technology in anybody
    ]
    masts = masts_of(
        inputs.terrain,
        province.sites,
        services,
        inputs.radio,
        province.antenna_patterns,
    )
    progress.start("prediction at the measured places", len(samples))
    return compared_samples(
        inputs.terrain,
        masts,
        samples,
        parameters=inputs.radio,
        rules=rules,
        refractivity_gradient_n_per_km=province.refractivity_gradient_n_per_km,
        use_ambiguous=use_ambiguous,
        progress=progress.advance,
        workers=workers,
    )


def _named(
    measurements: Sequence[Measurement], inputs: ProvinceInputs, findings: Findings
) -> list[Measurement]:
    """Return the measurements with operators named as in the services."""
    province = inputs.province
    operators = sorted({service.operator for service in province.services})
    sites = {site.id for site in province.sites}
    named = []
    strangers: Counter[tuple[str, str, str]] = Counter()
    for item in measurements:
        operator = _operator(item.operator, operators)
        if operator not in operators and not (item.site_id and not operator):
            strangers[item.file, "operator", operator] += 1
        if item.site_id and item.site_id not in sites:
            strangers[item.file, "site_id", item.site_id] += 1
        named.append(replace(item, operator=operator))
    for (file, column, name), count in sorted(strangers.items()):
        findings.warn(
            Place(file, None, column),
            Message(
                '"{raw}" is in none of the province\'s tables; {count} rows do not'
                " count",
                {"raw": name, "count": count},
            ),
            Message("write it as in sites.csv and services.csv, or add it there"),
            name,
        )
    return named


def _operator(raw: str, operators: Sequence[str]) -> str:
    """Return an operator as the services call it; as it stands when they do not."""
    plain = _folded(raw)
    for operator in operators:
        if _folded(operator) == plain:
            return operator
    for names in _NETWORKS:
        if plain in names:
            known = [operator for operator in operators if _folded(operator) in names]
            return known[0] if known else raw
    return raw


def _folded(name: str) -> str:
    """Return a network's name without case, blanks, marks and a leading country."""
    plain = re.sub(r"[^a-z0-9]", "", name.casefold())
    return plain.removeprefix("vn") if plain not in {"vnpt", "vn"} else plain
