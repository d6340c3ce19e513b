"""Write the report and the map layers of a province from its results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hatangso import __version__
from hatangso.documents.bilingual import sentence, unit, write_text
from hatangso.documents.report import render_report
from hatangso.documents.report_content import (
    AuditNote,
    CostAssumption,
    InputFile,
    ReportContent,
    Text,
)
from hatangso.errors import Message
from hatangso.io.extent_tables import read_area_km2
from hatangso.io.geopackage import write_geopackage
from hatangso.io.parameter_files import (
    OVERRIDES_FILE,
    merged,
    read_overrides,
    shipped_parameters,
)
from hatangso.io.plan_files import read_plans
from hatangso.io.results_directory import ResultsDirectory, file_sha256
from hatangso.language import (
    Language,
    as_sentence,
    format_money_vnd,
    format_number,
    translate,
)
from hatangso.model.build_plan import BuildPlan, PlanQuestion
from hatangso.model.indicator import AuditRecord
from hatangso.model.site import Technology
from hatangso.workflows import plan as plan_step
from hatangso.workflows.assess import assessment_of
from hatangso.workflows.assess_files import ProvinceAssessment
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.manifest import about
from hatangso.workflows.map_layers import map_layers
from hatangso.workflows.path_pictures import hole_pictures, uncertain_pictures
from hatangso.workflows.plan_of_today import as_build_plan
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
    directory: Path, *, technology: Technology, progress: Progress, now: datetime
) -> ReportSummary:
    """Write the report of a province whose coverage and plan are computed.

    Args:
        directory: The province directory.
        technology: Of the headline and of the list of holes.
        progress: Told how far it is.
        now: Time that the manifest notes; the report does not show it.

    Raises:
        NotFoundError: Its coverage is not computed yet.
        StaleResultError: Its coverage or plan belongs to other inputs.
        InvalidInputError: The directory has errors.
    """
    inputs = load_province(directory)
    results = ResultsDirectory.of(directory)
    progress.start("the report", 3)
    read = results.fingerprint([*inputs.files, *_result_files(results)])
    found = assessment_of(inputs, results)
    plans = _plans(inputs, results, technology)
    content = _content(inputs, results, found, plans, technology)
    progress.advance(1)
    with results.staging() as folder:
        html = render_report(content)
        (folder / "report.html").write_text(html, encoding="utf-8")
        progress.advance(2)
        layers = map_layers(inputs.province, content.coverages, plans)
        write_geopackage(folder / "province.gpkg", layers)
        results.publish(
            folder,
            STEP,
            inputs=read,
            parameters={"technology": technology},
            about=about(inputs.province),
            finished_at=now.isoformat(timespec="seconds"),
        )
        progress.advance(3)
    return ReportSummary(results.path / "report.html", results.path / "province.gpkg")


def _result_files(results: ResultsDirectory) -> list[Path]:
    """Return the results that the report reads."""
    names = ("*_coverage.csv", *_RASTERS, "plan.json")
    return sorted(path for name in names for path in results.path.glob(name))


def _plans(
    inputs: ProvinceInputs, results: ResultsDirectory, technology: Technology
) -> list[BuildPlan]:
    """Return the plans for a technology; none when no such plan was made."""
    if not results.has_step(plan_step.STEP):
        return []
    results.require_fresh(plan_step.STEP, inputs=plan_step.input_files(inputs, results))
    plans = read_plans(results.path / plan_step.PLAN_FILE)
    return [as_build_plan(plan) for plan in plans if plan.technology is technology]


def _content(
    inputs: ProvinceInputs,
    results: ResultsDirectory,
    found: ProvinceAssessment,
    plans: Sequence[BuildPlan],
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
        plan=plans[0] if plans else None,
        plan_note=_plan_note(plans),
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
    return tuple(
        _price(name, entry, own.get(name), getattr(inputs.costs, name))
        for name, entry in shipped_parameters("planning", "costs.toml").items()
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


def _plan_note(plans: Sequence[BuildPlan]) -> Text:
    """Say what a budget would bring."""

    def write(language: Language) -> str:
        budgets = [
            _budget_sentence(plan, language)
            for plan in plans[1:]
            if plan.question is PlanQuestion.BEST_UNDER_BUDGET
        ]
        return " ".join(as_sentence(translate(part, language)) for part in budgets)

    return write_text(write)


def _budget_sentence(plan: BuildPlan, language: Language) -> Message:
    return Message(
        "With a budget of {budget}, the best plan builds {count} works for {cost}"
        " and reaches {people} more people.",
        {
            "budget": format_money_vnd(plan.budget_vnd or 0, language),
            "count": len(plan.items),
            "cost": format_money_vnd(plan.cost_vnd, language),
            "people": format_number(
                sum(one.people_after - one.people_before for one in plan.outcomes),
                0,
                language,
            ),
        },
    )
