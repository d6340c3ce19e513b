"""The command that plans the build-out."""

from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Bars, Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.cli.plan_summary import say_plan
from hatangso.language.money import parse_money_vnd
from hatangso.model.site import Technology
from hatangso.workflows.plan import plan_build_out
from hatangso.workflows.plan_request import PlanRequest

__all__ = ["plan"]

_PERCENT = 100


def plan(
    directory: Directory,
    *,
    scenario: Annotated[
        Path | None,
        typer.Option(
            help="Tệp kịch bản: dịch vụ, mục tiêu, năm, ngân sách (a scenario file;"
            " default: plan.toml of the province)."
        ),
    ] = None,
    technology: Annotated[
        Technology | None,
        typer.Option(
            help="Chỉ quy hoạch một công nghệ (one technology): 2G, 3G, 4G, 5G.",
            case_sensitive=False,
        ),
    ] = None,
    operator: Annotated[
        str | None,
        typer.Option(help="Chỉ xét một nhà mạng (one operator alone; default: any)."),
    ] = None,
    goal_percent: Annotated[
        float | None,
        typer.Option(
            "--goal-percent",
            help="Tỷ lệ dân số cần phủ, % (share of people; the cheapest plan).",
        ),
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option(
            help='Ngân sách, ví dụ "20 tỷ" (money; the plan that serves most people).'
        ),
    ] = None,
    more: Annotated[
        str | None,
        typer.Option(
            help='Thêm tiền thì được gì, ví dụ "1 tỷ" (what more money buys).'
        ),
    ] = None,
    gap_percent: Annotated[
        float | None,
        typer.Option(
            "--gap-percent",
            help="Chênh lệch tối đa so với tối ưu, % (how near to the best).",
        ),
    ] = None,
    sharing: Annotated[
        bool,
        typer.Option(
            "--sharing",
            help="So với khi mỗi nhà mạng tự xây (what sharing saves).",
        ),
    ] = False,
    prices: Annotated[
        bool,
        typer.Option(
            "--prices",
            help="Lập lại với giá thấp, giá cao (plan again at other prices).",
        ),
    ] = False,
    curve: Annotated[
        bool,
        typer.Option(help="Tính cả đường chi phí (what growing amounts of money buy)."),
    ] = True,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Lập phương án đầu tư (the cheapest build-out, with its proof)."""
    out = Output(language, as_json)
    with out.errors_shown():
        request = PlanRequest(
            scenario_file=scenario,
            technology=technology,
            operator=operator or "",
            goal_percent=goal_percent,
            budget_vnd=None if budget is None else parse_money_vnd(budget),
            more_vnd=None if more is None else parse_money_vnd(more),
            gap_ratio=None if gap_percent is None else gap_percent / _PERCENT,
            with_curve=curve,
            with_sharing=sharing,
            with_prices=prices,
        )
        moment = now()
        with Bars(out) as bars:
            summary = plan_build_out(directory, request, progress=bars, now=moment)
        say_plan(out, summary)
        out.finish({"plan": summary})
