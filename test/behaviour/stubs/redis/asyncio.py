"""The same for redis.asyncio."""

from . import Redis  # noqa: F401
