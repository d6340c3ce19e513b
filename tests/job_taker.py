"""A worker of its own process: takes jobs, and says which.

python job_taker.py take|hang LOCATION LANE
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from hatangso.operations.database import open_operations

_NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def main(how: str, location: str, lane: str) -> None:
    """Take all jobs and finish them, or take one and hang."""
    place = location if "://" in location else Path(location)
    with open_operations(place) as operations:
        while True:
            job = operations.jobs.take(lane, worker=str(os.getpid()), at=_NOON)
            if job is None:
                return
            sys.stdout.write(f"{job.id}\n")
            sys.stdout.flush()
            if how == "hang":
                time.sleep(600)
            operations.jobs.finish(job.id, _NOON, {"by": os.getpid()})


if __name__ == "__main__":
    main(*sys.argv[1:])
