"""PostgreSQL goes away and comes back: midway, and before the server has even started (H6, H7)."""

import http.client
import time

from client import eventually
from report import first
from world import World

# A request that meets an absent database is told so within this.
AT_ONCE = 1.0
BACK_WITHIN = 5.0
REQUESTS = 12


def refusal_of(ask):
    """How long an answer took, and what is wrong with it as a refusal for the time being."""
    began = time.monotonic()
    told = ask()
    took = time.monotonic() - began
    wrong = []
    if told.status != 503:
        wrong.append(f"status {told.status}")
    if not told.headers.get("content-type", "").startswith("application/problem+json"):
        wrong.append("no problem")
    if not told.headers.get("retry-after", "").isdigit():
        wrong.append("no Retry-After")
    if took >= AT_ONCE:
        wrong.append(f"took {took:.2f} s")
    return took, [f"{told.asked}: {', '.join(wrong)}: {told.text[:200]}"] if wrong else []


def asks_of(world, person):
    """Reads and writes, by somebody and by anybody."""
    supplier = {"kind": "supplier", "name": "While the database is away"}
    return (
        lambda: world.stranger().get("/v1/opportunities"),
        lambda: person.get("/v1/me"),
        lambda: person.post("/v1/organisations", supplier),
        lambda: world.stranger().get("/health/ready"),
    )


def while_away(report, name, world, asks):
    """Every answer is a quick 503 that says when to come back; the process says that it lives."""
    times, wrong = [], []
    for number in range(REQUESTS):
        took, faults = refusal_of(asks[number % len(asks)])
        times.append(took)
        wrong += faults
    live = world.stranger().get("/health/live").status
    report.check(
        name, not wrong and live in (200, 204),
        f"{REQUESTS} requests, slowest {max(times):.2f} s, not a 503 with Retry-After in "
        f"{AT_ONCE:.0f} s {len(wrong)}, live {live}{first(wrong)}",
    )


def seconds_until_back(ask, steady=20):
    """How long until so many requests in a row are answered well."""
    began, row = time.monotonic(), 0

    def served():
        nonlocal row
        try:
            row = row + 1 if ask().status in (200, 201) else 0
        except (OSError, http.client.HTTPException):
            row = 0
        return row >= steady
    return time.monotonic() - began if eventually(served, 30, every=0.01) else None


def seconds(took):
    return "no time that was waited for" if took is None else f"{took:.2f} s"


def check(report, server, cluster):
    """Midway: stopped under a living server, and started again."""
    server.start()
    world = World(server)
    person = world.people("Grace")[0]
    cluster.stop("fast")
    while_away(report, "H7 database gone midway", world, asks_of(world, person))
    cluster.start()
    took = seconds_until_back(lambda: person.get("/v1/me"))
    made = person.post("/v1/organisations", {"kind": "supplier", "name": "Back again"}).status
    good = took is not None and took < BACK_WITHIN and made == 201
    figure = f"20 good reads in a row after {seconds(took)}, then a write {made}"
    report.check("H7 database back", good, figure)
    server.stop()
    check_start_without(report, server, cluster)


def check_start_without(report, server, cluster):
    """Started while the database is away: it waits, says so, and serves when the database comes."""
    cluster.stop("fast")
    server.start(ready=False)
    world = World(server)
    listening = eventually(lambda: server.answers("/health/live"), 10)
    asks = (
        lambda: world.stranger().get("/v1/opportunities"),
        lambda: world.stranger().get("/health/ready"),
    )
    while_away(report, "H7 started without a database", world, asks)
    cluster.start()
    took = seconds_until_back(lambda: world.stranger().get("/v1/opportunities"))
    same = server.process.poll() is None and listening
    report.check(
        "H7 no crash loop", same and took is not None and took < BACK_WITHIN,
        f"one process all along {bool(same)}, serving {seconds(took)} after the database came",
    )
    server.stop()
