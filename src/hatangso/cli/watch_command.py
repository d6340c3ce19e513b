"""The command that looks at machines and systems, and takes in what others saw."""

import signal
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.errors import Message
from hatangso.language import format_number, translate
from hatangso.model.monitoring import KeptTarget, ProbeKind, TargetState
from hatangso.workflows.monitoring_import import ImportedLooks
from hatangso.workflows.monitoring_targets import WatchList
from hatangso.workflows.monitoring_words import FAULT_WORDS, STATE_WORDS
from hatangso.workflows.probing import (
    Round,
    import_monitoring,
    local_means,
    look_once,
    watch_on,
)

__all__ = ["watch"]

_ORDER = (TargetState.DOWN, TargetState.UNKNOWN, TargetState.SLOW, TargetState.UP)
_MOST_SHOWN = 50


def watch(
    directory: Directory,
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Đo một lượt rồi dừng (one round).")
    ] = False,
    import_file: Annotated[
        Path | None,
        typer.Option(
            "--import", help="Nhập tệp của hệ thống giám sát khác (CSV of others)."
        ),
    ] = None,
    target: Annotated[
        str,
        typer.Option(
            help="Đối tượng của tệp không có cột đối tượng (what such a file is about)."
        ),
    ] = "",
    as_json: Json = False,
    language: Lang,
) -> None:
    """Giám sát máy, đường truyền, hệ thống (watch machines, links and systems)."""
    out = Output(language, as_json)
    with out.errors_shown():
        if import_file is not None:
            _import(
                out, import_monitoring(directory, import_file, now=now, target=target)
            )
            return
        means = local_means()
        if means.ping is None:
            out.say(
                "This machine lets no program without special rights send ICMP: TCP is"
                " tried in its place, and silence is told as unknown, not as down. To"
                " allow it on Linux: sysctl net.ipv4.ping_group_range='0 2147483647'."
            )
        if once:
            _show(out, look_once(directory, means=means, now=now))
            return
        # Whoever ends services sends SIGTERM: what was seen is kept then too.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            watch_on(
                directory, means=means, now=now, told=lambda listed: _tell(out, listed)
            )
        except KeyboardInterrupt:
            out.say("Stopped: from here on nothing is known.")


def _tell(out: Output, listed: WatchList) -> None:
    """Say what is watched."""
    out.show_findings(listed.findings)
    out.say(
        "{count} targets are watched; {silent} records tell no address. Ctrl+C stops.",
        count=len(listed.targets),
        silent=len(listed.without_address),
    )


def _show(out: Output, found: Round) -> None:
    """Print what one round saw, the worst first."""
    out.show_findings(found.findings)
    ordered = sorted(found.targets, key=lambda one: (_ORDER.index(one.state), one.code))
    if ordered and not out.is_json:
        table = Table(box=None, pad_edge=False)
        for title in (
            Message("Watched object"),
            Message("State"),
            Message("Answer, ms"),
        ):
            table.add_column(translate(title, out.language))
        for one in ordered[:_MOST_SHOWN]:
            table.add_row(one.name, _state(out, one), _answer(out, one))
        Console(highlight=False).print(table)
    counts = {state: sum(one.state is state for one in ordered) for state in _ORDER}
    out.say(
        "{up} up, {slow} slow, {down} down, {unknown} unknown; {silent} records tell no"
        " address.",
        **{state.value: number for state, number in counts.items()},
        silent=len(found.without_address),
    )
    out.finish({"watch": found})


def _state(out: Output, one: KeptTarget) -> str:
    words = translate(STATE_WORDS[one.state], out.language)
    if not one.fault:
        return words
    return f"{words} ({translate(FAULT_WORDS[one.fault], out.language)})"


def _answer(out: Output, one: KeptTarget) -> str:
    if one.response_ms is None or one.probe is ProbeKind.IMPORTED:
        return "-"
    return format_number(one.response_ms, 1, out.language)


def _import(out: Output, found: ImportedLooks) -> None:
    """Print what a file brought."""
    out.show_findings(found.findings)
    out.say(
        "{file} ({layout}): {rows} rows, {refused} refused, {duplicates} duplicates;"
        " {targets} targets, {known} of them known.",
        file=found.file,
        layout=found.layout,
        rows=found.rows,
        refused=found.refused_rows,
        duplicates=found.duplicate_rows,
        targets=len(found.targets),
        known=len(found.known),
    )
    out.finish({"watch": found})
