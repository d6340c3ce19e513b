import json

import pytest
from typer.testing import CliRunner, Result

from hatangso.cli.main import app
from hatangso.packs.catalogue import pack_directory


def run(*arguments: str) -> Result:
    return CliRunner().invoke(
        app, ["score", str(pack_directory("bac_kan")), *arguments]
    )


def test_the_last_four_data_services_add_a_share_that_nobody_confirmed() -> None:
    result = run("--what-if", "ndxp_service_used_count=27", "--language", "en")
    assert "14.81 % more of its points" in result.output.replace("\n", " ")
    assert "nobody confirmed" in result.output


def test_points_that_are_given_are_counted() -> None:
    told = ["--points", "use=20", "--points", "use/household_fibre_ratio=5"]
    result = run("--scheme", "dii-2023", *told, "--json")
    found = json.loads(result.stdout)["score"]["score"]
    assert found["low_points"] == pytest.approx(3.55)
    assert found["high_points"] is None


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--scheme", "dti-1999"), "dti-2022"),
        (("--points", "use"), "use=20"),
        (("--what-if", "dti_rank=1"), "dti_rank"),
        (("--published", "government=66.8"), "government"),
    ],
)
def test_what_cannot_be_asked_is_said(arguments: tuple[str, ...], problem: str) -> None:
    result = run(*arguments)
    assert result.exit_code not in {0, 1}
    assert problem in result.output
