"""The command that runs everything on a shipped province."""

from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.background_service import start_service
from hatangso.cli.console import Bars, Output
from hatangso.cli.options import ClusterAddress, Json, Lang, WorkerCount, now
from hatangso.cli.plan_summary import say_plan
from hatangso.cli.summaries import say_assessment, say_coverage, say_report
from hatangso.model.site import Technology
from hatangso.packs.catalogue import pack_directory
from hatangso.workflows.demo import run_demo
from hatangso.workflows.workers import Workers

__all__ = ["demo"]


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
    workers: WorkerCount = 2,
    cluster: ClusterAddress = "",
    serve: Annotated[
        bool,
        typer.Option(
            "--serve", help="Rồi mở ứng dụng web ở chế độ nền (then serve it)."
        ),
    ] = False,
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
                now=now(),
                workers=Workers(workers, cluster),
            )
        say_coverage(out, result.coverage)
        say_assessment(out, result.assessment)
        say_plan(out, result.plan)
        say_report(out, result.report)
        address = start_service(output / province, out) if serve else ""
        out.finish({"demo": result, "address": address})
