"""Where the weather comes from: a public forecast service, and stations of our own."""

import asyncio
import time
from collections.abc import AsyncIterator

import requests

from weather_digest.models import Observation, Place

FORECAST = "https://forecast.example.org/v1/current"
WARNINGS = "https://warnings.example.org/v2/active"


async def current_weather(place: Place) -> Observation:
    response = requests.get(FORECAST, params={"lat": place.latitude, "lon": place.longitude})
    response.raise_for_status()
    return Observation.model_validate(response.json()["current"])


async def active_warnings(place: Place) -> list[str]:
    response = requests.get(WARNINGS, params={"region": place.region}, timeout=5)
    place.reached = response.ok
    if not response.ok:
        return []
    return [warning["headline"] for warning in response.json()]


async def report(place: Place) -> tuple[Observation, list[str]]:
    weather, warnings = await asyncio.gather(current_weather(place), active_warnings(place))
    return weather, warnings


def station_reading(host: str) -> float:
    reply = requests.get(f"http://{host}/reading")
    return float(reply.text)


async def watch_station(host: str, seconds: float = 60) -> AsyncIterator[float]:
    while True:
        yield await asyncio.to_thread(station_reading, host)
        time.sleep(seconds)


async def stream_station(host: str, port: int = 7070) -> AsyncIterator[float]:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        while line := await reader.readline():
            yield float(line)
    finally:
        writer.close()
