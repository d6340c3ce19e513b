"""The peer of imports.py, run by an interpreter that has Django and its packages.

python benchmarks/registry/django_peer.py WORKBOOK

Prints seconds. Settings are those of the packages' own instructions:
one transaction, a preview of differences by row, history through the model's signal.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import ClassVar

import django
from django.conf import settings

_FOLDER = tempfile.TemporaryDirectory()
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(_FOLDER.name) / "peer.sqlite"),
        }
    },
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "import_export",
        "simple_history",
    ],
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    IMPORT_EXPORT_USE_TRANSACTIONS=True,
)
django.setup()

from django.core.management import call_command
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from import_export import fields, resources
from import_export.widgets import (
    BooleanWidget,
    DateWidget,
    FloatWidget,
    IntegerWidget,
)
from simple_history.models import HistoricalRecords
from tablib import Dataset

_COLUMNS = {
    "code": "Mã trạm",
    "name": "Tên trạm",
    "lon_deg": "Kinh độ",
    "lat_deg": "Vĩ độ",
    "structure_height_m": "Độ cao cột",
    "owner": "Chủ sở hữu",
    "has_fibre": "Có cáp quang",
    "commune_code": "Xã, phường",
    "address": "Địa điểm",
    "structure": "Loại cột",
    "power": "Nguồn điện",
    "backup_hours": "Thời gian dự phòng nguồn",
    "is_shared": "Đang dùng chung",
    "tenants": "Các nhà mạng dùng chung",
    "can_be_shared": "Có khả năng dùng chung",
    "rent_vnd": "Giá thuê một năm",
    "state": "Trạng thái",
    "installed_on": "Ngày đưa vào sử dụng",
    "planned_on": "Ngày dự kiến hoạt động",
    "note": "Ghi chú",
}


def _text(*choices: str) -> models.CharField:
    """Return a text that may be missing, of some choices where there are any."""
    pairs = [(choice, choice) for choice in choices] or None
    return models.CharField(max_length=200, blank=True, null=True, choices=pairs)


def _number(low: float, high: float) -> models.FloatField:
    """Return a number within limits that may be missing."""
    limits = [MinValueValidator(low), MaxValueValidator(high)]
    return models.FloatField(blank=True, null=True, validators=limits)


class Site(models.Model):
    """The same columns with the same checks."""

    code = models.CharField(max_length=50, unique=True)
    name = _text()
    lon_deg = _number(-180, 180)
    lat_deg = _number(-90, 90)
    structure_height_m = _number(0.1, 400)
    owner = _text()
    has_fibre = models.BooleanField(null=True)
    commune_code = _text()
    address = _text()
    structure = _text("self_supporting", "guyed", "monopole", "rooftop", "other")
    power = _text("grid", "solar", "generator", "mixed", "none")
    backup_hours = _number(0, 1_000)
    is_shared = models.BooleanField(null=True)
    tenants = _text()
    can_be_shared = models.BooleanField(null=True)
    rent_vnd = models.BigIntegerField(null=True)
    state = _text("planned", "building", "operating", "suspended", "removed")
    installed_on = models.DateField(null=True)
    planned_on = models.DateField(blank=True, null=True)
    note = _text()
    history = HistoricalRecords()

    class Meta:
        """Where it belongs."""

        app_label = "import_export"

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class YesNoWidget(BooleanWidget):
    """The words that people write."""

    TRUE_VALUES: ClassVar[list[object]] = ["có"]
    FALSE_VALUES: ClassVar[list[object]] = ["không"]


_WIDGETS = {
    models.FloatField: FloatWidget(),
    models.BooleanField: YesNoWidget(),
    models.BigIntegerField: IntegerWidget(),
    models.DateField: DateWidget(format="%d/%m/%Y"),
}


def _field(name: str, column: str) -> fields.Field:
    """Return how a column fills a field."""
    widget = _WIDGETS.get(type(Site._meta.get_field(name)))  # noqa: SLF001 - Django's way
    return fields.Field(attribute=name, column_name=column, widget=widget)


SiteResource = type(
    "SiteResource",
    (resources.ModelResource,),
    {
        **{name: _field(name, column) for name, column in _COLUMNS.items()},
        "Meta": type(
            "Meta",
            (),
            {
                "model": Site,
                "import_id_fields": ("code",),
                "fields": tuple(_COLUMNS),
                "clean_model_instances": True,
            },
        ),
    },
)


@contextmanager
def timed(what: str, rows: int) -> Iterator[None]:
    """Print how long something takes, and how long the processor was busy."""
    start, start_busy = perf_counter(), process_time()
    yield
    seconds, busy_s = perf_counter() - start, process_time() - start_busy
    print(
        f"  {what}: {seconds:.2f} s, {rows / seconds:,.0f} rows/s;"
        f" processor {busy_s:.2f} s"
    )


def main(workbook: Path) -> None:
    """Print the seconds of a preview and of an import."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Site)
        editor.create_model(Site.history.model)
    rows = len(Dataset().load(workbook.read_bytes(), format="xlsx"))
    for what, dry_run in (("preview", True), ("import with history", False)):
        with timed(what, rows):
            data = Dataset().load(workbook.read_bytes(), format="xlsx")
            SiteResource().import_data(data, dry_run=dry_run, raise_errors=True)
    print(f"  {Site.objects.count():,} records, {Site.history.count():,} of history")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
