"""The commands: each parses its options, calls one workflow and prints the result."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hatangso import __version__
from hatangso.cli.calibrate_command import calibrate
from hatangso.cli.console import Bars, Output, default_language
from hatangso.cli.export_command import export
from hatangso.cli.path_command import path
from hatangso.cli.summaries import (
    say_assessment,
    say_check,
    say_coverage,
    say_plan,
    say_report,
)
from hatangso.language import Language
from hatangso.language.money import parse_money_vnd
from hatangso.model.site import Technology
from hatangso.packs.catalogue import pack_directory
from hatangso.workflows.assess import assess_province
from hatangso.workflows.check import load_province
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.demo import run_demo
from hatangso.workflows.plan import PlanRequest, plan_build_out
from hatangso.workflows.report import write_report
from hatangso.workflows.workers import Workers

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="hatangso: quy hoạch, đo lường hạ tầng số cấp tỉnh"
    " (plan and measure a province's digital infrastructure).",
)

Directory = Annotated[
    Path,
    typer.Argument(help="Thư mục dữ liệu của tỉnh (the province directory)."),
]
Json = Annotated[
    bool, typer.Option("--json", help="In kết quả cho máy đọc (print JSON).")
]
Lang = Annotated[
    Language,
    typer.Option(
        "--language",
        help="Ngôn ngữ của thông báo (language of the messages): vi, en.",
        default_factory=default_language,
    ),
]
Tech = Annotated[
    Technology,
    typer.Option(
        help="Công nghệ cần phủ (technology): 2G, 3G, 4G, 5G.", case_sensitive=False
    ),
]
Goal = Annotated[
    float | None,
    typer.Option(
        "--goal-percent",
        help="Tỷ lệ dân số cần phủ, % (share of people to cover; the cheapest plan).",
    ),
]
Budget = Annotated[
    str | None,
    typer.Option(
        help='Ngân sách, ví dụ "20 tỷ" (money to spend; the plan that covers most).'
    ),
]
Operator = Annotated[
    str | None,
    typer.Option(help="Chỉ xét một nhà mạng (one operator alone; default: any)."),
]
Count = Annotated[
    int, typer.Option("--workers", min=1, help="Số tiến trình tính (processes).")
]
Cluster = Annotated[
    str,
    typer.Option(
        help="Địa chỉ cụm Dask (address of a Dask scheduler): tcp://host:8786."
    ),
]


def _now() -> datetime:
    return datetime.now(tz=UTC)  # noqa: TID251 - the command line reads the clock


def _version(*, asked: bool) -> None:
    if asked:
        print(f"hatangso {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda asked: _version(asked=asked), is_eager=True
        ),
    ] = False,
) -> None:
    del version


@app.command()
def demo(
    province: Annotated[
        str, typer.Argument(help="thai_nguyen, bac_kan, bac_giang, nam_dinh.")
    ] = "thai_nguyen",
    output: Annotated[
        Path, typer.Option(help="Nơi ghi kết quả (where to write).")
    ] = Path("demo"),
    *,
    technology: Tech = Technology.G4,
    workers: Count = 2,
    cluster: Cluster = "",
    as_json: Json = False,
    language: Lang,
) -> None:
    """Chạy toàn bộ trên dữ liệu mẫu (run everything on a shipped province)."""
    out = Output(language, as_json)
    with out.errors_shown():
        with Bars(out) as bars:
            result = run_demo(
                pack_directory(province),
                output,
                technology=technology,
                progress=bars,
                now=_now(),
                workers=Workers(workers, cluster),
            )
        say_coverage(out, result.coverage)
        say_assessment(out, result.assessment)
        say_plan(out, result.plan)
        say_report(out, result.report)
        out.finish({"demo": result})


@app.command()
def check(directory: Directory, *, as_json: Json = False, language: Lang) -> None:
    """Kiểm tra dữ liệu đầu vào (say everything that is wrong with a directory)."""
    out = Output(language, as_json)
    with out.errors_shown():
        inputs = load_province(directory)
        say_check(out, inputs)
        out.finish({"findings": inputs.findings})


@app.command()
def coverage(
    directory: Directory,
    *,
    workers: Count = 2,
    cluster: Cluster = "",
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
                now=_now(),
                workers=Workers(workers, cluster),
            )
        say_coverage(out, summary)
        out.finish({"coverage": summary})


@app.command()
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
        summary = assess_province(directory, technology=technology, now=_now())
        say_assessment(out, summary)
        out.finish({"assessment": summary})


@app.command()
def plan(
    directory: Directory,
    *,
    technology: Tech = Technology.G4,
    operator: Operator = None,
    goal_percent: Goal = None,
    budget: Budget = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Lập phương án đầu tư (the cheapest build-out, with its proof)."""
    out = Output(language, as_json)
    with out.errors_shown():
        request = PlanRequest(
            technology=technology,
            operator=operator or "",
            goal_percent=goal_percent,
            budget_vnd=None if budget is None else parse_money_vnd(budget),
        )
        with Bars(out) as bars:
            summary = plan_build_out(directory, request, progress=bars, now=_now())
        say_plan(out, summary)
        out.finish({"plan": summary})


@app.command()
def report(
    directory: Directory,
    *,
    technology: Tech = Technology.G4,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Xuất báo cáo HTML (write the report and the map layers)."""
    out = Output(language, as_json)
    with out.errors_shown():
        with Bars(out) as bars:
            summary = write_report(
                directory, technology=technology, progress=bars, now=_now()
            )
        say_report(out, summary)
        out.finish({"report": summary})


app.command()(export)
app.command()(calibrate)
app.command()(path)
