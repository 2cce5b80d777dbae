"""httpx by the name of its successor, whose names are the same."""

from httpx import *  # noqa: F403
