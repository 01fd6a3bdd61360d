"""Runs every end-to-end check against the real binary: python3 tests/e2e/run.py --binary PATH.

Exit code 0 when everything is as it should be. Lanes run side by side, so that one can wait (for a
deadline, for a slow body to be cut, for a letter to be tried again) while another works.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import json
import os
import random
import shutil
import subprocess
import tempfile
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import abuse
import crash
import durability
import journey
import mail
import outage
import tools
import walls
from client import Journal
from report import Report
from server import Cluster, Server, end_everything
from story import SETTINGS



def described_by(binary):
    """The API as this binary describes it."""
    told = subprocess.run([binary, "openapi"], capture_output=True, check=True, timeout=30)
    return json.loads(told.stdout)


class Run:
    """What all checks share: the binary, a folder, the journal, and the seed of what is random."""

    def __init__(self, arguments, home):
        self.binary, self.quick, self.seed = arguments.binary, arguments.quick, arguments.seed
        self.home, self.report, self.journal = home, Report(), Journal()
        self.api = described_by(self.binary)

    def server(self, name, **settings):
        return Server(self.binary, self.home / name, self.journal, **settings)

    def random(self, name):
        """A generator of one check's own, so that checks do not disturb one another's draws."""
        return random.Random(f"{self.seed} {name}")


def story_on_sqlite(run):
    journey.tell(run.report, run.server("sqlite", **SETTINGS), "SQLite", run.api, run.quick)


def story_on_postgres(run):
    cluster = Cluster()
    server = run.server("postgres", DATABASE_URL=cluster.make("story"), **SETTINGS)
    journey.tell(run.report, server, "PostgreSQL", run.api, run.quick, cluster)
    cluster.remove()


def abuse_of_http(run):
    abuse.check(run.report, run.server("abuse"), run.api)


def crash_ladder(run):
    points = 4 if run.quick else 12
    ground = crash.Ground(run.server("ground", **crash.SETTINGS))
    draw = run.random("ladder")
    crash.check_ladder(run.report, ground, run.home, draw, points, run.seed)


def crash_on_postgres(run):
    cluster = Cluster()
    server = run.server("ground-pg", DATABASE_URL=cluster.make("ground"), **crash.SETTINGS)
    ground, draw = crash.Ground(server), run.random("kills")
    kills = 2 if run.quick else 3
    crash.check_postgres(run.report, ground, cluster, run.home, draw, run.seed, kills)
    crash.check_immediate(run.report, ground, cluster, run.home, draw, run.seed, kills)
    cluster.remove()


def fsync_before_answer(run):
    durability.check(run.report, run.server("durability"), 3 if run.quick else 8)


def database_outage(run):
    cluster = Cluster()
    server = run.server("outage", DATABASE_URL=cluster.make("outage"))
    outage.check(run.report, server, cluster)
    cluster.remove()


def mail_server_away(run):
    people, patience = (6, 0) if run.quick else (12, 45)
    mail.check_away(run.report, run.server("mail-away"), mail.Sink(), people, patience)


def mail_in_a_crash(run):
    people = 8 if run.quick else 15
    mail.check_hang_up(run.report, run.server("mail-dropped"), people)
    mail.check_killed(run.report, run.server("mail-killed"), people)
    mail.check_leases(run.report, run.server("mail-leased"), people)


LANES = (
    (story_on_sqlite, story_on_postgres),
    (crash_ladder, crash_on_postgres, fsync_before_answer, database_outage),
    (mail_server_away, mail_in_a_crash, abuse_of_http),
)

POSTGRES = ("postgresql", "postgresql-client")
NEEDS = {
    story_on_sqlite: ("openssl",),
    story_on_postgres: ("openssl", *POSTGRES),
    crash_ladder: ("strace",),
    crash_on_postgres: POSTGRES,
    fsync_before_answer: ("strace",),
    database_outage: POSTGRES,
}


def attempt(run, check):
    """Runs one check; whatever breaks in it is a failure of that check, told in one line."""
    try:
        check(run)
    except Exception as broken:  # The boundary: a check that cannot go on has failed.
        place = traceback.extract_tb(broken.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        run.report.check(check.__name__, False, f"{type(broken).__name__} at {where}: {broken}")
        if os.environ.get("E2E_TRACE"):
            traceback.print_exception(broken)


def walk(run, lane, wanted):
    for check in lane:
        name, needs = check.__name__, NEEDS.get(check, ())
        if wanted in name and tools.all_there(run.report, name, needs):
            attempt(run, check)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True, type=lambda text: Path(text).resolve())
    parser.add_argument("--quick", action="store_true", help="fewer points, for every push")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", default="", help="checks whose name contains this")
    parser.add_argument("--keep", action="store_true", help="keep the folder of the run")
    arguments = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="guildhall-e2e-"))
    try:
        run = Run(arguments, home)
        run.report.say(f"seed {run.seed}, {arguments.binary}, {home}")
        with ThreadPoolExecutor(len(LANES)) as pool:
            list(pool.map(lambda lane: walk(run, lane, arguments.only), LANES))
        walls.check_refusals(run.report, run.journal)
    finally:
        end_everything()
        if not arguments.keep:
            shutil.rmtree(home, ignore_errors=True)
    return 0 if run.report.end() else 1


if __name__ == "__main__":
    sys.exit(main())
