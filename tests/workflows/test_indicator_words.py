"""Values are said in the language of who reads, with their units."""

from datetime import date

from hatangso.language import Language
from hatangso.model.indicator_series import Observation
from hatangso.workflows.indicator_words import observation_text, shown_unit


def test_a_unit_is_said_in_the_language_of_the_reader() -> None:
    value = Observation("i", "06", date(2024, 12, 31), "2024", 1234.0)
    assert observation_text(Language.VI, value, "cuộc họp") == "1.234 cuộc họp"
    assert observation_text(Language.EN, value, "cuộc họp") == "1,234 meetings"
    assert shown_unit(Language.EN, "Mb/s") == "Mb/s"
