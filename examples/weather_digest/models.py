"""What is passed around: places, observations and the digest of a day."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel


class Place(BaseModel):
    name: str
    region: str
    latitude: float
    longitude: float
    reached: bool = False


class Observation(BaseModel):
    temperature: float
    windspeed: float
    weathercode: int


class Digest(BaseModel):
    day: date
    observations: Iterable[Observation]
    warnings: Iterable[str] = ()

    def text(self) -> str:
        temperatures = (observation.temperature for observation in self.observations)
        lowest = min(temperatures)
        highest = max(temperatures)
        return f"{self.day}: {lowest:.0f} to {highest:.0f} °C. " + " ".join(self.warnings)
