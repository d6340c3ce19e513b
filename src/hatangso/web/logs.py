"""Log lines that machines and people can read; nothing secret stands in them."""

import logging
import sys
from typing import Literal

import structlog

__all__ = ["configure_logs"]


def configure_logs(log_format: Literal["console", "json"]) -> None:
    """Write log lines to standard error: as JSON for machines, else for people."""
    # Traces without the values of variables, among which secrets may be.
    last: list[structlog.typing.Processor] = (
        [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
        if log_format == "json"
        else [
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # What somebody reads from standard output is the result of the command. Asked
        # for anew each time: whoever stands in for standard error may be gone by then.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
    )
