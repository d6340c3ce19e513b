"""The commands of the steps that lead from a directory to its report."""

from typing import Annotated

import typer

from hatangso.cli.console import Bars, Output
from hatangso.cli.options import (
    ClusterAddress,
    Directory,
    Json,
    Lang,
    WorkerCount,
    now,
)
from hatangso.cli.summaries import (
    say_assessment,
    say_check,
    say_coverage,
    say_report,
)
from hatangso.model.site import Technology
from hatangso.workflows.assess import assess_province
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.plan_request import DEFAULT_NAME
from hatangso.workflows.record_table_check import check_province
from hatangso.workflows.report import write_report
from hatangso.workflows.workers import Workers

__all__ = ["assess", "check", "coverage", "report"]

Tech = Annotated[
    Technology,
    typer.Option(
        help="Công nghệ cần phủ (technology): 2G, 3G, 4G, 5G.", case_sensitive=False
    ),
]


def check(directory: Directory, *, as_json: Json = False, language: Lang) -> None:
    """Kiểm tra dữ liệu đầu vào (say everything that is wrong with a directory)."""
    out = Output(language, as_json)
    with out.errors_shown():
        inputs = check_province(directory)
        say_check(out, inputs)
        out.finish({"findings": inputs.findings})


def coverage(
    directory: Directory,
    *,
    workers: WorkerCount = 2,
    cluster: ClusterAddress = "",
    as_json: Json = False,
    language: Lang,
) -> None:
    """Tính vùng phủ sóng (compute the coverage on the terrain)."""
    out = Output(language, as_json)
    with out.errors_shown():
        with Bars(out) as bars:
            summary = compute_coverage(
                directory,
                progress=bars,
                now=now(),
                workers=Workers(workers, cluster),
            )
        say_coverage(out, summary)
        out.finish({"coverage": summary})


def assess(
    directory: Directory,
    *,
    technology: Tech = Technology.G4,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Đối chiếu với chỉ tiêu (hold the province against its targets)."""
    out = Output(language, as_json)
    with out.errors_shown():
        summary = assess_province(directory, technology=technology, now=now())
        say_assessment(out, summary)
        out.finish({"assessment": summary})


def report(
    directory: Directory,
    *,
    technology: Tech = Technology.G4,
    scenario: Annotated[
        str,
        typer.Option(help="Tên kịch bản của phương án (whose plan is shown)."),
    ] = DEFAULT_NAME,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Xuất báo cáo HTML (write the report and the map layers)."""
    out = Output(language, as_json)
    with out.errors_shown():
        with Bars(out) as bars:
            summary = write_report(
                directory,
                technology=technology,
                progress=bars,
                now=now(),
                scenario=scenario,
            )
        say_report(out, summary)
        out.finish({"report": summary})
