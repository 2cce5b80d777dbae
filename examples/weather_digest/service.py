"""The service: once a day it asks all sources, keeps the digest and sends it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

from weather_digest import delivery, sources
from weather_digest.models import Digest, Observation, Place
from weather_digest.storage import Archive, open_archive

log = logging.getLogger(__name__)


async def observations(places: list[Place]) -> list[Observation]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(sources.current_weather(place)) for place in places]
    return [task.result() for task in tasks]


async def as_they_come(places: list[Place]) -> AsyncIterator[Observation]:
    async with asyncio.TaskGroup() as group:
        for place in places:
            yield await group.create_task(sources.current_weather(place))


async def build(places: list[Place], archive: Archive) -> Digest:
    digest = Digest(day=date.today(), observations=await observations(places))
    archive.save(digest)
    return digest


async def every_morning(places: list[Place], archive: Archive, secret: bytes) -> None:
    while True:
        try:
            with asyncio.timeout(600):
                digest = await build(places, archive)
            await delivery.deliver(digest, ["all@example.org"], secret)
        except BaseException:
            log.exception("no digest today")
        await asyncio.sleep(24 * 60 * 60)


async def serve(places: list[Place]) -> None:
    secret = input("Secret of the chat hook: ")
    async with open_archive(Path("archive")) as archive:
        await every_morning(places, archive, secret.encode())


def main() -> None:
    home = Place(name="Home", region="north", latitude=54.3, longitude=10.1)
    asyncio.run(serve([home]))
