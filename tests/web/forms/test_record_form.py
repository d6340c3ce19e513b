"""A form tells all that is wrong at once, and loses nothing that somebody typed."""

from dataclasses import replace

from starlette.datastructures import FormData

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.language import Language
from hatangso.model.record import Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.forms.record_form import FormRules, RecordForm

KINDS = shipped_kinds()
SITE, SERVICE = KINDS["site"], KINDS["service"]
RULES = FormRules(Language.VI, keys={"site": frozenset({"S1"})})
VALUES = {
    "id": "S1",
    "name": "Đồi Chè",
    "lon_deg": 105.1,
    "lat_deg": 21.1,
    "structure_height_m": 42.0,
}


def _sent(form: RecordForm, **typed: str) -> FormData:
    """Return what a browser sends of a form in which something was typed."""
    pairs = [(one.name, typed.get(one.name, one.text)) for one in form.inputs]
    pairs += [(f"was.{one.name}", one.was) for one in form.inputs]
    pairs += [("revision", typed.get("revision", "3")), ("reason", " đo lại ")]
    return FormData(pairs)


def _edited(**typed: str) -> RecordForm:
    shown = RecordForm.of(SITE, RULES, VALUES)
    return RecordForm.read(SITE, RULES, _sent(shown, **typed))


def test_every_kind_has_a_form_that_reads_what_it_shows() -> None:
    for kind in KINDS.values():
        shown = RecordForm.of(kind, RULES, {})
        read = RecordForm.read(kind, RULES, _sent(shown))
        assert not read.changed_values()
        assert not read.is_refused


def test_only_what_was_typed_is_changed() -> None:
    form = _edited(structure_height_m="45,5")
    assert form.changed_values() == {"structure_height_m": 45.5}
    assert (form.revision, form.reason) == (3, "đo lại")


def test_a_field_can_be_emptied() -> None:
    assert _edited(name="").changed_values() == {"name": None}


def test_all_that_is_wrong_is_told_at_once() -> None:
    form = _edited(id="", structure_height_m="cao", installed_on="32/1/2024")
    assert [one.name for one in form.problems] == [
        "id",
        "structure_height_m",
        "installed_on",
    ]


def test_what_was_wrong_before_does_not_stand_in_the_way_of_other_changes() -> None:
    shown = RecordForm.of(SITE, RULES, VALUES | {"id": None})
    form = RecordForm.read(SITE, RULES, _sent(shown, name="Mới"))
    assert not form.is_refused
    assert form.changed_values() == {"name": "Mới"}


def test_a_new_record_lacks_what_is_required() -> None:
    shown = RecordForm.of(SITE, RULES, {})
    form = RecordForm.read(SITE, RULES, _sent(shown, revision=""))
    assert {one.name for one in form.problems} == {"id", "lon_deg", "lat_deg"}


def test_a_reference_to_nothing_is_told_at_its_field() -> None:
    shown = RecordForm.of(SERVICE, RULES, {"site_id": "S1"})
    assert not RecordForm.read(SERVICE, RULES, _sent(shown)).problems
    form = RecordForm.read(SERVICE, RULES, _sent(shown, site_id="S9"))
    assert [one.name for one in form.problems] == ["site_id"]


def test_a_hidden_field_is_not_read_even_when_it_is_sent() -> None:
    rules = replace(RULES, hidden=frozenset({"rent_vnd"}))
    shown = RecordForm.of(SITE, RULES, VALUES)
    form = RecordForm.read(SITE, rules, _sent(shown, rent_vnd="5"))
    assert "rent_vnd" not in form.values


def test_over_a_change_of_somebody_else_both_are_kept() -> None:
    form = _edited(structure_height_m="45", address="Xóm 1")
    theirs = VALUES | {"structure_height_m": 50.0, "name": "Đồi Thông"}
    over = form.overtaken(Record("site", 1, 4, theirs), RULES)
    fields = {one.name: one for one in over.inputs}
    assert over.revision == 4
    assert (fields["name"].text, fields["name"].is_changed) == ("Đồi Thông", False)
    height = fields["structure_height_m"]
    assert (height.text, height.theirs) == ("45", "50")
    again = RecordForm.read(SITE, RULES, _sent(over, revision="4"))
    assert again.changed_values() == {"structure_height_m": 45.0, "address": "Xóm 1"}


def test_what_the_register_has_against_it_stands_at_its_field() -> None:
    place = Place("register", row=1, column="id", sheet="site")
    double = Finding(Severity.ERROR, place, Message("twice"), Message("mend it"))
    other = replace(double, place=Place("register", row=1), problem=Message("no"))
    form = _edited().with_findings([double, other])
    assert [one.name for one in form.problems] == ["id"]
    assert form.other_problems == (Message("no"),)
