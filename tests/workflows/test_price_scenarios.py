"""Other prices than the province's own, and what people call them."""

from pathlib import Path

from hatangso.documents.plan_words import PRICE_WORDS
from hatangso.workflows.price_scenarios import price_scenarios


def test_every_scenario_has_a_name_that_people_use(tmp_path: Path) -> None:
    names = [one.name for one in price_scenarios(tmp_path)]
    assert len(names) > 10
    assert set(names) <= set(PRICE_WORDS)


def test_prices_that_are_known_make_no_scenario(tmp_path: Path) -> None:
    (tmp_path / "parameters.toml").write_text(
        "[costs]\nmicrowave_hop_vnd = 400_000_000\n", encoding="utf-8"
    )
    names = [one.name for one in price_scenarios(tmp_path)]
    assert not [name for name in names if name.startswith("microwave")]
