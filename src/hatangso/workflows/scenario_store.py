"""The scenarios of a province: list, look at, save and delete their files."""

import re
import shutil
import tempfile
import tomllib
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from hatangso.errors import (
    Finding,
    InvalidInputError,
    Message,
    NotFoundError,
    StaleResultError,
)
from hatangso.io.build_plan_files import read_answer
from hatangso.io.parameter_files import OVERRIDES_FILE
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.results_directory import ResultsDirectory
from hatangso.io.scenario_files import read_scenario
from hatangso.io.scenario_writing import scenario_comments, scenario_text
from hatangso.io.write_lock import write_lock
from hatangso.language import fold
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.scenario import PlanScenario
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.plan import kept_answer, plan_file, plan_step
from hatangso.workflows.plan_request import DEFAULT_NAME

__all__ = [
    "PlanResult",
    "ScenarioFile",
    "delete_scenario",
    "free_name",
    "list_scenarios",
    "plan_result",
    "save_scenario",
    "scenario_file",
    "scenario_path",
]

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_SUFFIX = ".toml"
# TOML files of a province that ask the planner nothing.
_OTHERS = frozenset(
    Path(name).stem for name in (DESCRIPTION_FILE, OVERRIDES_FILE, "calibration.toml")
)
# Keys by which a scenario is told from any other TOML file.
_TELLING = ("service", "years")
_DRAFT = ".unfinished-"


@dataclass(frozen=True)
class ScenarioFile:
    """A file that asks the planner a question.

    Attributes:
        name: Of the scenario: the file's without its ending.
        content: As ``tomllib`` reads it; empty when it cannot be read at all.
        scenario: What it asks; None when something in it cannot be used.
        problem: Why not; None when it can.
        findings: Each thing that cannot be used.
        comments: Lines of comment in it.
        sha256: Of the file, in hexadecimal.
    """

    name: str
    content: Mapping[str, object]
    scenario: PlanScenario | None
    problem: Message | None
    findings: tuple[Finding, ...]
    comments: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class PlanResult:
    """The newest plan of a scenario.

    Attributes:
        finished_at: When it was made; None when nobody noted it.
        stale: What changed since; None when the plan belongs to what lies here now.
    """

    answer: PlanAnswer
    finished_at: datetime | None
    stale: Message | None


def list_scenarios(directory: Path) -> tuple[ScenarioFile, ...]:
    """Return the scenarios of a province, the usual one first, then by name."""
    found = [
        _read(path)
        for path in directory.glob(f"*{_SUFFIX}")
        if path.stem not in _OTHERS and _NAME.fullmatch(path.stem)
    ]
    asking = [one for one in found if _asks(one.content)]
    return tuple(sorted(asking, key=lambda one: (one.name != DEFAULT_NAME, one.name)))


def scenario_path(directory: Path, name: str) -> Path:
    """Return where the file of a scenario lies, or would lie.

    Raises:
        NotFoundError: No scenario can have that name.
    """
    if not _NAME.fullmatch(name) or name in _OTHERS:
        raise _missing(name)
    return directory / f"{name}{_SUFFIX}"


def scenario_file(directory: Path, name: str) -> ScenarioFile:
    """Return a scenario by its name.

    Raises:
        NotFoundError: There is none.
    """
    path = scenario_path(directory, name)
    if not path.is_file():
        raise _missing(name)
    return _read(path)


def plan_result(inputs: ProvinceInputs, name: str) -> PlanResult | None:
    """Return the newest plan of a scenario; None when it was never made.

    Raises:
        StaleResultError: Nobody can say what the results belong to.
        InvalidInputError: The plan's file cannot be read.
    """
    results = ResultsDirectory.of(inputs.directory)
    step = plan_step(name)
    path = results.path / plan_file(name)
    if not results.has_step(step) or not path.is_file():
        return None
    stale = None
    try:
        kept_answer(inputs, results, name)
    except StaleResultError as error:
        file = error.message.values.get("file", "")
        stale = Message("{file} changed after this plan was made", {"file": file})
    finished = results.step(step).get("finished_at")
    return PlanResult(read_answer(path), _moment(finished), stale)


def save_scenario(
    directory: Path, name: str, content: Mapping[str, object], *, seen: str
) -> ScenarioFile:
    """Write a scenario, if all of it can be used; else nothing changes.

    Comments of the file that is replaced are kept: they move to its head.

    Args:
        directory: The province directory.
        name: Of the scenario.
        content: Keys and tables as ``io/scenario_files.py`` reads them.
        seen: SHA-256 of the file that was edited; empty for a new scenario.

    Raises:
        NotFoundError: No scenario can have that name, or the edited one is gone.
        InvalidInputError: Something in it cannot be used (the findings say what), or
            there is a file of that name already.
        StaleResultError: Somebody changed the file meanwhile.
    """
    path = scenario_path(directory, name)
    with write_lock(directory):
        comments = _require_as_seen(path, seen)
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=directory))
        try:
            written = draft / path.name
            written.write_text(scenario_text(content, comments), encoding="utf-8")
            read_scenario(written)
            written.replace(path)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return _read(path)


def delete_scenario(directory: Path, name: str) -> None:
    """Remove a scenario and its plan.

    Raises:
        NotFoundError: There is none.
        InvalidInputError: It is the usual one, whose plan the report shows.
    """
    if name == DEFAULT_NAME:
        raise InvalidInputError(
            "{file} is the usual scenario, whose plan the report shows: change it, or"
            " delete another one",
            file=f"{name}{_SUFFIX}",
        )
    path = scenario_path(directory, name)
    if not path.is_file():
        raise _missing(name)
    with write_lock(directory):
        path.unlink(missing_ok=True)
    results = ResultsDirectory.of(directory)
    if results.has_step(plan_step(name)):
        results.withdraw(plan_step(name))


def free_name(directory: Path, title: str) -> str:
    """Return a name for a scenario that no file has yet, made of its title."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:40].strip("-")
    stem = plain or DEFAULT_NAME
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(
        one
        for one in names
        if one not in _OTHERS and not (directory / f"{one}{_SUFFIX}").exists()
    )


def _read(path: Path) -> ScenarioFile:
    raw = path.read_bytes()
    content: Mapping[str, object] = {}
    scenario: PlanScenario | None = None
    problem: Message | None = None
    findings: tuple[Finding, ...] = ()
    text = unicodedata.normalize("NFC", raw.decode("utf-8-sig", errors="replace"))
    # What is wrong with it is said by the reader.
    with suppress(ValueError, RecursionError):
        content = tomllib.loads(text)
    try:
        scenario = read_scenario(path)
    except InvalidInputError as error:
        problem, findings = error.message, error.findings
    return ScenarioFile(
        name=path.stem,
        content=content,
        scenario=scenario,
        problem=problem,
        findings=findings,
        comments=scenario_comments(text),
        sha256=sha256(raw).hexdigest(),
    )


def _asks(content: Mapping[str, object]) -> bool:
    """Return whether a file is a scenario, or may be one once it can be read."""
    return not content or any(key in content for key in _TELLING)


def _require_as_seen(path: Path, seen: str) -> tuple[str, ...]:
    """Return the comments of a file that stands as it was when somebody edited it."""
    if not seen:
        if path.exists():
            raise InvalidInputError(
                "there is a scenario {name} already: choose another name",
                name=path.stem,
            )
        return ()
    if not path.is_file():
        raise _missing(path.stem)
    kept = _read(path)
    if kept.sha256 != seen:
        raise StaleResultError(
            "somebody changed {file} meanwhile: look at it again, then change it",
            file=path.name,
        )
    return kept.comments


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _missing(name: str) -> NotFoundError:
    return NotFoundError("there is no scenario {name}", name=name)
