"""Commands are listed without being imported, and imported as they are listed."""

import inspect
import subprocess
import sys
from importlib import import_module

import pytest
from typer.testing import CliRunner

from hatangso.cli.main import COMMANDS, app


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says(name: str) -> None:
    told = COMMANDS[name]
    function = getattr(import_module(f"hatangso.cli.{told.module}"), told.function)
    assert (inspect.getdoc(function) or "").splitlines()[0] == told.line


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(app, [name, "--help"])
    assert result.exit_code == 0
    assert f"root {name} [OPTIONS]" in " ".join(result.output.split())


def test_listing_the_commands_loads_none_of_their_libraries() -> None:
    code = (
        "import sys; from typer.testing import CliRunner;"
        "from hatangso.cli.main import app;"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0;"
        "print(*{'numpy', 'scipy', 'numba', 'sqlalchemy'} & sys.modules.keys())"
    )
    run = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ""


def test_an_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(app, ["ghost"]).exit_code == 2
