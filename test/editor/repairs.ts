/** A finding of the example project, the quick fix that is picked, and what the function reads like afterwards. */
interface Repair {
  readonly rule: string;
  readonly shows: string;
  readonly file: string;
  readonly function: string;
  readonly title: RegExp;
  readonly becomes: string;
  /** Lines that the fix adds elsewhere in the file. */
  readonly brings?: readonly string[];
  /** The text that is selected for typing afterwards. */
  readonly selects?: string;
}

const sources = "weather_digest/sources.py";

export const repairs: readonly Repair[] = [
  {
    rule: "blocking-http-call",
    shows: "moves the function to httpx",
    file: sources,
    function: "current_weather",
    title: /httpx/,
    becomes: `async def current_weather(place: Place) -> Observation:
    async with httpx.AsyncClient(timeout=10.0, follow_redirects=True) as client:
        response = await client.get(
            FORECAST, params={"lat": place.latitude, "lon": place.longitude}
        )
    response.raise_for_status()
    return Observation.model_validate(response.json()["current"])`,
    brings: ["import httpx"],
  },
  {
    rule: "blocking-http-call",
    shows: "carries a timeout and the names of attributes over",
    file: sources,
    function: "active_warnings",
    title: /httpx/,
    becomes: `async def active_warnings(place: Place) -> list[str]:
    async with httpx.AsyncClient(timeout=5, follow_redirects=True) as client:
        response = await client.get(WARNINGS, params={"region": place.region})
    place.reached = not response.is_error
    if response.is_error:
        return []
    return [warning["headline"] for warning in response.json()]`,
    brings: ["import httpx"],
  },
  {
    rule: "missing-timeout",
    shows: "adds the argument, selected for typing",
    file: sources,
    function: "station_reading",
    title: /timeout/,
    becomes: `def station_reading(host: str) -> float:
    reply = requests.get(f"http://{host}/reading", timeout=5)
    return float(reply.text)`,
    selects: "5",
  },
  {
    rule: "gather-without-task-group",
    shows: "wraps in a TaskGroup",
    file: sources,
    function: "report",
    title: /TaskGroup/,
    becomes: `async def report(place: Place) -> tuple[Observation, list[str]]:
    # If one of these tasks fails, the others are cancelled.
    async with asyncio.TaskGroup() as group:
        weather_task = group.create_task(current_weather(place))
        warnings_task = group.create_task(active_warnings(place))
    weather, warnings = weather_task.result(), warnings_task.result()
    return weather, warnings`,
  },
  {
    rule: "blocking-sleep",
    shows: "awaits instead",
    file: sources,
    function: "watch_station",
    title: /asyncio\.sleep/,
    becomes: `async def watch_station(host: str, seconds: float = 60) -> AsyncIterator[float]:
    while True:
        yield await asyncio.to_thread(station_reading, host)
        await asyncio.sleep(seconds)`,
  },
];
