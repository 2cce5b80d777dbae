"""Routers that run plain functions in a thread, and await the others, as FastAPI's do."""
import asyncio
import inspect


class APIRouter:
    def __init__(self):
        self.routes = {}

    def get(self, path):
        def register(endpoint):
            self.routes[path] = endpoint
            return endpoint

        return register

    async def answer(self, path, *args):
        endpoint = self.routes[path]
        if inspect.iscoroutinefunction(endpoint):
            return await endpoint(*args)
        return await asyncio.to_thread(endpoint, *args)
