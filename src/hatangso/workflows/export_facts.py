"""What every export says of itself: by what it was made, from what, how sure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hatangso import __version__
from hatangso.errors import Message
from hatangso.language import Language, translate
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.coverage_files import SIGNAL_LAYERS, synthetic_cell
from hatangso.workflows.manifest import about
from hatangso.workflows.origin import MODEL, weakest_reality

__all__ = ["ExportFacts", "export_facts", "write_facts"]


@dataclass(frozen=True)
class ExportFacts:
    """Facts that hold for every feature of an export.

    Attributes:
        province: Its name in Vietnamese.
        date: The day for which the data stand, ISO.
        model: The propagation model.
        edge_probability: Share of the places at a zone's edge with the level asked.
        parameter_set: The radio parameters that it started from.
        reality: The weakest of the layers that it rests on: synthetic, derived, real.
        synthetic_layers: Those that are synthetic, joined by semicolons.
        software: Name and version.
    """

    province: str
    date: str
    model: str
    edge_probability: float
    parameter_set: str
    reality: str
    synthetic_layers: str
    software: str

    def columns(self, count: int) -> dict[str, Sequence[object]]:
        """Return the facts as columns of a layer with so many features."""
        facts: dict[str, object] = {
            "date": self.date,
            "model": self.model,
            "edge_probability": self.edge_probability,
            "parameter_set": self.parameter_set,
            "reality": self.reality,
            "synthetic_layers": self.synthetic_layers,
            "software": self.software,
        }
        return {name: [value] * count for name, value in facts.items()}

    def metadata(self) -> dict[str, str]:
        """Return the facts as text, for the metadata of a file."""
        return {
            "province": self.province,
            **{name: str(cells[0]) for name, cells in self.columns(1).items()},
        }


def export_facts(inputs: ProvinceInputs, *layers: str) -> ExportFacts:
    """Return the facts of an export.

    Args:
        inputs: The province and its parameters.
        layers: Layers that it rests on beside those of every received level.
    """
    province = inputs.province
    return ExportFacts(
        province=province.name_vi,
        date=province.data_date.isoformat(),
        model=MODEL,
        edge_probability=inputs.radio.location_probability,
        parameter_set=inputs.radio.parameter_set,
        reality=weakest_reality(province, *SIGNAL_LAYERS, *layers),
        synthetic_layers=synthetic_cell(province, *layers),
        software=f"hatangso {__version__}",
    )


def write_facts(
    path: Path, facts: ExportFacts, inputs: ProvinceInputs, notes: Sequence[Message]
) -> None:
    """Write the facts, the origin of each layer and what the reader must know."""
    content = {
        **facts.metadata(),
        "notes": [
            {str(language): translate(note, language) for language in Language}
            for note in notes
        ],
        **about(inputs.province),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    path.write_bytes(text.encode("utf-8"))
