"""What the command line prints: progress, findings, errors, results."""

import errno
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from textwrap import wrap
from typing import NoReturn, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from hatangso.cli.exit_codes import exit_code
from hatangso.errors import (
    Finding,
    HatangsoError,
    InvalidInputError,
    Message,
    Severity,
)
from hatangso.io.plain_values import plain
from hatangso.language import Language, translate

__all__ = ["Bars", "Output", "default_language"]


def default_language() -> Language:
    """Return the language of HATANGSO_LANGUAGE, or Vietnamese."""
    asked = os.environ.get("HATANGSO_LANGUAGE", "")  # noqa: TID251 - the command line is where the environment is read
    return Language.EN if asked.lower().startswith("en") else Language.VI


# A screen holds no more; a machine gets them all.
_MOST_FINDINGS = 200
_MOST_ALIKE = 20
# How findings are shown, the gravest first.
_MARKS = {
    Severity.ERROR: ("✗", "bold red"),
    Severity.WARNING: ("!", "yellow"),
    Severity.SUGGESTION: ("·", "cyan"),
}


@dataclass(frozen=True)
class Output:
    """Where a command's words go: to a person, or as one JSON object to a machine."""

    language: Language
    is_json: bool
    _said: set[str] = field(default_factory=set)

    def say(self, sentence: str, **values: object) -> None:
        """Print a sentence to a person."""
        if not self.is_json:
            text = translate(Message(sentence, values), self.language)
            Console(highlight=False).print(text, markup=False)

    def show(self, text: str, *, indent: int = 0, hang: int = 0) -> None:
        """Print words of the person's language, wrapped behind a margin.

        Args:
            text: The words; spaces that do not break become plain ones.
            indent: Columns before the first line.
            hang: More columns before the lines after it.
        """
        if self.is_json:
            return
        console = Console(highlight=False)
        lines = wrap(
            text,
            width=console.width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hang),
            break_long_words=False,
            break_on_hyphens=False,
        )
        told = "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")
        console.print(told, markup=False, soft_wrap=True)

    def say_once(self, sentence: str, **values: object) -> None:
        """Print a sentence to a person unless it was printed before."""
        said = f"{sentence} {sorted(values.items())}"
        if said not in self._said:
            self._said.add(said)
            self.say(sentence, **values)

    def finish(self, result: Mapping[str, object]) -> None:
        """Print the result to a machine."""
        if self.is_json:
            print(_as_json(result))

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Print findings to a person, errors first."""
        console = Console(stderr=True, highlight=False)
        order = list(Severity)
        ordered = sorted(findings, key=lambda f: order.index(f.severity))
        shown = _told_apart(ordered)[:_MOST_FINDINGS]
        for finding in shown:
            mark, style = _MARKS[finding.severity]
            where = self._place(finding)
            problem = translate(finding.problem, self.language)
            fix = translate(finding.fix, self.language)
            console.print(f"{mark} {where}", style=style, end=" ", markup=False)
            console.print(f"{problem}. → {fix}.", markup=False, soft_wrap=True)
        if len(ordered) > len(shown):
            more = Message(
                "… and {count} more; --json shows all",
                {"count": len(ordered) - len(shown)},
            )
            console.print(translate(more, self.language), markup=False)

    def _place(self, finding: Finding) -> str:
        place = finding.place
        parts = [place.file]
        if place.sheet is not None:
            parts.append(f"{translate('sheet', self.language)} {place.sheet}")
        if place.row is not None:
            kind = translate("row", self.language)
            if place.file.endswith(".geojson"):
                kind = translate("feature", self.language)
            parts.append(f"{kind} {place.row}")
        if place.column is not None:
            kind = translate("column", self.language)
            if place.file.endswith(".toml"):
                kind = translate("entry", self.language)
            parts.append(f"{kind} {place.column}")
        return ", ".join(parts) + ":"

    @contextmanager
    def errors_shown(self) -> Iterator[None]:
        """Turn a deliberate error into words and an exit code."""
        try:
            yield
        except BrokenPipeError:
            # Whoever read the output wants no more of it: nothing to say to him.
            raise
        except OSError as error:
            self._fail(_file_error(error))
        except HatangsoError as error:
            self._fail(error)

    def _fail(self, error: HatangsoError) -> NoReturn:
        """Say what is wrong and end the command."""
        if self.is_json:
            print(_as_json({"error": _error(error)}))
        else:
            if isinstance(error, InvalidInputError):
                self.show_findings(error.findings)
            message = translate(error.message, self.language)
            Console(stderr=True, highlight=False).print(
                message, style="bold red", markup=False, soft_wrap=True
            )
        sys.exit(exit_code(error))


def _told_apart(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without those that say the same of ever more rows."""
    alike: Counter[tuple[Severity, str]] = Counter()
    kept = []
    for finding in findings:
        sort = finding.severity, finding.problem.text
        alike[sort] += 1
        if alike[sort] <= _MOST_ALIKE:
            kept.append(finding)
    return kept


def _file_error(error: OSError) -> InvalidInputError:
    """Return what a person can do about a file that cannot be used."""
    path = error.filename or error.filename2 or ""
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return InvalidInputError(
            "{path} may not be read or written:"
            " give yourself the right, or choose another place",
            path=path,
        )
    if isinstance(error, FileExistsError | NotADirectoryError):
        return InvalidInputError(
            "{path} is a file where a folder is needed:"
            " move it away, or choose another place",
            path=path,
        )
    if error.errno == errno.ENOSPC:
        return InvalidInputError(
            "there is no space left to write {path}:"
            " make room, or choose another place",
            path=path,
        )
    return InvalidInputError(
        "{path} cannot be read or written ({error}):"
        " put it right, or choose another place",
        path=path,
        error=error.strerror or error,
    )


def _as_json(content: Mapping[str, object]) -> str:
    return json.dumps(plain(content), ensure_ascii=False, indent=2)


def _error(error: HatangsoError) -> dict[str, object]:
    findings = error.findings if isinstance(error, InvalidInputError) else ()
    return {
        "kind": type(error).__name__,
        "message": error.message,
        "exit_code": exit_code(error),
        "findings": findings,
    }


class Bars:
    """Progress bars for a person; nothing for a machine."""

    def __init__(self, output: Output) -> None:
        """Prepare bars in the output's language."""
        self._language = output.language
        self._bars = Progress(
            TextColumn("{task.description:<44}"),
            BarColumn(bar_width=30),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=output.is_json,
        )
        self._total = 1

    def __enter__(self) -> Self:
        """Show the bars."""
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the bars."""
        self._bars.stop()

    def start(self, step: str, total: int) -> None:
        """Begin a step of so many units."""
        self._total = max(total, 1)
        text = translate(step, self._language)
        self._task = self._bars.add_task(text, total=self._total)

    def advance(self, done: int) -> None:
        """Say how many units of the step are done."""
        self._bars.update(self._task, completed=min(done, self._total))
