"""The kinds that come with hatangso, and what a broken descriptor is told."""

import re

import pytest

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io import province_directory, service_table
from hatangso.io.tables import Column
from hatangso.language.words import fold
from hatangso.model.record_kind import FieldType, GeometryType, RecordKind
from hatangso.registry.kind_catalogue import (
    KindCatalogue,
    header_words,
    read_kinds,
    shipped_kinds,
)

KINDS = shipped_kinds()
ALL = list(KINDS.values())
GOOD = """
name_vi = "Trạm"
name_en = "Station"
component = "telecom"
key = ["id"]
help_vi = "Trạm."
help_en = "A station."

[[field]]
name = "id"
type = "text"
label_vi = "Mã"
label_en = "Code"
help_vi = "Mã trạm."
help_en = "Code of the station."
"""
FIELD = """
[[field]]
name = "{name}"
type = "{type}"
label_vi = "Nhãn {name}"
label_en = "Label {name}"
help_vi = "Trợ giúp."
help_en = "Help."
{more}
"""


def field_toml(name: str, kind: str, more: str = "") -> str:
    return FIELD.format(name=name, type=kind, more=more)


def refusal(*descriptors: str, shared: str = "") -> str:
    contents = {f"kind_{n}": text.encode() for n, text in enumerate(descriptors, 1)}
    with pytest.raises(InvalidInputError) as error:
        read_kinds(contents, shared.encode())
    return str(error.value)


def test_every_kind_that_the_register_is_asked_to_hold_is_there() -> None:
    assert set(KINDS) >= {
        "unit", "locality", "facility", "site", "service", "route", "circuit",
        "network_node", "network_link", "rack", "host", "virtual_machine",
        "information_system", "data_service", "conference_endpoint", "community_team",
        "document", "coverage_hole", "measurement", "figure", "target", "task",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("locality", province_directory._LOCALITY_COLUMNS),
        ("site", province_directory._SITE_COLUMNS),
        ("facility", province_directory._FACILITY_COLUMNS),
        ("figure", province_directory._FIGURE_COLUMNS),
        ("document", province_directory._DOCUMENT_COLUMNS),
        ("service", service_table._COLUMNS),
    ],
)
def test_kinds_hold_all_that_the_province_directory_has(
    kind: str, columns: tuple[Column, ...]
) -> None:
    assert {column.name for column in columns} <= {
        field.name for field in KINDS[kind].fields
    }


@pytest.mark.parametrize(
    ("kind", "field", "codes"),
    [
        ("facility", "kind", province_directory.FACILITY_KINDS),
        ("locality", "difficulty_class", province_directory.DIFFICULTY_CLASSES),
        ("service", "technology", ("2G", "3G", "4G", "5G")),
        ("figure", "comparator", ("=", ">=", "<=", ">", "<", "~")),
        ("figure", "kind", ("target", "actual")),
    ],
)
def test_choices_are_those_of_the_province_directory(
    kind: str, field: str, codes: tuple[str, ...]
) -> None:
    assert tuple(c.code for c in KINDS[kind].field(field).choices) == codes


def test_kinds_that_others_refer_to_come_first() -> None:
    seen: set[str] = set()
    for kind in ALL:
        referred = {field.refers_to for field in kind.fields} - {"", kind.code}
        assert referred <= seen
        seen.add(kind.code)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_people_are_never_published_by_mistake(kind: RecordKind) -> None:
    for field in kind.fields:
        if field.name in {"contact", "phone"}:
            assert field.is_personal


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_labels_are_trimmed_and_help_is_sentences(kind: RecordKind) -> None:
    for field in kind.fields:
        for text in (field.label_vi, field.label_en, *field.synonyms):
            assert text == " ".join(text.split())
        assert field.help_vi.endswith((".", "…"))
        assert field.help_en.endswith((".", "…"))


@pytest.mark.parametrize(
    ("kind", "header", "field"),
    [
        ("site", "Mã trạm", "id"),
        ("site", "Tên trạm", "name"),
        ("site", "Kinh độ", "lon_deg"),
        ("site", "Y(m)", "lon_deg"),
        ("site", "X(m)", "lat_deg"),
        ("site", "Nhà mạng", "owner"),
        ("site", "structure height m", "structure_height_m"),
        ("service", "ĐỘ CAO ANTEN (M)", "antenna_height_m"),
        ("locality", "Thôn/xóm/bản/TDP", "name"),
        ("locality", "Số khẩu", "people"),
        ("locality", "Số hộ", "households"),
        ("information_system", "Đơn vị chủ quản", "agency"),
        ("coverage_hole", "Khoảng cách (km)", "nearest_distance_km"),
        ("task", "Chủ trì", "lead"),
    ],
)
def test_headers_of_other_people_name_a_field(
    kind: str, header: str, field: str
) -> None:
    assert header_words(KINDS[kind])[fold(header)] == field


def test_operators_see_no_subscribers_of_each_other() -> None:
    assert KINDS["service"].field("subscribers").is_confidential
    assert KINDS["service"].operator_field == "operator"
    assert KINDS["circuit"].field("start").is_confidential


def test_a_kind_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(NotFoundError, match=r"no tower; it holds: .*site"):
        KINDS.named("tower")
    assert KINDS.named("site") is KINDS["site"]
    assert KINDS.get("tower") is None


def test_a_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        KINDS["site"] = KINDS["unit"]  # type: ignore[index]


def test_points_are_kept_as_two_fields() -> None:
    site = KINDS["site"]
    assert site.geometry is GeometryType.POINT
    assert site.field("lon_deg").type is FieldType.NUMBER
    assert KINDS["route"].geometry is GeometryType.LINE


def test_a_shared_field_is_taken_with_what_the_kind_says_otherwise() -> None:
    shared = '[note]\ntype = "text"\nlabel_vi = "Ghi chú"\nlabel_en = "Note"\n'
    shared += 'help_vi = "Thêm."\nhelp_en = "More."\n'
    more = '[[field]]\nshared = "note"\nis_required = true\n'
    kinds = read_kinds({"a": (GOOD + more).encode()}, shared.encode())
    assert kinds["a"].field("note").is_required
    assert kinds["a"].field("note").label_vi == "Ghi chú"


@pytest.mark.parametrize(
    ("descriptor", "problem"),
    [
        (GOOD + 'colour = "red"', "kind_1.id: no key 'colour'"),
        ('colour = "red"\n' + GOOD, "kind_1: no key 'colour'"),
        (GOOD.replace('type = "text"', 'type = "blob"'), "Invalid enum value 'blob'"),
        (GOOD.replace('label_vi = "Mã"', ""), "missing required field `label_vi`"),
        (GOOD.replace('"Mã trạm."', "3"), "Expected `str`, got `int`"),
        (GOOD.replace('key = ["id"]', 'key = ["code"]'), "key: no field code"),
        (GOOD.replace('key = ["id"]', "key = []"), "a key is needed"),
        (GOOD.replace('"telecom"', '"rockets"'), "no component is called rockets"),
        (GOOD + field_toml("id", "text"), "the field id stands twice"),
        (GOOD + field_toml("height", "number", 'unit = "m"'), "must end in _m"),
        (GOOD + field_toml("height_m", "number"), "unit that the field does not have"),
        (GOOD + field_toml("weight", "number", 'unit = "st"'), "no unit is called st"),
        (GOOD + field_toml("cost", "money"), "money is kept in đồng"),
        (GOOD + field_toml("a", "number", "low = 2\nhigh = 1"), "low is above high"),
        (GOOD + field_toml("a", "text", "low = 2"), "only numbers have limits"),
        (GOOD + field_toml("a", "choice"), "a choice has choices"),
        (GOOD + field_toml("a", "reference"), "says which kind it refers to"),
        (
            GOOD + field_toml("a", "reference", 'refers_to = "tower"'),
            "no kind is called tower",
        ),
        (GOOD + field_toml("a", "text", 'synonyms = ["ma"]'), "names both id and a"),
        (GOOD + field_toml("lon_deg", "number", 'unit = "°"'), "kinds with points"),
        (GOOD + field_toml("record_id", "text"), "every record has this"),
        (GOOD + '[[field]]\nshared = "gone"', "shares an unknown 'gone'"),
        (GOOD + "[duplicates]\nnear_m = 30", "only kinds with points"),
        (GOOD + "[duplicates]\nfar_m = 30", "no key 'far_m'"),
        (GOOD + "[duplicates]", "duplicates must say near_m, alike or same"),
        (
            'unit_field = "a"\n' + GOOD + field_toml("a", "date"),
            "a is not the code of a unit",
        ),
        ("name_vi = ", "kind_1: "),
    ],
)
def test_what_is_wrong_with_a_descriptor_is_named(
    descriptor: str, problem: str
) -> None:
    assert re.search(re.escape(problem), refusal(descriptor))


def test_choices_that_mean_two_things_are_refused() -> None:
    one = '{ code = "a", label_vi = "Một", label_en = "One" }'
    two = '{ code = "b", label_vi = "Hai", label_en = "Two", synonyms = ["mot"] }'
    text = GOOD + field_toml("a", "choice", f"choices = [{one}, {two}]")
    assert "'mot' means both a and b" in refusal(text)


def test_all_that_is_wrong_is_told_at_once() -> None:
    told = refusal(GOOD + field_toml("cost", "money") + 'color = "r"', "x = ")
    assert "kind_1.cost: no key 'color'" in told
    assert "kind_2" in told


def test_kinds_that_refer_to_each_other_in_a_circle_are_refused() -> None:
    one = GOOD + field_toml("other", "reference", 'refers_to = "kind_2"')
    two = GOOD + field_toml("other", "reference", 'refers_to = "kind_1"')
    assert "in a circle" in refusal(one, two)


def test_a_kind_may_refer_to_itself() -> None:
    text = GOOD + field_toml("other", "reference", 'refers_to = "kind_1"')
    assert list(read_kinds({"kind_1": text.encode()})) == ["kind_1"]


def test_a_code_cannot_stand_twice() -> None:
    with pytest.raises(InvalidInputError, match="a code stands twice"):
        KindCatalogue([KINDS["unit"], KINDS["unit"]])
