"""The command that holds measurements against the prediction."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.calibration_summary import say_calibration
from hatangso.cli.console import Bars, Output, default_language
from hatangso.language import Language
from hatangso.workflows.calibrate import CalibrateRequest, calibrate_province

__all__ = ["calibrate"]


def calibrate(
    directory: Annotated[
        Path,
        typer.Argument(help="Thư mục dữ liệu của tỉnh (the province directory)."),
    ],
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
    as_json: Annotated[
        bool, typer.Option("--json", help="In kết quả cho máy đọc (print JSON).")
    ] = False,
    language: Annotated[
        Language,
        typer.Option(
            "--language",
            help="Ngôn ngữ của thông báo (language of the messages): vi, en.",
            default_factory=default_language,
        ),
    ],
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
        now = datetime.now(tz=UTC)  # noqa: TID251 - the command line reads the clock
        with Bars(out) as bars:
            summary = calibrate_province(
                directory, request, progress=bars, now=now, workers=workers
            )
        say_calibration(out, summary)
        out.finish({"calibration": summary})
