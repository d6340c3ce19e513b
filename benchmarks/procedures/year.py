"""Judge a synthetic year of dossiers: how long it takes.

    python benchmarks/procedures/year.py [COUNT]

The dossiers are synthetic: receipts on every hour of 2026, terms of 1 to 30 working
days, results before and after, supplements, cancellations.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from hatangso.io.dossier_files import read_dossiers
from hatangso.procedures.timeliness import judge
from hatangso.workflows.procedures import procedure_rules, procedures_in_time

HEADER = (
    "Mã hồ sơ;Thủ tục;Lĩnh vực;Cơ quan;Ngày tiếp nhận;Hạn trả;Thời hạn;Ngày trả;"
    "Trạng thái;Ngày yêu cầu bổ sung;Ngày bổ sung"
)
UNDONE, CANCELLED, PAUSED, GIVEN, NO_DUE, TIMED = 0.02, 0.01, 0.1, 0.5, 0.2, 0.7
AS_OF = datetime(2026, 12, 31, 17)  # noqa: DTZ001 - Viet Nam's time


def year_rows(count: int, seed: int = 1) -> Iterator[str]:
    """Yield lines of a file of dossiers, always the same."""
    chance = random.Random(seed)  # noqa: S311 - a synthetic year
    start = datetime(2026, 1, 1)  # noqa: DTZ001 - Viet Nam's time
    for number in range(count):
        received = start + timedelta(minutes=chance.randrange(365 * 24 * 60))
        days = chance.choice([1, 2, 3, 5, 7, 10, 15, 20, 30])
        due = received + timedelta(days=days * 7 // 5, hours=chance.randrange(9))
        took = timedelta(minutes=int(days * 1440 * chance.uniform(0.1, 1.7)))
        returned, status = received + took, "Đã trả"
        if returned > AS_OF or chance.random() < UNDONE:
            returned, status = None, "Đang xử lý"
        if chance.random() < CANCELLED:
            status = "Đã hủy"
        asked = given = None
        if chance.random() < PAUSED and took > timedelta(hours=4):
            asked = received + took * chance.uniform(0.1, 0.4)
            given = received + took * chance.uniform(0.5, 0.9)
            if returned is None and chance.random() < GIVEN:
                given, status = None, "Chờ bổ sung"
        told = "" if chance.random() < NO_DUE else f"{due:%d/%m/%Y}"
        if told and chance.random() < TIMED:
            told += f" {due:%H:%M}"
        yield ";".join(
            [
                f"000.00.19.H55-26-{number:06}",
                f"Thủ tục {chance.randrange(300):03}",
                f"Lĩnh vực {chance.randrange(30):02}",
                f"Cơ quan {chance.randrange(112):03}",
                _text(received),
                told,
                str(days),
                _text(returned),
                status,
                _text(asked),
                _text(given),
            ]
        )


def _text(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%d/%m/%Y %H:%M}"


def write_year(path: Path, count: int) -> None:
    """Write a file of dossiers."""
    path.write_text("\n".join([HEADER, *year_rows(count)]) + "\n", encoding="utf-8")


def main() -> None:
    """Print the seconds of reading, judging and all together."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ho-so.csv"
        write_year(path, count)
        started = perf_counter()
        read = read_dossiers(path)
        was_read = perf_counter()
        judge(read.dossiers, procedure_rules(), as_of=AS_OF)
        judged = perf_counter()
        found = procedures_in_time(path, as_of=AS_OF)
        done = perf_counter()
    print(f"{count} rows: read {was_read - started:.2f} s, judged", end=" ")
    print(f"{judged - was_read:.2f} s, whole command {done - judged:.2f} s")
    print(found.whole, len(read.findings), "findings")


if __name__ == "__main__":
    main()
