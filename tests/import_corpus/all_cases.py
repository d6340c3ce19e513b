"""All cases of the corpus."""

from import_corpus.composed_cases import composed_cases
from import_corpus.corpus_nouns import Case
from import_corpus.export_cases import EXPORT_CASES
from import_corpus.feature_cases import FEATURE_CASES
from import_corpus.hard_cases import HARD_CASES
from import_corpus.hostile_cases import HOSTILE_CASES
from import_corpus.platform_cases import PLATFORM_CASES
from import_corpus.programme_cases import PROGRAMME_CASES
from import_corpus.route_cases import ROUTE_CASES
from import_corpus.table_cases import TABLE_CASES

__all__ = ["CASES"]

CASES: tuple[Case, ...] = (
    *TABLE_CASES,
    *HARD_CASES,
    *FEATURE_CASES,
    *ROUTE_CASES,
    *HOSTILE_CASES,
    *PLATFORM_CASES,
    *PROGRAMME_CASES,
    *EXPORT_CASES,
    *composed_cases(20),
)
