"""Servers that keep others waiting: SILENT takes connections and never says a word, FULL does not even take them."""

import socket

HOST = "127.0.0.1"


def _listen(backlog):
    server = socket.socket()
    server.bind((HOST, 0))
    server.listen(backlog)
    return server


# The kernel completes connections by itself, so that nobody has to accept them.
_silent = _listen(16)
SILENT = _silent.getsockname()[1]
URL = f"http://{HOST}:{SILENT}/"

_full = _listen(0)
FULL = _full.getsockname()[1]
_waiting = []
for _ in range(4):
    _client = socket.socket()
    _client.setblocking(False)
    _client.connect_ex((HOST, FULL))
    _waiting.append(_client)
