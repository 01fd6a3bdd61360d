"""No acknowledgement before the disk has it, by the order of the server's own calls (SAFETY H3)."""

import re

from client import eventually
from report import first
from world import World

# What a call is called in the trace, and the line that shows its end.
LINE = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(.*)$")
READS, WRITES = {"read", "readv", "recvfrom", "recvmsg"}, {"write", "writev", "sendto", "sendmsg"}
SYNCS = {"fsync", "fdatasync"}


def wrapper(trace):
    """Traces reads, writes and syncs, with the files they are of and enough of their words."""
    calls = ",".join(sorted(READS | WRITES | SYNCS))
    return ("strace", "-f", "-y", "-qq", "-s", "600", "-o", str(trace), "-e", f"trace={calls}")


def calls(text):
    """The finished calls in their order: (name, what it says). A resumed call ends where it does."""
    begun = {}
    for line in text.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        thread, name, rest = match.groups()
        if rest.endswith("<unfinished ...>"):
            begun[thread] = rest
            continue
        whole = begun.pop(thread, "") + rest if "resumed>" in rest else rest
        yield name, whole


def synced_between(text, marker, answered):
    """How often the database's log was synced between the request with `marker` and its answer."""
    asked, syncs = False, 0
    for name, what in calls(text):
        if name in READS and marker in what:
            asked = True
        elif asked and name in SYNCS and "-wal>" in what and what.endswith("= 0"):
            syncs += 1
        elif asked and name in WRITES and f"HTTP/1.1 {answered}" in what:
            return syncs
    return None


def quiet(trace):
    """Waits until the server has nothing more to do, so that no sync is another request's."""
    sizes = [-1, -2, -3, -4, -5]

    def still():
        sizes.append(trace.stat().st_size)
        return len(set(sizes[-5:])) == 1
    return eventually(still, 10, every=0.08)


def check(report, server, requests):
    """Each write of its own, when the server is otherwise at rest."""
    trace = server.home / "trace"
    server.start(wrapper(trace))
    person = World(server).people("Ada")[0]
    without, unseen = [], []
    for number in range(requests):
        quiet(trace)
        marker = f"marker-{number}-of-{requests}"
        body = {"kind": "supplier", "name": f"Durable {number}"}
        person.post("/v1/organisations", body, x_request_id=marker).must(201)
        quiet(trace)
        syncs = synced_between(trace.read_text(errors="replace"), marker, 201)
        if syncs is None:
            unseen.append(marker)
        elif syncs == 0:
            without.append(marker)
    server.kill()
    report.check(
        "H3 fsync before the answer", not without and not unseen,
        f"{requests} writes traced, acknowledged without a sync of the log {len(without)}, not "
        f"found in the trace {len(unseen)}{first(without + unseen)}",
    )
