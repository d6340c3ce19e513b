"""Hold two plans of a province against each other."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hatangso import __version__
from hatangso.documents.plan_comparison import (
    COMPARISON_HEADER,
    ComparisonContent,
    comparison_rows,
    render_comparison,
)
from hatangso.documents.report_content import Text
from hatangso.io.csv_tables import write_csv
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.plan_comparison import PlanComparison
from hatangso.planning.questions.comparison import compare
from hatangso.workflows.check import load_province
from hatangso.workflows.manifest import about
from hatangso.workflows.plan import kept_answer, plan_file

__all__ = ["STEP", "CompareSummary", "compare_plans"]

STEP = "comparison"


@dataclass(frozen=True)
class CompareSummary:
    """What tells two plans apart, and where it is written."""

    comparison: PlanComparison
    page: Path
    table: Path


def compare_plans(
    directory: Path, one: str, other: str, *, now: datetime
) -> CompareSummary:
    """Compare the plans of two scenarios that were planned before.

    Args:
        directory: The province directory.
        one: Name of a scenario.
        other: Name of the scenario that it is held against.
        now: Time that the manifest notes.

    Raises:
        NotFoundError: One of them was not planned.
        StaleResultError: One of them belongs to other inputs.
        InvalidInputError: The directory has errors.
    """
    inputs = load_province(directory)
    results = ResultsDirectory.of(directory)
    first, second = (kept_answer(inputs, results, name) for name in (one, other))
    comparison = compare(first.plan, second.plan)
    content = ComparisonContent(
        province=inputs.province,
        one=first.plan,
        other=second.plan,
        comparison=comparison,
        one_name=_title(first),
        other_name=_title(second),
        data_date=inputs.province.data_date,
        software_version=__version__,
    )
    files = [results.path / plan_file(name) for name in (one, other)]
    with results.staging() as folder:
        html = render_comparison(content)
        (folder / "comparison.html").write_text(html, encoding="utf-8")
        rows = comparison_rows(content)
        write_csv(folder / "comparison.csv", COMPARISON_HEADER, rows)
        results.publish(
            folder,
            STEP,
            inputs=results.fingerprint([*inputs.files, *files]),
            parameters={"one": one, "other": other},
            about=about(inputs.province),
            finished_at=now.isoformat(timespec="seconds"),
        )
    return CompareSummary(
        comparison, results.path / "comparison.html", results.path / "comparison.csv"
    )


def _title(answer: PlanAnswer) -> Text:
    scenario = answer.scenario
    return Text(scenario.title_vi or scenario.name, scenario.title_en or scenario.name)
