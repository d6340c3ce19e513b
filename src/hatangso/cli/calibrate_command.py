"""The command that holds measurements against the prediction."""

from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.calibration_summary import say_calibration
from hatangso.cli.console import Bars, Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.workflows.calibrate import CalibrateRequest, calibrate_province

__all__ = ["calibrate"]


def calibrate(
    directory: Directory,
    measurements: Annotated[
        list[Path],
        typer.Option(help="Tệp số liệu đo, lặp lại được (a file; may be repeated)."),
    ],
    *,
    thinning_m: Annotated[
        float | None,
        typer.Option(help="Cạnh ô gộp mẫu, mét (side of the squares of samples)."),
    ] = None,
    fewest_samples: Annotated[
        int | None, typer.Option(help="Số mẫu tối thiểu của một lớp (per class).")
    ] = None,
    fewest_places: Annotated[
        int | None, typer.Option(help="Số khu vực tối thiểu (places per class).")
    ] = None,
    fewest_sites: Annotated[
        int | None, typer.Option(help="Số trạm tối thiểu (sites per class).")
    ] = None,
    use_ambiguous: Annotated[
        bool,
        typer.Option(
            "--use-ambiguous",
            help="Dùng cả mẫu chưa rõ của trạm nào (their site is in doubt).",
        ),
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="Số luồng tính (threads).")] = 2,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Hiệu chỉnh dự báo theo số đo (hold measurements against the prediction)."""
    out = Output(language, as_json)
    asked = {
        "thinning_m": thinning_m,
        "fewest_samples": fewest_samples,
        "fewest_places": fewest_places,
        "fewest_sites": fewest_sites,
    }
    with out.errors_shown():
        request = CalibrateRequest(
            tuple(measurements),
            {name: value for name, value in asked.items() if value is not None},
            use_ambiguous=use_ambiguous,
        )
        moment = now()
        with Bars(out) as bars:
            summary = calibrate_province(
                directory, request, progress=bars, now=moment, workers=workers
            )
        say_calibration(out, summary)
        out.finish({"calibration": summary})
