"""Vietnamese and English: sentences, numbers, dates, money, order of names."""

from hatangso.language.formats import (
    format_date,
    format_money_vnd,
    format_number,
    format_shortest,
)
from hatangso.language.sentences import Language, translate
from hatangso.language.words import as_sentence, fold, sort_key

__all__ = [
    "Language",
    "as_sentence",
    "fold",
    "format_date",
    "format_money_vnd",
    "format_number",
    "format_shortest",
    "sort_key",
    "translate",
]
