"""What the tables that a register writes say of where they come from."""

import json
import os
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from hatangso.errors import Message
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.records.layer_tables import Layer
from hatangso.model.provenance import Reality
from hatangso.registry.register import Register

__all__ = [
    "give_layer_origin",
    "give_origin",
    "origin_notes",
    "put_file",
    "reality_of",
    "synthetic_note",
]


def give_origin(directory: Path, layer: Layer, register: Register) -> None:
    """Say of a new table which files its records came from.

    What senders report counts as real: nobody has made it up. A layer that has its
    origin already keeps it.
    """
    if layer.name in _layers(directory):
        return
    sources = dict.fromkeys(
        f"{one.source} ({one.sender})" if one.sender else one.source
        for one in register.change_sets()
        if one.source and any(kind == layer.kind for kind, _ in one.counts)
    )
    last = max((one.at for one in register.change_sets()), default=None)
    give_layer_origin(directory, layer.name, sources, last.date() if last else None)


def give_layer_origin(
    directory: Path, name: str, sources: Iterable[str], as_of: date | None
) -> None:
    """Say of a new layer that its senders report it; one with an origin keeps it.

    Args:
        directory: The province directory.
        name: Of the layer.
        sources: Files that it came from.
        as_of: The day for which they stand; None when it is not known.
    """
    if name in _layers(directory):
        return
    path = directory / DESCRIPTION_FILE
    names = ", ".join(sources)
    lines = [
        "",
        f"[layers.{name}]",
        f'reality = "{Reality.REAL}"',
        f"source = {_quoted(f'files sent to the register: {names}')}",
        f"source_vi = {_quoted(f'các tệp gửi vào sổ đăng ký: {names}')}",
        f"as_of = {_quoted(as_of.isoformat() if as_of else '')}",
        'method = "as its senders report it"',
        'method_vi = "theo báo cáo của bên gửi"',
    ]
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    put_file(path, (text + "\n".join(lines) + "\n").encode("utf-8"))


def _quoted(text: str) -> str:
    # What JSON escapes in a string, TOML escapes alike.
    return json.dumps(text, ensure_ascii=False)


def origin_notes(directory: Path, layer: Layer) -> list[Message]:
    """Return what must be known of a table into which real records went."""
    return synthetic_note(directory, layer.name)


def synthetic_note(directory: Path, name: str) -> list[Message]:
    """Return that a layer stays marked as synthetic, where it is."""
    if reality_of(directory, name) != Reality.SYNTHETIC:
        return []
    return [
        Message(
            "the layer {layer} stays marked as synthetic: change its reality in {file}"
            " when none of its rows is made up any more",
            {"layer": Message(name), "file": DESCRIPTION_FILE},
        )
    ]


def reality_of(directory: Path, name: str) -> str:
    """Return how real a layer is said to be; empty when nothing is said of it."""
    entry = _layers(directory).get(name)
    return str(entry.get("reality", "")) if isinstance(entry, dict) else ""


def _layers(directory: Path) -> dict[str, object]:
    """Return what is said of the layers; nothing when it cannot be read."""
    try:
        text = (directory / DESCRIPTION_FILE).read_text(encoding="utf-8-sig")
        layers = tomllib.loads(text).get("layers", {})
    except (OSError, ValueError):
        return {}
    return layers if isinstance(layers, dict) else {}


def put_file(path: Path, content: bytes) -> None:
    """Write a file so that it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
