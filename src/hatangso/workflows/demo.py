"""Run every step on a copy of a shipped province."""

import shutil
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.results_directory import ResultsDirectory, file_sha256
from hatangso.model.site import Technology
from hatangso.workflows.assess import AssessSummary, assess_province
from hatangso.workflows.coverage import CoverageSummary, compute_coverage
from hatangso.workflows.plan import PlanSummary, plan_build_out
from hatangso.workflows.plan_request import PlanRequest
from hatangso.workflows.procedure_results import judge_province
from hatangso.workflows.progress import Progress
from hatangso.workflows.report import ReportSummary, write_report
from hatangso.workflows.workers import Workers

__all__ = ["DemoSummary", "run_demo"]


@dataclass(frozen=True)
class DemoSummary:
    """What each step found."""

    coverage: CoverageSummary
    assessment: AssessSummary
    plan: PlanSummary
    report: ReportSummary


def run_demo(
    pack: Path,
    output: Path,
    *,
    technology: Technology | None = None,
    progress: Progress,
    now: datetime,
    workers: Workers = Workers(),  # noqa: B008 - frozen
) -> DemoSummary:
    """Copy a shipped province below a directory and run every step on the copy.

    Args:
        pack: The shipped province directory.
        output: The copy becomes a folder in it, called like the pack.
        technology: That is planned and headlined; None plans the scenario of the pack
            and headlines 4G.
        progress: Told how far it is.
        now: Time that the manifest notes.
        workers: Who computes the coverage.

    Raises:
        InvalidInputError: The place is taken by something that is no province.
    """
    directory = output / pack.name
    _copy(pack, directory)
    coverage = compute_coverage(directory, progress=progress, now=now, workers=workers)
    assessment = assess_province(
        directory, technology=technology or Technology.G4, now=now
    )
    request = PlanRequest(technology=technology)
    plan = plan_build_out(directory, request, progress=progress, now=now)
    main = technology or Technology.G4
    report = write_report(directory, technology=main, progress=progress, now=now)
    _judge_dossiers(directory)
    return DemoSummary(coverage, assessment, plan, report)


def _judge_dossiers(directory: Path) -> None:
    """Judge the dossiers, if any, at the end of the day for which the data stand."""
    text = (directory / DESCRIPTION_FILE).read_text(encoding="utf-8")
    day = tomllib.loads(text)["data_date"] + timedelta(days=1)
    with suppress(NotFoundError):
        judge_province(directory, as_of=datetime.combine(day, time()))


def _copy(pack: Path, directory: Path) -> None:
    """Copy a pack; what somebody edited in an earlier copy is not thrown away."""
    if not directory.exists():
        shutil.copytree(pack, directory)
        return
    if not (directory / DESCRIPTION_FILE).is_file():
        raise InvalidInputError(
            "{directory} exists and is not a province directory:"
            " name another place with --output",
            directory=directory,
        )
    edited = sorted(_input_files(pack) ^ _input_files(directory))
    if edited:
        raise InvalidInputError(
            "{file} in {directory} was edited since the last demo: run hatangso"
            " coverage, assess, plan and report on it, or name another place with"
            " --output",
            file=edited[0][0],
            directory=directory,
        )


def _input_files(directory: Path) -> set[tuple[str, str]]:
    """Return the names and hashes of the inputs in a province directory."""
    results = ResultsDirectory.of(directory).path
    return {
        (path.relative_to(directory).as_posix(), file_sha256(path))
        for path in directory.rglob("*")
        if path.is_file() and results not in path.parents
    }
