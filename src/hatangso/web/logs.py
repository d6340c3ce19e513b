"""Log lines that machines and people can read; nothing secret stands in them."""

import logging
from typing import Literal

import structlog

__all__ = ["configure_logs"]


def configure_logs(log_format: Literal["console", "json"]) -> None:
    """Write log lines to standard error: as JSON for machines, else for people."""
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
