"""A small HTTP server in a thread of the script that imports it: redirects, echoes, stalls, streams, fails, sets cookies."""

import gzip
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

#: What every request looked like when it came in, for scenarios that look at what was sent.
SEEN = []
_attempts = {}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def _send(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body)

    def _json(self, value, status=200, headers=()):
        self._send(status, json.dumps(value).encode(), [("Content-Type", "application/json"), *headers])

    def _handle(self):
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        SEEN.append((self.command, self.path, body))
        path = parts.path
        if path.startswith("/redirect/"):
            left = int(path.rsplit("/", 1)[1])
            self._send(302, b"", [("Location", f"/redirect/{left - 1}" if left > 1 else "/echo")])
        elif path.startswith("/status/"):
            self._json({"status": path}, int(path.rsplit("/", 1)[1]))
        elif path == "/stall":
            time.sleep(float(dict(parse_qsl(parts.query)).get("seconds", "2")))
            self._json({"stalled": True})
        elif path == "/lines":
            self._send(200, b"".join(b"line %d\n" % i for i in range(5)), [("Content-Type", "text/plain; charset=utf-8")])
        elif path == "/bytes":
            self._send(200, bytes(range(256)) * 40, [("Content-Type", "application/octet-stream")])
        elif path == "/chunks":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for i in range(3):
                chunk = b"chunk %d;" % i
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            self.wfile.write(b"0\r\n\r\n")
        elif path == "/gzip":
            self._send(200, gzip.compress(b"unpacked"), [("Content-Encoding", "gzip")])
        elif path == "/text":
            self._send(200, "grüße".encode(), [("Content-Type", "text/plain; charset=utf-8")])
        elif path == "/not-json":
            self._send(200, b"<html>", [("Content-Type", "text/html; charset=utf-8")])
        elif path == "/set-cookie":
            self._json({"cookie": "set"}, 200, [("Set-Cookie", "token=abc; Path=/")])
        elif path == "/drop":
            self.close_connection = True
            self.connection.close()
        elif path.startswith("/flaky/"):
            count = _attempts[path] = _attempts.get(path, 0) + 1
            self._json({"attempt": count}, 503 if count < 3 else 200)
        else:
            self._json(
                {
                    "method": self.command,
                    "path": path,
                    "query": parse_qsl(parts.query, keep_blank_values=True),
                    "body": json.loads(body) if "json" in self.headers.get("Content-Type", "") else body.decode("latin-1") if "multipart" not in self.headers.get("Content-Type", "") else "multipart",
                    "type": (self.headers.get("Content-Type") or "").split(";")[0],
                    "auth": self.headers.get("Authorization"),
                    "cookie": self.headers.get("Cookie"),
                    "x": self.headers.get("X-Test"),
                }
            )

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _handle


_server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
_server.daemon_threads = True
threading.Thread(target=_server.serve_forever, daemon=True).start()

#: Where it listens.
BASE = f"http://127.0.0.1:{_server.server_address[1]}"
#: Where nobody does.
CLOSED = "http://127.0.0.1:9"
