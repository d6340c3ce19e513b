"""Values of series, and what is to be known of them, in the words of a person."""

from collections.abc import Mapping
from types import MappingProxyType

from hatangso.documents.bilingual import unit as printed_unit
from hatangso.errors import Message
from hatangso.indicators.series.analytics import NOTES
from hatangso.language import Language, as_sentence, format_shortest, translate
from hatangso.model.indicator import Comparator, Indicator, IssuingDocument, Target
from hatangso.model.indicator_series import Observation, Origin, ValueStatus

__all__ = [
    "ORIGINS",
    "STATUSES",
    "method_text",
    "note_text",
    "observation_text",
    "promise_text",
    "shown_unit",
    "source_text",
]

STATUSES: Mapping[ValueStatus, Message] = {
    ValueStatus.REPORTED: Message("reported"),
    ValueStatus.COMPUTED: Message("computed"),
    ValueStatus.RESTATED: Message("restated"),
}
ORIGINS: Mapping[Origin, Message] = {
    Origin.REPORTED: Message("reported by an authority"),
    Origin.MEASURED: Message("measured"),
    Origin.DECLARED: Message("declared by an operator"),
    Origin.REGISTER: Message("counted in the register"),
    Origin.CALCULATED: Message("calculated from other figures"),
    Origin.SIMULATED: Message("simulated"),
}
_METHODS = {
    "sum": Message("sum"),
    "counts": Message("numerator and denominator"),
    "mean_of_provinces": Message("simple mean of the old provinces"),
    "by:people": Message("divided by people"),
    "by:area": Message("divided by area"),
    "by:households": Message("divided by households"),
    "told_for": Message("told for"),
    "periods": Message("periods put together:"),
}


def shown_unit(language: Language, unit: str) -> str:
    """Return a unit as people of a language write it: ``thuê bao``, subscriptions."""
    named = printed_unit(unit)
    return named.vi if language is Language.VI else named.en


def observation_text(
    language: Language, value: Observation, unit: str, *, with_counts: bool = True
) -> str:
    """Return a value with its unit, and its counts where they are known."""
    if value.value is None:
        return translate("not known", language)
    sign = "" if value.comparator is Comparator.EQUAL else f"{value.comparator} "
    text = f"{sign}{format_shortest(value.value, language=language)}"
    text = f"{text} {shown_unit(language, unit)}"
    if not with_counts or value.numerator is None or value.denominator is None:
        return text
    counts = (value.numerator, value.denominator)
    told = (format_shortest(count, language=language) for count in counts)
    return f"{text} = {' / '.join(told)}"


def promise_text(language: Language, target: Target) -> str:
    """Return the number that a target asks for, as its document writes it."""
    sign = "" if target.comparator is Comparator.EQUAL else f"{target.comparator} "
    unit = shown_unit(language, target.unit)
    return f"{sign}{format_shortest(target.value, language=language)} {unit}"


def method_text(language: Language, method: str) -> str:
    """Return how a value was put together; empty for one that stands as told."""
    words = []
    for part in filter(None, method.split("; ")):
        code, _, told = part.partition(":")
        if part in _METHODS:
            code, told = part, ""
        words.append(f"{translate(_METHODS[code], language)} {told}".strip())
    return ", ".join(words)


def note_text(language: Language, note: str) -> str:
    """Return what a note of a row says, as a sentence."""
    code, _, rest = note.partition(":")
    text = translate(NOTES[code], language)
    return as_sentence(f"{text}: {rest}" if rest else text)


def source_text(
    language: Language,
    value: Observation,
    documents: Mapping[str, IssuingDocument],
    indicators: Mapping[str, Indicator] = MappingProxyType({}),
) -> str:
    """Return the title of the document of a value, or what it was computed from.

    Args:
        language: In which it is said.
        value: Of a series.
        documents: By identifier.
        indicators: By code, where those that enter a value are to be named.
    """
    document = documents.get(value.source)
    if document is None:
        parts = value.source.split(", ")
        return ", ".join(_part_name(one, indicators, language) for one in parts)
    is_vietnamese = language is Language.VI
    title = document.title_vi if is_vietnamese else document.title_en
    return title or value.source


def _part_name(
    part: str, indicators: Mapping[str, Indicator], language: Language
) -> str:
    """Return the name of a layer or of an indicator."""
    found = indicators.get(part)
    if found is None:
        return translate(part, language)
    return found.name_vi if language is Language.VI else found.name_en
