"""Bytes that no decent client sends (SAFETY I1 to I7, I13, D17)."""

import threading
import time
import uuid

from client import OWED_HEADERS, Lines, one_whole, statuses
from report import first
from walls import operations
from world import World

JSON = "Content-Type: application/json\r\n"


def check(report, server, api):
    """Everything on one server, which must be as well afterwards as before."""
    server.start()
    world = World(server)
    person = world.people("Mallory")[0]
    slow = start_slow_bodies(server.port)
    check_sizes(report, server.port, person)
    check_encodings(report, world, api)
    check_json(report, person)
    check_smuggling(report, server.port)
    check_routes(report, world, person, api)
    check_slow_bodies(report, slow)
    alive = server.answers("/health/ready") and server.process.poll() is None
    report.check("alive after the abuse", alive and server.stop() == 0, "ready, and stopped well")


# -- slowness ---------------------------------------------------------------------------------

# The rule: on average 1 KB/s over 10 s. So a dripping body is cut soon after 10 s.
PATIENCE = 30


class Drip(threading.Thread):
    """Sends the head of a request, then a byte a second or nothing, until it is cut off."""

    def __init__(self, port, name, head, drop):
        super().__init__(daemon=True)
        self.port, self.label, self.head, self.drop = port, name, head, drop
        self.took, self.answered = None, []

    def run(self):
        began, got = time.monotonic(), b""
        with Lines(self.port) as line:
            line.send(self.head)
            while time.monotonic() - began < PATIENCE:
                got += line.read(1.0, one_whole)
                if got or not line.send(self.drop):
                    break
            self.took = time.monotonic() - began
        self.answered = statuses(got)


def start_slow_bodies(port):
    """Three ways to send a body that never ends, and a head that never ends; all at once."""
    post = "POST /v1/sessions HTTP/1.1\r\nHost: guildhall.test\r\n" + JSON
    counted = (post + "Content-Length: 1000\r\n\r\n").encode()
    drips = [
        Drip(port, "1 byte/s", counted, b" "),
        Drip(port, "silence", counted, b""),
        Drip(port, "chunked 1 byte/s", (post + "Transfer-Encoding: chunked\r\n\r\n").encode(),
             b"1\r\n \r\n"),
        Drip(port, "slow head", post.encode(), b"X"),
    ]
    for drip in drips:
        drip.start()
    return drips


def check_slow_bodies(report, drips):
    for drip in drips:
        drip.join(PATIENCE + 5)
    told = ", ".join(f"{d.label} {d.answered} after {d.took or 0:.0f} s" for d in drips)
    bodies, head = drips[:3], drips[3]
    report.check("I1 slow head", head.answered in ([408], []) and head.took < 10, told)
    good = all(d.answered == [408] and d.took < PATIENCE for d in bodies)
    report.check("I2 slow bodies", good, told)


# -- sizes ------------------------------------------------------------------------------------


def ask_raw(port, *parts, patience=10):
    """The statuses that come back for these bytes."""
    with Lines(port) as line:
        for part in parts:
            if not line.send(part):
                break
        return statuses(line.read(patience, one_whole))


def check_sizes(report, port, person):
    """Too large is 413, however the length is told: truly, falsely, in advance, or in chunks."""
    head = f"Host: guildhall.test\r\nAuthorization: Bearer {person.access}\r\n{JSON}"

    def post(path, length_line, body):
        text = f"POST {path} HTTP/1.1\r\n{head}{length_line}\r\n\r\n"
        return ask_raw(port, text.encode(), body)

    def counted(path, size):
        return post(path, f"Content-Length: {size}", b" " * size)

    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    submission = f"/v1/bids/{uuid.uuid4()}/submission"
    outcomes = {
        "usual 64 KiB + 1": counted("/v1/organisations", 64 * 1024 + 1),
        "submission 16 KiB + 1": counted(submission, 16 * 1024 + 1),
        "writing 1 MiB + 1": counted("/v1/opportunities", 1024 * 1024 + 1),
        "10 MB announced, 100 KB sent": post(
            "/v1/organisations", "Content-Length: 10000000", b" " * 100_000),
        "10 MB announced, 10 bytes sent": post(
            "/v1/organisations", "Content-Length: 10000000", b" " * 10),
        "200 KB in chunks": post(
            "/v1/organisations", "Transfer-Encoding: chunked", chunk * 12 + b"0\r\n\r\n"),
        "40 KB in chunks to a submission": post(
            submission, "Transfer-Encoding: chunked", chunk * 3 + b"0\r\n\r\n"),
    }
    wrong = {name: got for name, got in outcomes.items() if got != [413]}
    report.check(
        "I4 bodies too large", not wrong,
        f"{len(outcomes)} tried, not refused with 413 {len(wrong)}{': ' + str(wrong) if wrong else ''}",
    )


def check_encodings(report, world, api):
    """A compressed body is refused before anybody looks at it."""
    wrong = []
    writes = [(m, path) for m, path, _ in operations(api) if m in ("POST", "PUT", "PATCH")]
    for method, path in writes:
        for coding in ("gzip", "br", "deflate", "identity, gzip"):
            url = path.replace("{id}", str(uuid.uuid4())).replace("{user_id}", str(uuid.uuid4()))
            told = world.stranger().send(method, url, b"\x1f\x8b\x08", content_encoding=coding)
            if told.status != 415:
                wrong.append((told.asked, coding, told.status))
    report.check(
        "I5 Content-Encoding", writes and not wrong,
        f"{4 * len(writes)} compressed bodies, not refused with 415 {len(wrong)}{first(wrong)}",
    )


# -- JSON -------------------------------------------------------------------------------------


def corpus(name):
    """Bodies that mean nothing, or two things, or more than a machine holds."""
    text = f'"{name}":'
    return {
        "depth 10,000": b"[" * 10_000,
        "objects 10,000 deep": b'{"a":' * 10_000,
        "depth 33, closed": ("{" + text + "[" * 33 + "]" * 33 + "}").encode(),
        "duplicate keys": ("{" + text + '"a",' + text + '"b"}').encode(),
        "NUL in text": ("{" + text + '"a\\u0000b"}').encode(),
        "NUL in bytes": ("{" + text + '"a\0b"}').encode(),
        "lone surrogate": ("{" + text + '"\\ud800"}').encode(),
        "surrogates in the wrong order": ("{" + text + '"\\udc00\\ud800"}').encode(),
        "1e999": ("{" + text + "1e999}").encode(),
        "-1e999": ("{" + text + "-1e999}").encode(),
        "a 20-digit integer": ("{" + text + "12345678901234567890}").encode(),
        "a 400-digit integer": ("{" + text + "9" * 400 + "}").encode(),
        "NaN": ("{" + text + "NaN}").encode(),
        "not UTF-8": b"{" + text.encode() + b'"\xff\xfe"}',
        "a byte order mark": b"\xef\xbb\xbf{}",
        "two values": b"{} {}",
        "nothing": b"",
        "blanks": b" " * 1000,
        "cut off": b'{"a":',
        "a list": b"[]",
        "null": b"null",
        "text": b'"x"',
        "an unknown field": b'{"nobody_knows_this":1}',
        "a single quote": b"{'a':1}",
        "a comment": b"/* */ {}",
        "control characters": ("{" + text + '"a\x01\x02\x1f"}').encode(),
        "right-to-left override": ("{" + text + '"\u202eevil"}').encode(),
    }


ROUTES = (
    ("POST", "/v1/users", "full_name"),
    ("POST", "/v1/sessions", "password"),
    ("POST", "/v1/organisations", "name"),
    ("POST", "/v1/opportunities", "title"),
    ("POST", "/v1/receipts/verification", "note"),
    ("PATCH", f"/v1/bids/{uuid.uuid4()}", "price"),
    ("PUT", f"/v1/bids/{uuid.uuid4()}/scores", "scores"),
)


# Text that JSON allows. Whoever asks about such a receipt is told that it is not valid.
ONLY_ODD = ("NUL in text", "right-to-left override")


def check_json(report, person):
    """Refused as what it is, 400 or 422; nothing breaks and nothing is let in."""
    wrong, count = [], 0
    for method, path, name in ROUTES:
        for what, body in corpus(name).items():
            told = person.send(method, path, body, if_match='"1"')
            count += 1
            no_receipt = name == "note" and what in ONLY_ODD and told.body.get("valid") is False
            if told.status not in (400, 422) and not no_receipt:
                wrong.append((told.asked, what, told.status))
    report.check(
        "I6 JSON corpus", not wrong,
        f"{count} bodies, not refused with 400 or 422 {len(wrong)}{first(wrong, 8)}",
    )


# -- smuggling --------------------------------------------------------------------------------

INNER = b"GET /v1/time HTTP/1.1\r\nHost: guildhall.test\r\n\r\n"


def smuggled():
    """Requests in which two readers could see different ends; each hides a second request."""
    post = b"POST /v1/sessions HTTP/1.1\r\nHost: guildhall.test\r\n" + JSON.encode()
    in_chunks = post + b"Transfer-Encoding: chunked\r\n"
    both = b"Content-Length: %d\r\n" % (len(INNER) + 5)
    chunked = b"0\r\n\r\n" + INNER
    return {
        "CL and TE": post + both + b"Transfer-Encoding: chunked\r\n\r\n" + chunked,
        "TE and CL": in_chunks + b"Content-Length: 5\r\n\r\n" + chunked,
        "two equal CLs": post + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + INNER,
        "two CLs": post + b"Content-Length: 0\r\n" + both + b"\r\n" + chunked,
        "a list of CLs": post + b"Content-Length: 2, 50\r\n\r\n{}" + INNER,
        "CL +2": post + b"Content-Length: +2\r\n\r\n{}" + INNER,
        "CL -1": post + b"Content-Length: -1\r\n\r\n{}" + INNER,
        "CL 0x2": post + b"Content-Length: 0x2\r\n\r\n{}" + INNER,
        "CL 2 and letters": post + b"Content-Length: 2abc\r\n\r\n{}" + INNER,
        "CL beyond 64 bits": post + b"Content-Length: 18446744073709551618\r\n\r\n{}" + INNER,
        "TE xchunked": post + b"Transfer-Encoding: xchunked\r\n\r\n" + chunked,
        "TE chunked, identity": post + b"Transfer-Encoding: chunked, identity\r\n\r\n" + chunked,
        "TE twice": in_chunks + b"Transfer-Encoding: identity\r\n\r\n" + chunked,
        "blank before the colon": post + b"Content-Length : 50\r\n\r\n" + INNER,
        "TE, blank before the colon": post + b"Transfer-Encoding : chunked\r\n\r\n" + chunked,
        "a chunk size +2": in_chunks + b"\r\n+2\r\n{}\r\n0\r\n\r\n",
        "a chunk size beyond 64 bits": in_chunks + b"\r\nffffffffffffffff2\r\n{}\r\n",
    }


def ill_made():
    """Requests without a body that a lenient reader might take for something else."""
    get = b"GET /v1/time HTTP/1.1\r\nHost: guildhall.test\r\n"
    return {
        "a folded header": get + b"X-Folded: a\r\n b\r\n\r\n",
        "bare LF": b"GET /v1/time HTTP/1.1\nHost: guildhall.test\n\n",
        "bare CR": b"GET /v1/time HTTP/1.1\rHost: guildhall.test\r\r",
        "an absolute URI": b"GET http://evil.test/v1/time HTTP/1.1\r\nHost: guildhall.test\r\n\r\n",
        "two Hosts": get + b"Host: evil.test\r\n\r\n",
        "no Host": b"GET /v1/time HTTP/1.1\r\n\r\n",
        "200 headers": get + b"".join(b"X-%d: a\r\n" % n for n in range(200)) + b"\r\n",
        "a header of 200 KB": get + b"X-Long: " + b"a" * 200_000 + b"\r\n\r\n",
        "a path of 100 KB": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: guildhall.test\r\n\r\n",
        "a NUL in a header": get + b"X-Nul: a\0b\r\n\r\n",
        "a NUL in the path": b"GET /v1/ti\0me HTTP/1.1\r\nHost: guildhall.test\r\n\r\n",
        "HTTP/0.9": b"GET /v1/time\r\n\r\n",
        "HTTP/9.9": b"GET /v1/time HTTP/9.9\r\nHost: guildhall.test\r\n\r\n",
        "TRACE": b"TRACE /v1/time HTTP/1.1\r\nHost: guildhall.test\r\n\r\n",
        "CONNECT": b"CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n",
        "a method of 10 KB": b"A" * 10_000 + b" / HTTP/1.1\r\nHost: guildhall.test\r\n\r\n",
        "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
    }


def check_smuggling(report, port):
    """At most one response to each, and never one that says that we broke."""
    tries, answers = {**smuggled(), **ill_made()}, {}
    threads = [
        threading.Thread(target=lambda n=name, r=raw: answers.update({n: answers_to(port, r)}))
        for name, raw in tries.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    twice = {name: got for name, got in answers.items() if len(got) > 1}
    broken = {name: got for name, got in answers.items() if any(code >= 500 for code in got)}
    report.check(
        "I7 smuggling", len(answers) == len(tries) and not twice and not broken,
        f"{len(answers)} of {len(tries)} tries answered or closed, more than one response "
        f"{len(twice)}, 5xx {len(broken)}{': ' + str(twice | broken) if twice or broken else ''}",
    )


def answers_to(port, raw):
    """All statuses that come within two seconds; the connection stays open to hear a second one."""
    with Lines(port) as line:
        line.send(raw)
        return statuses(line.read(2.0))


# -- every route ------------------------------------------------------------------------------


def check_routes(report, world, person, api):
    """Safe headers on every route, whoever asks and however it ends; methods are as described."""
    lacking, unallowed, count = [], [], 0
    described = {}
    for method, path, _ in operations(api):
        described.setdefault(path, set()).add(method)
    others = {"/": {"GET"}, "/docs": {"GET"}, "/openapi.json": {"GET"}, "/nowhere": set()}
    for path, methods in {**described, **others}.items():
        url = path.replace("{id}", str(uuid.uuid4())).replace("{user_id}", str(uuid.uuid4()))
        for who in (world.stranger(), person):
            for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
                told = who.send(method, url, if_match='"1"')
                count += 1
                missing = [name for name in OWED_HEADERS if name not in told.headers]
                if missing or "server" in told.headers or told.status >= 500:
                    lacking.append((told.asked, told.status, missing))
                if methods and method not in methods and not is_405(told, methods):
                    unallowed.append((told.asked, told.status, told.headers.get("allow")))
    report.check(
        "I13 headers on every route", not lacking,
        f"{count} answers of {len(described) + len(others)} routes, lacking one {len(lacking)}"
        f"{first(lacking)}",
    )
    report.check(
        "D17 methods", not unallowed,
        f"undescribed methods not answered 405 with Allow {len(unallowed)}{first(unallowed)}",
    )


def is_405(told, methods):
    """405 that names what is served; GET brings HEAD with it in some servers."""
    allowed = {name.strip() for name in told.headers.get("allow", "").split(",")} - {"HEAD"}
    return told.status == 405 and allowed == methods
