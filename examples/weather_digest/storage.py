"""The archive: a file for each day's digest, a database of single observations."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from weather_digest.models import Digest, Observation


class Archive:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing = asyncio.Lock()

    async def save(self, digest: Digest) -> None:
        if not self._folder.exists():
            self._folder.mkdir(parents=True)
        with open(self._folder / f"{digest.day}.json", "w") as file:
            file.write(digest.model_dump_json())

    async def load(self, day: date) -> Digest:
        text = (self._folder / f"{day}.json").read_text()
        return Digest.model_validate_json(text)

    async def record(self, place: str, observation: Observation) -> None:
        await self._writing.acquire()
        with sqlite3.connect(self._folder / "observations.db") as database:
            database.execute(
                "insert into observations values (?, ?, ?)",
                (place, observation.temperature, observation.windspeed),
            )
        self._writing.release()

    async def warmest(self, place: str) -> float:
        return max(read_history(self._folder / f"{place}.csv"))


def read_history(path: Path) -> list[float]:
    temperatures = []
    with path.open() as file:
        for line in file.readlines():
            temperatures.append(float(line.split(",")[1]))
    return temperatures


@asynccontextmanager
async def open_archive(folder: Path) -> AsyncIterator[Archive]:
    lock = folder / ".lock"
    await asyncio.to_thread(lock.touch)
    yield Archive(folder)
    await asyncio.to_thread(lock.unlink)
