"""Whether times tell a known address from an unknown one (SAFETY E11): python3 tests/e2e/times.py
--binary PATH [--people N].

A measurement and no check: run it on a quiet machine. Known and unknown addresses are asked in turn,
in random order, each from an address of its own; the figure is the probability that a known one took
longer (Mann-Whitney AUC), which is 0.50 where times tell nothing.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import http.client
import json
import random
import tempfile
import time
import uuid
from pathlib import Path

from client import Journal, Unexpected
from server import Server, end_everything

PASSWORD = "three wandering otters"


class Asker:
    """Asks over one connection, so that no handshake is timed."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.count = 0

    def post(self, path, body):
        """The status, and how long the answer took in seconds."""
        self.count += 1
        at = f"10.{self.count >> 16 & 255}.{self.count >> 8 & 255}.{self.count & 255}"
        headers = {
            "content-type": "application/json", "x-forwarded-for": at,
            "idempotency-key": uuid.uuid4().hex,
        }
        text = json.dumps(body)
        began = time.perf_counter()
        self.connection.request("POST", path, text, headers)
        response = self.connection.getresponse()
        response.read()
        return response.status, time.perf_counter() - began


def auc(known, unknown):
    """The probability that a known address took longer than an unknown one; ties count half."""
    ranked = sorted([(took, 1) for took in known] + [(took, 0) for took in unknown])
    ranks = sum(rank for rank, (_, is_known) in enumerate(ranked, 1) if is_known)
    return (ranks - len(known) * (len(known) + 1) / 2) / (len(known) * len(unknown))


def median(times):
    return sorted(times)[len(times) // 2] * 1000


def new_account(address):
    return {"email": address, "password": PASSWORD, "full_name": "Somebody Known"}


OPERATIONS = (
    ("start_session", "/v1/sessions", lambda a: {"email": a, "password": "four sleeping badgers"}),
    ("reset_password", "/v1/users/password-reset", lambda a: {"email": a}),
    ("resend_verification", "/v1/users/verification/resend", lambda a: {"email": a}),
    ("register_user", "/v1/users", new_account),
)


def measure(asker, people):
    print(f"| operation | samples | known, ms (median) | unknown, ms (median) | AUC |")
    print("|---|---|---|---|---|")
    for name, path, body in OPERATIONS:
        asked = [(address, True) for address in people]
        asked += [(f"nobody-{uuid.uuid4().hex[:12]}@people.example", False) for _ in people]
        random.shuffle(asked)
        times, statuses = {True: [], False: []}, {True: set(), False: set()}
        for address, is_known in asked:
            status, took = asker.post(path, body(address))
            times[is_known].append(took)
            statuses[is_known].add(status)
        if statuses[True] != statuses[False] or len(statuses[True]) != 1:
            raise Unexpected(f"{name}: {statuses}")
        known, unknown = times[True], times[False]
        figures = f"{median(known):.2f} | {median(unknown):.2f} | {auc(known, unknown):.3f}"
        print(f"| {name} | {len(asked)} | {figures} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--people", type=int, default=600)
    arguments = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="guildhall-times-"))
    binary = Path(arguments.binary).resolve()
    server = Server(binary, home, Journal(), GUILDHALL_TRUSTED_PROXIES="127.0.0.1/32")
    try:
        asker = Asker(server.start().port)
        people = [f"known-{n}@people.example" for n in range(arguments.people)]
        for address in people:
            status, _ = asker.post("/v1/users", new_account(address))
            if status != 201:
                raise Unexpected(f"{address}: {status}")
        server.stop()
        server.change("update users set state = 'active'")
        measure(Asker(server.start().port), people)
        server.stop()
    finally:
        end_everything()


if __name__ == "__main__":
    main()
