"""Write the corpus into a folder, with what must be read of each file beside it."""

import json
import sys
from pathlib import Path

from import_corpus.all_cases import CASES
from import_corpus.corpus_nouns import UNREADABLE, Case, Hard, Refusal


def _expected(case: Case) -> dict[str, object]:
    if isinstance(case.expected, Refusal):
        return {"refused": case.expected.part}
    return {
        "questions": list(case.questions),
        "answers": dict(case.answers),
        "tables": [
            {
                "sheet": table.sheet,
                "kind": table.kind,
                "rows": {
                    str(number): [
                        {name: _shown(value) for name, value in record.items()}
                        for record in (
                            values if isinstance(values, tuple) else [values]
                        )
                    ]
                    for number, values in table.rows.items()
                },
                "problems": [
                    {
                        "severity": one.severity,
                        "row": one.row,
                        "field": one.field,
                        "says": one.part,
                    }
                    for one in table.problems
                ],
            }
            for table in case.expected
        ],
    }


def _shown(value: object) -> object:
    if value is UNREADABLE:
        return {"unreadable": True}
    if isinstance(value, Hard):
        return {"or_flagged": value.value}
    return value if isinstance(value, str | int | float | None) else str(value)


def main(folder: Path) -> None:
    """Write every case into the folder of its category."""
    for case in CASES:
        target = folder / case.category
        target.mkdir(parents=True, exist_ok=True)
        path = case.write(target)
        told = {"category": case.category, "province": case.province, **_expected(case)}
        path.with_name(f"{path.name}.expected.json").write_text(
            json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    sys.stdout.write(f"{len(CASES)} files in {folder}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
