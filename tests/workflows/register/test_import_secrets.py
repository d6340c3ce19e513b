"""A preview does not tell by its answer what its reader may not see."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hatangso.model.record import Actor, Role
from hatangso.workflows.register.import_files import commit_import, preview_import

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HEADER = "Mã trạm,Nhà mạng,Công nghệ,Tần số (MHz),Số thuê bao"


def services(path: Path, subscribers: int) -> Path:
    row = f"S1,VNPT,5G,2600,{subscribers}"
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "curious",
    [
        Actor("Viettel", Role.OPERATOR, operator="Viettel"),
        Actor("xã", Role.COMMUNE, units=frozenset({"00001"})),
        Actor("dân", Role.READER),
    ],
)
def test_a_right_guess_looks_like_a_wrong_one(
    province_directory: Path, tmp_path: Path, curious: Actor
) -> None:
    lan = Actor("lan")
    known = preview_import(
        province_directory,
        services(tmp_path / "a.csv", 2345),
        actor=lan,
        today=NOW.date(),
    )
    commit_import(province_directory, known, actor=lan, at=NOW)
    answers = []
    for guess in (2345, 2346):
        seen = preview_import(
            province_directory,
            services(tmp_path / "b.csv", guess),
            actor=curious,
            today=NOW.date(),
        )
        (one,) = seen.differences
        answers.append((one.effect.value, dict(one.before), tuple(one.after)))
    assert answers == [("refused", {"subscribers": None}, ("subscribers",))] * 2
