"""The command that says which printed figures do not fit each other."""

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang
from hatangso.language import Language, as_sentence, format_shortest, translate
from hatangso.model.indicator import AuditRecord, Figure
from hatangso.workflows.audit import ProvinceAudit, audit_province

__all__ = ["audit", "say_audit"]


def audit(
    directory: Directory,
    *,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Đối chiếu số liệu đã công bố (find printed figures that do not fit)."""
    out = Output(language, as_json)
    with out.errors_shown():
        found = audit_province(directory)
        say_audit(out, found)
        out.finish({"audit": found})


def say_audit(out: Output, found: ProvinceAudit) -> None:
    """Say each doubt with its arithmetic, contradictions first."""
    for number, record in enumerate(found.records, start=1):
        out.say(
            "{number}. {problem}",
            number=number,
            problem=as_sentence(translate(record.problem, out.language)),
        )
        for name in record.figures:
            if name in found.figures:
                out.say("   {figure}", figure=_printed(out, found.figures[name]))
        out.say("   = {sum}", sum=translate(record.arithmetic, out.language))
        out.say("   → {advice}", advice=_advice(out, record))
    notes = sum(record.is_note for record in found.records)
    out.say(
        "{figures} figures, {doubts} contradictions, {notes} notes;"
        " nothing was changed.",
        figures=found.audited,
        doubts=len(found.records) - notes,
        notes=notes,
    )


def _printed(out: Output, figure: Figure) -> str:
    """Return a figure as it was printed, with its document."""
    is_vietnamese = out.language is Language.VI
    name = figure.name_vi if is_vietnamese else figure.name_en or figure.name_vi
    value = format_shortest(figure.value, 4, out.language)
    sign = "" if figure.comparator == "=" else f"{figure.comparator} "
    return (
        f"{figure.id}: {name}: {sign}{value} {figure.unit}"
        f" ({figure.period}, {figure.document})"
    )


def _advice(out: Output, record: AuditRecord) -> str:
    advice = as_sentence(translate(record.suggestion, out.language))
    if record.suggested_value is None:
        return advice
    number = format_shortest(record.suggested_value, 4, out.language)
    return f"{advice} {translate('It would fit', out.language)}: {number}."
