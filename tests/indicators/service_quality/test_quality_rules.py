import tomllib
from importlib import resources

from hatangso.cli import quality_command
from hatangso.indicators.service_quality.rules import quality_rules


def test_every_condition_of_the_shipped_rules_has_words() -> None:
    folder = resources.files("hatangso.indicators") / "service_quality"
    content = tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8"))
    asked = {
        (condition.quantity, condition.statistic)
        for rule in quality_rules(content).rule
        for condition in rule.condition
    }
    assert asked <= quality_command._CONDITIONS.keys()
