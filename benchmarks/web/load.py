"""Fifty people at once: how long pages and map tiles take.

    python benchmarks/web/load.py DIRECTORY [--users 50] [--seconds 60] [--think 2]

Serves a province as ``hatangso serve`` does, signs half of the users in, and lets each
open one page after the other as a browser would: the page, then what a map on it asks
for, then a pause. Prints the times to the last byte by sort of request, on this
machine, server and users together.
"""

import argparse
import asyncio
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from http import HTTPStatus
from pathlib import Path
from time import perf_counter

import aiohttp

PUBLIC_PAGES = ("/", "/ban-do", "/chi-tieu", "/vung-lom")
SIGNED_IN_PAGES = (*PUBLIC_PAGES, "/quy-hoach", "/ha-tang", "/ha-tang/site", "/du-lieu")
# One password for all signed-in users; a wide screen keeps lines whole.
SETTINGS = {"HATANGSO_SIGN_IN_TRIES": "1000", "COLUMNS": "400"}
# What a map of a province at zoom 10 asks for when it is opened.
TILES_PER_MAP = 9
# How often a user goes to a main page rather than to one that a page led to.
MAIN_RATIO = 0.6
LOGIN = re.compile(r"admin, \S+ \S+ (\S+) ")
TOKEN = re.compile(r'name="csrf-token" content="([^"]*)"')
LINK = re.compile(r'href="(/(?:chi-tieu|vung-lom|ha-tang/site|quy-hoach)/[^"#?]+)"')


class Times:
    """Seconds by sort of request, and what was refused."""

    def __init__(self) -> None:
        """Begin with none."""
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.refused: dict[str, int] = defaultdict(int)

    def told(self) -> str:
        """Return a line per sort: count, median, 95th percentile, worst."""
        lines = []
        for sort, found in sorted(self.seconds.items()):
            ordered = sorted(found)
            p95 = ordered[int(0.95 * (len(ordered) - 1))]
            lines.append(
                f"{sort:<28}{len(found):>7}"
                f"  median {statistics.median(found) * 1e3:7.1f} ms"
                f"  p95 {p95 * 1e3:7.1f} ms  worst {ordered[-1] * 1e3:7.1f} ms"
            )
        for answer, count in sorted(self.refused.items()):
            lines.append(f"refused: {answer}: {count}")
        return "\n".join(lines)


class User:
    """Somebody who clicks through the pages."""

    def __init__(
        self, address: str, times: Times, password: str, chance: random.Random
    ) -> None:
        """Come with a password, or without one as the public does."""
        self.address = address
        self.times = times
        self.password = password
        self.chance = chance
        self.links: set[str] = set()
        # What the browser keeps: the mark of each answer, and the answer.
        self.kept: dict[str, tuple[str, bytes]] = {}

    async def run(self, until_s: float, think_s: float) -> None:
        """Open pages until the time is over."""
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(self.address, cookie_jar=jar) as session:
            pages = list(PUBLIC_PAGES)
            if self.password:
                await self._sign_in(session)
                pages = list(SIGNED_IN_PAGES)
            await asyncio.sleep(self.chance.uniform(0, think_s))
            while perf_counter() < until_s:
                known = sorted(self.links)
                page = self.chance.choice(
                    pages if not known or self.chance.random() < MAIN_RATIO else known
                )
                await self._open(session, page)
                await asyncio.sleep(self.chance.uniform(0.5, 1.5) * think_s)

    async def _sign_in(self, session: aiohttp.ClientSession) -> None:
        async with session.get("/dang-nhap") as answer:
            token = TOKEN.search(await answer.text())
        form = {"login": "admin", "password": self.password, "toi": "/"}
        form["csrf_token"] = token[1] if token else ""
        async with session.post("/dang-nhap", data=form) as answer:
            answer.raise_for_status()

    async def _open(self, session: aiohttp.ClientSession, page: str) -> None:
        sort = page if page in SIGNED_IN_PAGES else re.sub(r"/[^/]+$", "/…", page)
        text = await self._get(session, page, f"page {sort}")
        self.links.update(
            self.chance.sample(found := LINK.findall(text), min(3, len(found)))
        )
        if page == "/ban-do":
            await self._open_map(session)

    async def _open_map(self, session: aiohttp.ClientSession) -> None:
        """Ask for the layers and for tiles as a map does, six at a time."""
        layers = await self._get(session, "/ban-do/lop.json", "map layers")
        asked = list(map_requests(layers, self.chance))
        for start in range(0, len(asked), 6):
            await asyncio.gather(
                *(
                    self._get(session, url, sort)
                    for sort, url in asked[start : start + 6]
                )
            )

    async def _get(self, session: aiohttp.ClientSession, url: str, sort: str) -> str:
        mark, body = self.kept.get(url, ("", b""))
        headers = {"if-none-match": mark} if mark else {}
        began = perf_counter()
        try:
            async with session.get(url, headers=headers) as answer:
                read = await answer.read()
        except aiohttp.ClientError as error:
            self.times.refused[f"{type(error).__name__} {sort}"] += 1
            return ""
        self.times.seconds[sort].append(perf_counter() - began)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            self.times.refused[f"{answer.status} {sort}"] += 1
        if answer.status != HTTPStatus.NOT_MODIFIED:
            body = read
            self.kept[url] = (answer.headers.get("etag", ""), body)
        return body.decode("utf-8", "replace")


def map_requests(text: str, chance: random.Random) -> list[tuple[str, str]]:
    """Return what a map asks for: features of a few layers, tiles of two rasters."""
    features = sorted(set(re.findall(r'"(/ban-do/[^"{}]+\.geojson[^"{}]*)"', text)))
    rasters = sorted(set(re.findall(r'"(/ban-do/o/[^"]*\{z\}[^"]*)"', text)))
    asked = [("map features", url) for url in features[:5]]
    for raster in chance.sample(rasters, min(2, len(rasters))):
        for _ in range(TILES_PER_MAP):
            x, y = 811 + chance.randint(0, 3), 448 + chance.randint(0, 4)
            url = (
                raster.replace("{z}", "10")
                .replace("{x}", str(x))
                .replace("{y}", str(y))
            )
            asked.append(("map tile", url))
    return asked


async def measure(address: str, password: str, options: argparse.Namespace) -> Times:
    """Let all users work and return their times; the first round only warms up."""
    for seconds, times in ((5, Times()), (options.seconds, Times())):
        until_s = perf_counter() + seconds
        users = [
            User(address, times, password if n % 2 else "", random.Random(n))  # noqa: S311 - the same users in every run
            for n in range(options.users)
        ]
        await asyncio.gather(*(user.run(until_s, options.think) for user in users))
    return times


def main() -> None:
    """Serve a copy of the directory and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=2, help="seconds between pages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / options.directory.name
        shutil.copytree(options.directory, directory)
        for kept in directory.glob("service.sqlite*"):
            kept.unlink()
        command = [
            sys.executable,
            "-m",
            "hatangso",
            "serve",
            str(directory),
            "--port",
            "0",
        ]
        with subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **SETTINGS},  # noqa: TID251 - of the server
        ) as server:
            password = address = ""
            for line in server.stdout or ():
                if found := LOGIN.search(line):
                    password = found[1]
                if found := re.search(r"http://\S+", line):
                    address = found[0]
                    break
            try:
                times = asyncio.run(measure(address, password, options))
            finally:
                server.terminate()
    print(f"{options.users} users, a page every {options.think:g} s each")
    print(times.told())


if __name__ == "__main__":
    main()
