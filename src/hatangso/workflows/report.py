"""Write the report and the map layers of a province from its results."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hatangso import __version__
from hatangso.documents.bilingual import sentence, unit
from hatangso.documents.report import render_report
from hatangso.documents.report_content import (
    AuditNote,
    CostAssumption,
    InputFile,
    ReportContent,
    Text,
)
from hatangso.io.extent_tables import read_area_km2
from hatangso.io.geopackage import write_geopackage
from hatangso.io.parameter_files import (
    OVERRIDES_FILE,
    merged,
    read_overrides,
    shipped_parameters,
)
from hatangso.io.results_directory import ResultsDirectory, file_sha256
from hatangso.language import (
    as_sentence,
)
from hatangso.model.indicator import AuditRecord
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.site import Technology
from hatangso.workflows.assess import assessment_of
from hatangso.workflows.assess_files import ProvinceAssessment
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.manifest import about
from hatangso.workflows.map_layers import map_layers
from hatangso.workflows.path_pictures import hole_pictures, uncertain_pictures
from hatangso.workflows.plan import kept_answer, plan_step
from hatangso.workflows.plan_request import DEFAULT_NAME
from hatangso.workflows.progress import Progress
from hatangso.workflows.report_areas import area_answers, doubts_of, terrain_ratio
from hatangso.workflows.report_maps import map_images
from hatangso.workflows.report_method import (
    method_parameters,
    rate_goals,
    signal_thresholds,
)

__all__ = ["STEP", "ReportSummary", "write_report"]

STEP = "report"
_RASTERS = ("level_*.tif", "coverage_*.tif", "second_*.tif")


@dataclass(frozen=True)
class ReportSummary:
    """Where the report lies."""

    report: Path
    layers: Path


def write_report(
    directory: Path,
    *,
    technology: Technology,
    progress: Progress,
    now: datetime,
    scenario: str = DEFAULT_NAME,
) -> ReportSummary:
    """Write the report of a province whose coverage and plan are computed.

    Args:
        directory: The province directory.
        technology: Of the headline and of the list of holes.
        progress: Told how far it is.
        now: Time that the manifest notes; the report does not show it.
        scenario: Name of the scenario whose plan is shown.

    Raises:
        NotFoundError: Its coverage is not computed yet, or no such plan is there.
        StaleResultError: Its coverage or plan belongs to other inputs.
        InvalidInputError: The directory has errors.
    """
    inputs = load_province(directory)
    results = ResultsDirectory.of(directory)
    progress.start("the report", 3)
    read = results.fingerprint([*inputs.files, *_result_files(results)])
    found = assessment_of(inputs, results)
    answer = _answer(inputs, results, scenario)
    content = _content(inputs, results, found, answer, technology)
    progress.advance(1)
    with results.staging() as folder:
        html = render_report(content)
        (folder / "report.html").write_text(html, encoding="utf-8")
        progress.advance(2)
        plans = [answer.plan] if answer else []
        layers = map_layers(inputs.province, content.coverages, plans)
        write_geopackage(folder / "province.gpkg", layers)
        results.publish(
            folder,
            STEP,
            inputs=read,
            parameters={"technology": technology, "scenario": scenario},
            about=about(inputs.province),
            finished_at=now.isoformat(timespec="seconds"),
        )
        progress.advance(3)
    return ReportSummary(results.path / "report.html", results.path / "province.gpkg")


def _result_files(results: ResultsDirectory) -> list[Path]:
    """Return the results that the report reads."""
    names = ("*_coverage.csv", *_RASTERS, "plan*.json")
    return sorted(path for name in names for path in results.path.glob(name))


def _answer(
    inputs: ProvinceInputs, results: ResultsDirectory, scenario: str
) -> PlanAnswer | None:
    """Return the answer to a scenario; None when nobody asked the usual one."""
    is_usual = scenario == DEFAULT_NAME
    if is_usual and not results.has_step(plan_step(scenario)):
        return None
    return kept_answer(inputs, results, scenario)


def _content(
    inputs: ProvinceInputs,
    results: ResultsDirectory,
    found: ProvinceAssessment,
    answer: PlanAnswer | None,
    technology: Technology,
) -> ReportContent:
    province = inputs.province
    flags = {figure.id: figure.flag for figure in province.figures}
    areas = read_area_km2(results.path / "area_coverage.csv")
    named = {item.target.indicator for item in found.assessments}
    named |= {value.indicator for value in found.values}
    doubts = doubts_of(results.path, inputs.radio)
    holes = hole_pictures(inputs, found.localities, technology)
    return ReportContent(
        province=province.with_documents(found.documents),
        data_date=province.data_date,
        software_version=__version__,
        main_technology=technology,
        coverages=found.localities,
        indicators=tuple(item for item in found.catalogue if item.code in named),
        assessments=found.assessments,
        values=found.values,
        terrain_ratio=terrain_ratio(areas),
        areas=area_answers(areas, doubts),
        rate_goals=rate_goals(found),
        images=map_images(province, inputs.terrain, results.path, doubts),
        paths=holes,
        uncertain_paths=uncertain_pictures(
            inputs, found.localities, technology, shown=holes
        ),
        plan=answer.plan if answer else None,
        plan_title=_plan_title(answer),
        plan_notes=_plan_notes(answer),
        sharing=answer.sharing if answer else None,
        sensitivity=answer.sensitivity if answer else None,
        more_money=answer.marginal if answer else None,
        thresholds=signal_thresholds(inputs.radio),
        assumptions=_assumptions(inputs),
        audit=tuple(_audit_note(record, flags) for record in found.audit),
        parameters=method_parameters(inputs),
        inputs=tuple(
            InputFile(path.relative_to(inputs.directory).as_posix(), file_sha256(path))
            for path in inputs.files
        ),
    )


def _audit_note(record: AuditRecord, flags: Mapping[str, str]) -> AuditNote:
    """Return a doubt for the report, under the flag that its figures carry."""
    carried = [flags[name] for name in record.figures if flags.get(name)]
    return AuditNote(
        flag=carried[0].split(",")[0].strip() if carried else "",
        title=sentence(record.problem),
        arithmetic=sentence(record.arithmetic),
        figures=record.figures,
        suggestion=sentence(record.suggestion),
    )


def _assumptions(inputs: ProvinceInputs) -> tuple[CostAssumption, ...]:
    """Return the prices that the plan rests on, with the words of their file."""
    own = read_overrides(inputs.directory).get("costs", {})
    shipped = shipped_parameters("planning/candidates", "costs.toml")
    return tuple(
        _price(name, entry, own.get(name), getattr(inputs.costs, name))
        for name, entry in shipped.items()
    )


def _price(
    name: str, entry: Mapping[str, Any], given: object, value: float
) -> CostAssumption:
    """Return a price; what the province gives is a number or a table of its own."""
    told: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    is_local = "value" in told or not (given is None or told)
    # A plain number is taken as known; a table lies over the shipped one.
    limits = {} if is_local and not told else merged(entry, told)
    source = told.get("source", OVERRIDES_FILE) if is_local else entry["source"]
    source_vi = told.get("source_vi", source) if is_local else entry["source_vi"]
    return CostAssumption(
        name=Text(entry.get("name_vi", name), entry.get("name_en", name)),
        value=value,
        unit=unit(entry["unit"]),
        note=Text(source_vi, source),
        low=limits.get("low"),
        high=limits.get("high"),
        is_local=is_local,
    )


def _plan_title(answer: PlanAnswer | None) -> Text:
    if answer is None:
        return Text("", "")
    title_vi, title_en = answer.scenario.title_vi, answer.scenario.title_en
    return Text(title_vi or title_en, title_en or title_vi)


def _plan_notes(answer: PlanAnswer | None) -> tuple[Text, ...]:
    """Say what was not studied."""
    found = [sentence(note) for note in (answer.study_notes if answer else ())]
    return tuple(Text(as_sentence(x.vi), as_sentence(x.en)) for x in found)
