"""The commands: each parses its options, calls one workflow and prints the result."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hatangso import __version__
from hatangso.cli.audit_command import audit
from hatangso.cli.calibrate_command import calibrate
from hatangso.cli.compare_command import compare
from hatangso.cli.console import Bars, Output, default_language
from hatangso.cli.export_command import export
from hatangso.cli.fibre_command import fibre
from hatangso.cli.import_command import import_files
from hatangso.cli.indicators_command import indicators
from hatangso.cli.path_command import path
from hatangso.cli.plan_command import plan
from hatangso.cli.plan_summary import say_plan
from hatangso.cli.quality_command import quality
from hatangso.cli.register_command import merge, register
from hatangso.cli.score_command import score
from hatangso.cli.summaries import (
    say_assessment,
    say_check,
    say_coverage,
    say_report,
)
from hatangso.cli.targets_command import targets
from hatangso.cli.template_command import template
from hatangso.cli.undo_command import history, undo
from hatangso.cli.units_command import restate, units
from hatangso.language import Language
from hatangso.model.site import Technology
from hatangso.packs.catalogue import pack_directory
from hatangso.workflows.assess import assess_province
from hatangso.workflows.check import load_province
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.demo import run_demo
from hatangso.workflows.plan_request import DEFAULT_NAME
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
    technology: Annotated[
        Technology | None,
        typer.Option(
            help="Chỉ quy hoạch một công nghệ (plan one technology): 2G, 3G, 4G, 5G;"
            " mặc định theo kịch bản của tỉnh (default: the province's scenario).",
            case_sensitive=False,
        ),
    ] = None,
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
                now=_now(),
                scenario=scenario,
            )
        say_report(out, summary)
        out.finish({"report": summary})


app.command()(audit)
app.command()(targets)
app.command()(indicators)
app.command()(score)
app.command()(quality)
app.command()(register)
app.command()(merge)
app.command()(plan)
app.command()(compare)
app.command()(fibre)
app.command()(export)
app.command(name="import")(import_files)
app.command()(undo)
app.command()(history)
app.command()(template)
app.command()(calibrate)
app.command()(path)
app.command()(units)
app.command()(restate)
