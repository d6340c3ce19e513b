"""The commands that serve a province to browsers, and work for them."""

from typing import Annotated, Any

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Lang
from hatangso.web.jobs.job_kind import Lane
from hatangso.web.serving import run_worker
from hatangso.web.serving import serve as serve_province
from hatangso.web.settings import read_settings

__all__ = ["serve", "worker"]


def serve(
    directory: Directory,
    *,
    host: Annotated[
        str | None, typer.Option(help="Địa chỉ lắng nghe (address to listen on).")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65_535, help="Cổng; 0: cổng bất kỳ (port; 0: any)."),
    ] = None,
    language: Lang,
) -> None:
    """Mở ứng dụng web của tỉnh (serve the province to browsers)."""
    out = Output(language, is_json=False)
    chosen: dict[str, Any] = {"host": host, "port": port}
    given = {name: value for name, value in chosen.items() if value is not None}

    def tell_account(login: str, password: str) -> None:
        out.say(
            "first administrator: {login}, password {password} (shown once; change it"
            " at the first sign-in)",
            login=login,
            password=password,
        )

    def tell_address(address: str) -> None:
        out.say("hatangso is open at {address}", address=address)

    with out.errors_shown():
        serve_province(
            read_settings(directory, **given),
            told=tell_address,
            told_account=tell_account,
        )


def worker(
    directory: Directory,
    *,
    lane: Annotated[
        Lane, typer.Option(help="Loại việc (which jobs): quick, heavy.")
    ] = Lane.HEAVY,
    server: Annotated[int | None, typer.Option(hidden=True)] = None,
    language: Lang,
) -> None:
    """Chạy các việc nền của ứng dụng web (run the jobs of the web application)."""
    out = Output(language, is_json=False)
    with out.errors_shown():
        run_worker(read_settings(directory), lane, server=server)
