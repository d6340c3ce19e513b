"""What a calibration found, in a few sentences for a person."""

from hatangso.cli.console import Output
from hatangso.errors import Message
from hatangso.geography.clutter import ClutterCategory
from hatangso.language import format_number
from hatangso.radio.calibration import (
    GREATEST_OFFSET_DB,
    FrequencyBand,
    PathClass,
    Sight,
)
from hatangso.radio.calibration_fit import CalibrationResult, ErrorFigures
from hatangso.radio.calibration_samples import Outcome
from hatangso.workflows.calibrate import CalibrateSummary

__all__ = ["say_calibration"]

_SIGHTS = {
    Sight.FREE: Message("line of sight"),
    Sight.OBSTRUCTED: Message("obstructed"),
}
_CLUTTER = {
    None: Message("any clutter"),
    ClutterCategory.OPEN: Message("open land"),
    ClutterCategory.BUILT: Message("built-up"),
    ClutterCategory.TREES: Message("trees"),
    ClutterCategory.DENSE_URBAN: Message("dense urban"),
}
_BANDS = {
    None: Message("any band"),
    FrequencyBand.LOW: Message("below 1 GHz"),
    FrequencyBand.MIDDLE: Message("1 to 2.2 GHz"),
    FrequencyBand.HIGH: Message("above 2.2 GHz"),
}
_LEFT_OUT = {
    Outcome.OFF_TERRAIN: Message("off the terrain"),
    Outcome.NO_SITE: Message("no service of theirs in range"),
    Outcome.NO_TERRAIN_ON_THE_WAY: Message("no terrain on the way"),
    Outcome.AMBIGUOUS: Message("more than one site may serve them"),
    Outcome.TOO_NEAR: Message("too near to the mast"),
    Outcome.NEAR_FLOOR: Message("predicted near the receiver's floor"),
}


def say_calibration(out: Output, summary: CalibrateSummary) -> None:
    """Say what the measurements say of the prediction, and what to do with it."""
    if not out.is_json:
        out.show_findings(summary.findings)
    out.say(
        "{measurements} measurements make {samples} samples; {used} of them count.",
        measurements=summary.measurements,
        samples=sum(summary.outcomes.values()),
        used=summary.outcomes[Outcome.USED],
    )
    for outcome, reason in _LEFT_OUT.items():
        if summary.outcomes[outcome]:
            out.say(
                "  left out: {count} ({reason})",
                count=summary.outcomes[outcome],
                reason=reason,
            )
    result = summary.result
    _say_classes(out, result)
    _say_errors(out, result)
    if summary.synthetic_masts:
        out.say(
            "Sites or services of this province are synthetic: real measurements say"
            " nothing of them. Do not apply these offsets."
        )
    elif not result.is_plausible:
        out.say(
            "An offset of more than {most:g} dB is no property of the land: check the"
            " power, height and place of the masts, and the unit of the levels.",
            most=GREATEST_OFFSET_DB,
        )
    elif result.is_useful:
        out.say(
            "Nothing is applied yet: copy {path} into parameters.toml, then run"
            " hatangso coverage again.",
            path=summary.proposal,
        )
    else:
        out.say(
            "Calibration is not shown to help at sites that it has not seen: leave the"
            " prediction as it is, and measure more ({path}).",
            path=summary.proposal,
        )


def _say_classes(out: Output, result: CalibrationResult) -> None:
    for item in result.offsets:
        out.say(
            "{name}: {offset} dB ({low} to {high}); {samples} samples, {places} places,"
            " {sites} sites.",
            name=_name(item.path_class),
            offset=_signed(out, item.offset_db),
            low=_signed(out, item.low_db),
            high=_signed(out, item.high_db),
            samples=item.samples,
            places=item.places,
            sites=item.sites,
        )
    for refused in result.refused:
        stand_in = Message("nothing is added")
        if refused.stand_in is not None:
            stand_in = Message(
                "the offset of {name} holds", {"name": _name(refused.stand_in)}
            )
        out.say(
            "{name}: too few, {samples} samples, {places} places, {sites} sites;"
            " {stand_in}.",
            name=_name(refused.path_class),
            samples=refused.samples,
            places=refused.places,
            sites=refused.sites,
            stand_in=stand_in,
        )


def _say_errors(out: Output, result: CalibrationResult) -> None:
    if result.before is None:
        return
    _say_figures(out, Message("Error before"), result.before)
    if result.after is None:
        out.say("All samples are of one site: nobody can tell what they are worth.")
        return
    _say_figures(
        out, Message("Error after, at sites left out of the fit"), result.after
    )
    out.say(
        "The mean amount of the error falls by {gain} dB ({low} to {high}).",
        gain=format_number(result.gain_db, 1, out.language),
        low=format_number(result.gain_low_db, 1, out.language),
        high=format_number(result.gain_high_db, 1, out.language),
    )


def _say_figures(out: Output, name: Message, figures: ErrorFigures) -> None:
    out.say(
        "{name}: mean {mean} dB, median {median}, deviation {deviation}, RMS {rms},"
        " nine in ten within {p90}.",
        name=name,
        mean=_signed(out, figures.mean_db),
        median=_signed(out, figures.median_db),
        deviation=format_number(figures.deviation_db, 1, out.language),
        rms=format_number(figures.rms_db, 1, out.language),
        p90=format_number(figures.p90_db, 1, out.language),
    )


def _name(path_class: PathClass) -> Message:
    return Message(
        "{sight}, {clutter}, {band}",
        {
            "sight": _SIGHTS[path_class.sight],
            "clutter": _CLUTTER[path_class.clutter],
            "band": _BANDS[path_class.band],
        },
    )


def _signed(out: Output, value: float) -> str:
    text = format_number(value, 1, out.language)
    is_positive = round(value, 1) > 0
    return f"+{text}" if is_positive else text
