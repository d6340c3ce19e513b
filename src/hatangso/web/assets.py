"""The built files of the front end: which address a page's script and styles have."""

import json
import mimetypes
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from hatangso.errors import NotFoundError

__all__ = ["STATIC_FOLDER", "STATIC_URL", "BuiltFiles", "asset"]

STATIC_FOLDER = Path(__file__).parent / "static"
STATIC_URL = "/static"
_MANIFEST = "manifest.json"
# Their names change with their content.
_FOREVER = "public, max-age=31536000, immutable"
_ERROR = 400


class BuiltFiles(StaticFiles):
    """The built files: browsers keep them for good, and get them zipped beforehand."""

    def __init__(self) -> None:
        """Serve the folder, also before anything is built."""
        super().__init__(directory=STATIC_FOLDER, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, or its zipped copy to whoever can unzip it."""
        zipped = self._zipped(path) if _takes_gzip(scope) else None
        if zipped is None:
            answer = await super().get_response(path, scope)
        else:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            answer = FileResponse(
                zipped, media_type=kind, headers={"content-encoding": "gzip"}
            )
        answer.headers["vary"] = "Accept-Encoding"
        if answer.status_code < _ERROR:
            answer.headers["cache-control"] = _FOREVER
        return answer

    def _zipped(self, path: str) -> str | None:
        found, about = self.lookup_path(f"{path}.gz")
        return found if about is not None else None


def _takes_gzip(scope: Scope) -> bool:
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


def asset(name: str) -> str:
    """Return the address of a built file; its name changes with its content.

    Args:
        name: ``page.ts``, ``map.ts``, ``icons.svg``, or ``page.css`` for the styles
            that a script brings along.

    Raises:
        NotFoundError: The front end is not built, or has no such file.
    """
    try:
        changed_ns = (STATIC_FOLDER / _MANIFEST).stat().st_mtime_ns
    except FileNotFoundError:
        raise NotFoundError(
            "the files of the web pages are not there: run scripts/demo, or"
            " python hatch_build.py in the source directory"
        ) from None
    path = _addresses(changed_ns).get(name)
    if path is None:
        raise NotFoundError(
            "the web pages have no file {name}; there is: {names}",
            name=name,
            names=", ".join(sorted(_addresses(changed_ns))),
        )
    return path


@lru_cache(maxsize=1)
def _addresses(changed_ns: int) -> dict[str, str]:
    """Return addresses by name; read again when the manifest changes."""
    del changed_ns
    text = (STATIC_FOLDER / _MANIFEST).read_text(encoding="utf-8")
    addresses = {}
    for source, entry in json.loads(text).items():
        name = Path(source).name
        if not entry.get("isEntry") and not name.endswith(".svg"):
            continue
        addresses[name] = f"{STATIC_URL}/{entry['file']}"
        for style in entry.get("css", ()):
            addresses[Path(name).with_suffix(".css").name] = f"{STATIC_URL}/{style}"
    return addresses
