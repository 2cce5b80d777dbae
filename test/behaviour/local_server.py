"""A small HTTP server in a thread of the script that imports it: redirects, echoes, stalls, streams, fails, sets cookies."""

import atexit
import gzip
import hashlib
import json
import os
import shutil
import ssl
import subprocess
import tempfile
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
        if path.startswith("/redirect/") and path.count("/") == 3:
            self._send(int(path.split("/")[2]), b"", [("Location", "/" + path.split("/")[3])])
        elif path.startswith("/redirect/"):
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
        elif path == "/drip":
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            for _ in range(4):
                time.sleep(0.25)
                self.wfile.write(b".")
        elif path == "/gzip":
            self._send(200, gzip.compress(b"unpacked"), [("Content-Encoding", "gzip")])
        elif path == "/text":
            self._send(200, "grüße".encode(), [("Content-Type", "text/plain; charset=utf-8")])
        elif path == "/latin":
            self._send(200, "grüße".encode("latin-1"), [("Content-Type", "text/html")])
        elif path == "/links":
            self._json({}, 200, [("Link", '<http://localhost/2>; rel="next", <http://localhost/9>; rel="last"'), ("X-Mixed-Case", "yes")])
        elif path == "/unchanged":
            self._send(304 if self.headers.get("If-None-Match") else 200, b"page", [("ETag", '"1"')])
        elif path == "/bad-gzip":
            self._send(200, b"no gzip", [("Content-Encoding", "gzip")])
        elif path == "/cut":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"5\r\nchunk\r\n5\r\nch")
            self.close_connection = True
        elif path == "/digest":
            self._digest()
        elif path == "/not-json":
            self._send(200, b"<html>", [("Content-Type", "text/html; charset=utf-8")])
        elif path == "/broken-json":
            self._send(200, b"{", [("Content-Type", "application/json")])
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

    def _digest(self):
        """Digest authentication (RFC 2617) of user:secret."""
        given = dict(part.strip().split("=", 1) for part in (self.headers.get("Authorization") or "").removeprefix("Digest ").split(",") if "=" in part)
        given = {name: value.strip('"') for name, value in given.items()}
        digest = lambda text: hashlib.md5(text.encode()).hexdigest()
        once = [given.get(name, "") for name in ("nc", "cnonce", "qop")]
        expected = digest(":".join([digest("user:here:secret"), "once", *once, digest(f"{self.command}:{self.path}")]))
        if given.get("response") == expected:
            self._json({"user": given["username"]})
        else:
            self._send(401, b"", [("WWW-Authenticate", 'Digest realm="here", nonce="once", qop="auth"')])

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _handle


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients may go away; that is nothing to print."""


def _serve(context=None):
    server = _Server(("127.0.0.1", 0), _Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"127.0.0.1:{server.server_address[1]}"


def tls():
    """A server with a certificate that it signed itself: its URL, and the path of the certificate."""
    directory = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, directory)
    certificate, key = os.path.join(directory, "cert.pem"), os.path.join(directory, "key.pem")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return "https://" + _serve(context), certificate


#: Where it listens; it also takes requests for other hosts, as a proxy does, and answers them itself.
BASE = f"http://{_serve()}"
#: Where nobody does.
CLOSED = "http://127.0.0.1:9"
