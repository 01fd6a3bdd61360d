"""HTTP as a caller speaks it, and raw bytes where a well-behaved client would be too polite.

Every answer of the run passes through a `Journal`, so that at the end all refusals can be searched
for what they must never show (SAFETY K6) and all answers for the headers they owe (I13).
"""

import http.client
import json
import re
import socket
import threading
import time
from dataclasses import dataclass, field

OWED_HEADERS = (
    "x-content-type-options",
    "content-security-policy",
    "referrer-policy",
    "x-request-id",
    "cache-control",
)


class Unexpected(AssertionError):
    """The server answered something else than the check is about."""


@dataclass(frozen=True)
class Told:
    """What the server answered, and what it had been asked."""

    asked: str
    status: int
    headers: dict
    text: str

    @property
    def body(self):
        """The JSON body; an empty object where there is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return {}

    def must(self, *statuses):
        """Itself, if its status is one of these."""
        if self.status not in statuses:
            raise Unexpected(f"{self.asked}: {self.status}, not {statuses}: {self.text[:600]}")
        return self

    def must_refuse(self, status, slug):
        """Itself, if it is a refusal of this kind."""
        self.must(status)
        if self.body.get("type") != f"/docs/problems/{slug}":
            raise Unexpected(f"{self.asked}: not {slug}: {self.text[:600]}")
        return self

    @property
    def etag(self):
        return self.headers["etag"]

    @property
    def id(self):
        return self.body["id"]


@dataclass
class Journal:
    """What the run has seen: how many answers, every refusal, and which lacked a header."""

    answers: int = 0
    refusals: list = field(default_factory=list)
    lacking: list = field(default_factory=list)
    broken: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, told):
        missing = [name for name in OWED_HEADERS if name not in told.headers]
        extra = ["server"] if "server" in told.headers else []
        with self.lock:
            self.answers += 1
            if told.status >= 400:
                self.refusals.append(told)
            if told.status == 500:
                self.broken.append(told)
            if missing or extra:
                self.lacking.append((told.asked, told.status, missing + extra))


class Client:
    """Asks one server; `headers` go with every request."""

    def __init__(self, port, journal, headers=None, timeout=30):
        self.port, self.journal = port, journal
        self.headers, self.timeout = dict(headers or {}), timeout

    def send(self, method, path, body=None, **headers):
        """Sends `body` as JSON, or as it is when it is bytes; header names with underscores."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {**self.headers, **given}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None and "content-type" not in sent:
            sent["content-type"] = "application/json"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        finally:
            connection.close()
        headers = {name.lower(): value for name, value in response.getheaders()}
        told = Told(f"{method} {path}", response.status, headers, text)
        self.journal.note(told)
        return told

    def get(self, path, **headers):
        return self.send("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self.send("POST", path, body, **headers)


class Lines:
    """A raw connection: sends exactly the bytes it is given, when it is told to."""

    def __init__(self, port, timeout=30):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """Whether the server still takes bytes."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def read(self, patience=3.0, until=None):
        """Everything that comes until the server closes, `until` is complete, or patience ends."""
        end, got = time.monotonic() + patience, b""
        while (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                chunk = self.socket.recv(65536)
            except (TimeoutError, ConnectionResetError):
                break
            if not chunk:
                break
            got += chunk
            if until and until(got):
                break
        return got


def statuses(raw):
    """The status of each response in what a raw connection has read."""
    return [int(code) for code in re.findall(rb"HTTP/1\.[01] (\d{3})[ \r]", raw)]


def one_whole(raw):
    """Whether one response has come to its end."""
    head, found, body = raw.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head, re.I)
    return bool(found) and len(body) >= int(length.group(1) if length else 0)


def request_bytes(method, path, headers, body=b""):
    """A well-formed request, to be sent in pieces."""
    lines = [f"{method} {path} HTTP/1.1", "Host: guildhall.test", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def eventually(probe, seconds, every=0.05):
    """The first truthy value of `probe`, asked again and again for so many seconds; else None."""
    end = time.monotonic() + seconds
    while True:
        found = probe()
        if found or time.monotonic() > end:
            return found or None
        time.sleep(every)
