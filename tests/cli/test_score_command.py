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


def test_published_ranks_are_shown_with_edition_and_source() -> None:
    told = " ".join(run().output.split())
    assert "2022: 63/63 (QĐ 922/QĐ-BTTTT, https://dti.gov.vn/xep-hang-2022)" in told
    assert "2023: 59/63 (QĐ 922/QĐ-BTTTT, bac-kan-2025)" in told


def test_a_merger_names_the_old_province_whose_score_is_missing() -> None:
    told = " ".join(run("--language", "en").output.split())
    assert "simple mean over Bắc Kạn, Thái Nguyên" in told
    assert "2021: not to be computed without the scores of Bắc Kạn" in told
