"""Kills the server in the middle of its work, and counts what became of it (SAFETY H1, H2, F3).

Several writers register people, bring organisations and submit bids, each request under a key of
its own. What was acknowledged must be there after the restart, whole: a row without its event, its
letter or its key is torn. What was not acknowledged is asked again under the same key, and happens
once.
"""

import http.client
import shutil
import threading
import uuid
from dataclasses import dataclass

import instants
from client import Unexpected, eventually
from report import first
from server import Server
from world import World, answers, canary, lot, procurement

SETTINGS = {"GUILDHALL_MINIMUM_SUBMISSION_PERIOD": "PT1S"}
WRITERS = 4
# How long writers write when nothing kills the server.
LONGEST = 6
# The calls at which the disk learns something, and how far into them a kill may lie.
CALLS = (("fsync,fdatasync", 40), ("pwrite64", 250))

# Each stored row with how often it has each of its companions; each companion stands once.
WHOLE = (
    """select s.bid_id || ' ' || s.version as row,
      (select count(*) from audit_events e where e.what = 'bid.submitted'
        and e.thing_id = s.bid_id and e.body like '%' || s.commitment || '%') as events,
      (select count(*) from outbox o where o.kind = 'bid.receipt'
        and o.body_text like '%' || s.commitment || '%') as letters,
      (select count(*) from idempotency_keys k where k.route like '%/submission'
        and k.answer like '%' || s.commitment || '%') as keys
      from bid_submissions s""",
    """select o.name as row,
      (select count(*) from audit_events e
        where e.what = 'organisation.created' and e.thing_id = o.id) as events,
      (select count(*) from members m where m.organisation_id = o.id) as members,
      (select count(*) from idempotency_keys k where k.answer like '%' || o.id || '%') as keys
      from organisations o where o.name like 'Crash %'""",
    """select u.email as row,
      (select count(*) from audit_events e
        where e.what = 'user.registered' and e.thing_id = u.id) as events,
      (select count(*) from outbox o
        where o.kind = 'user.verification' and o.email = u.email) as letters,
      (select count(*) from user_tokens t where t.user_id = u.id) as links
      from users u where u.email like 'crash-%'""",
)

# Events that tell of something which is not there.
ORPHANS = """select e.what as row from audit_events e where
  (e.what = 'bid.submitted' and not exists (select 1 from bid_submissions s
    where s.bid_id = e.thing_id and e.body like '%' || s.commitment || '%'))
  or (e.what = 'organisation.created' and not exists
    (select 1 from organisations o where o.id = e.thing_id))
  or (e.what = 'user.registered' and not exists (select 1 from users u where u.id = e.thing_id))"""


@dataclass
class Attempt:
    """One request under one key; `told` is its answer, none when the server died first."""

    method: str
    path: str
    body: object
    headers: dict
    signed_in: bool
    told: object = None

    @property
    def key(self):
        return self.headers["idempotency_key"]

    @property
    def acknowledged(self):
        return self.told is not None and self.told.status in (200, 201)


class Writer(threading.Thread):
    """One supplier's bidder, who writes and writes until told to stop or cut off."""

    def __init__(self, ground, server, number, enough):
        super().__init__(daemon=True)
        self.server, self.number, self.enough = server, number, enough
        self.lot, (self.token, self.supplier) = ground.lot, ground.bidders[number]
        self.attempts, self.trouble = [], None

    def run(self):
        try:
            self.writes()
        except (OSError, http.client.HTTPException):
            pass  # The server has died, as it was meant to.
        except Unexpected as trouble:
            self.trouble = trouble

    def writes(self):
        """A bid, then round after round: a person, an organisation, a new version of the bid."""
        new = {"organisation_id": self.supplier}
        started = self.asks("POST", f"/v1/lots/{self.lot}/bids", new)
        bid, etag = f"/v1/bids/{started.id}", started.etag
        while not self.enough.is_set():
            name = f"{self.number}-{uuid.uuid4().hex}"
            person = {"email": f"crash-{name}@people.example", "full_name": "Crash",
                      "password": canary("pass")}
            self.asks("POST", "/v1/users", person, signed_in=False)
            self.asks("POST", "/v1/organisations", {"kind": "supplier", "name": f"Crash {name}"})
            content = answers(name, "30000.00")
            etag = self.asks("PATCH", bid, content, if_match=etag).etag
            etag = self.asks("POST", f"{bid}/submission", None, if_match=etag).etag

    def asks(self, method, path, body, signed_in=True, **headers):
        """Asks until there is an answer other than 503, as a decent client does."""
        headers["idempotency_key"] = str(uuid.uuid4())
        attempt = Attempt(method, path, body, headers, signed_in)
        self.attempts.append(attempt)
        attempt.told = eventually(lambda: self.sent(attempt), 20, every=0.1)
        if attempt.told is None:
            raise Unexpected(f"{method} {path}: 503 for 20 s")
        return attempt.told.must(200, 201)

    def sent(self, attempt):
        signed = {"authorization": f"Bearer {self.token}"} if attempt.signed_in else {}
        client = self.server.client(timeout=20, **signed)
        told = client.send(attempt.method, attempt.path, attempt.body, **attempt.headers)
        return None if told.status == 503 else told


class Ground:
    """A council with an open lot and suppliers who may bid, prepared once and copied for each try."""

    def __init__(self, server):
        self.server, world = server, World(server)
        server.start()
        administrator = world.platform_user("administrator")
        names = ("Owner", "Author", "Approver", *(f"Bidder {n}" for n in range(WRITERS)))
        owner, author, approver, *bidders = world.people(*names)
        council = world.organisation("public_body", "Camden", owner, administrator)
        world.joins(owner, council, [(author, ["author"]), (approver, ["approver"])])
        self.bidders = [
            (p.access, world.organisation("supplier", p.name, p, administrator)) for p in bidders
        ]
        self.lot = published(world, council, author, approver)
        if server.stop() != 0:
            raise Unexpected("the prepared server did not stop well")

    def copy(self, home, **settings):
        """The same installation in another folder, and on another database if so told."""
        twin = Server(self.server.binary, home, self.server.journal, **SETTINGS, **settings)
        shutil.copytree(self.server.data, twin.data, ignore=shutil.ignore_patterns("mail"))
        return twin


def published(world, council, author, approver):
    """A lot that stays open for an hour."""
    times = (instants.after(world.stranger(), wait) for wait in (3000, 3600))
    notice = procurement(council, [lot("North", *map(instants.written, times))])
    draft = author.post("/v1/opportunities", notice).must(201)
    path = f"/v1/opportunities/{draft.id}"
    sent = author.act(f"{path}/review", draft.etag).must(201)
    told = approver.act(f"{path}/publication", sent.etag).must(201)
    return told.body["lots"][0]["id"]


# -- the ladder -------------------------------------------------------------------------------


@dataclass
class Sum:
    """What all points of a ladder found."""

    points: int = 0
    killed: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    lost: list = None
    torn: list = None
    doubled: list = None
    other: list = None

    def __post_init__(self):
        self.lost, self.torn, self.doubled, self.other = [], [], [], []

    def bad(self):
        return self.lost + self.torn + self.doubled + self.other

    def figure(self, kind, seed):
        return (
            f"{self.points} {kind} (seed {seed}), {self.killed} killed at work, "
            f"{self.acknowledged} acknowledged, {self.unanswered} unanswered; acked lost "
            f"{len(self.lost)}, torn {len(self.torn)}, done twice {len(self.doubled)}, other "
            f"{len(self.other)}{first(self.bad())}"
        )


def strace_killing(calls, nth):
    """The wrapper under which the nth of these calls of a thread is its last."""
    return ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}",
            "-e", f"inject={calls}:signal=SIGKILL:when={nth}")


def set_to_work(ground, server, fault):
    """Lets the writers write until `fault` has done its work; the writers, and whether it did."""
    enough = threading.Event()
    writers = [Writer(ground, server, number, enough) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    struck = fault(writers)
    enough.set()
    for writer in writers:
        writer.join(60)
    return writers, struck


def died_by_itself(server):
    """A fault that lies in wait: the wrapper kills at its call."""
    def wait(_):
        return bool(eventually(lambda: server.process.poll() is not None, LONGEST))
    return wait


def after_acknowledgements(count, strike):
    """A fault that strikes once so many requests have been acknowledged."""
    def wait(writers):
        done = eventually(lambda: acknowledged(writers) >= count, LONGEST, every=0.005)
        strike()
        return bool(done)
    return wait


def acknowledged(writers):
    return sum(attempt.acknowledged for writer in writers for attempt in list(writer.attempts))


def judge(found, server, writers, struck):
    """Restarts the server and looks: first at what is there, then at what asking again does."""
    attempts = [(w, attempt) for w in writers for attempt in w.attempts]
    found.points += 1
    found.killed += struck
    found.acknowledged += acknowledged(writers)
    found.unanswered += sum(attempt.told is None for _, attempt in attempts)
    found.other += [str(w.trouble) for w in writers if w.trouble]
    if server.process.poll() is not None:
        server.start()
    found.lost += lost(server, [attempt for _, attempt in attempts])
    found.torn += torn(server)
    for writer, attempt in attempts:
        found.doubled += asked_again(writer, attempt)
    found.torn += torn(server)
    found.doubled += more_than_asked(server, [attempt for _, attempt in attempts])
    found.other += unsound(server)


def lost(server, attempts):
    """What was acknowledged and is not there."""
    def column(name, table):
        return {row[name] for row in server.rows(f"select {name} from {table}")}

    keys, people = column("idempotency_key", "idempotency_keys"), column("email", "users")
    commitments = column("commitment", "bid_submissions")
    missing = []
    for attempt in attempts:
        if not attempt.acknowledged:
            continue
        there = attempt.key in keys
        if attempt.path == "/v1/users":
            there = there and attempt.body["email"] in people
        if attempt.path.endswith("/submission"):
            there = there and attempt.told.body["commitment"] in commitments
        if not there:
            missing.append(attempt.told.asked)
    return missing


def torn(server):
    """Rows that lack a companion, and events that tell of nothing."""
    found = [row for query in WHOLE for row in server.rows(query)]
    ragged = [row for row in found if any(n != 1 for name, n in row.items() if name != "row")]
    return ragged + server.rows(ORPHANS)


def asked_again(writer, attempt):
    """The same key gets the same answer, or does now what it had not done."""
    told = eventually(lambda: writer.sent(attempt), 20)
    if told is None or told.status not in (200, 201):
        return [f"asked again: {attempt.method} {attempt.path}: {told and told.text[:200]}"]
    if attempt.acknowledged and told.text != attempt.told.text:
        return [f"another answer: {told.asked}: {told.text[:200]}"]
    return []


def more_than_asked(server, attempts):
    """After all retries there is one effect for each key."""
    submissions = sum(a.path.endswith("/submission") for a in attempts)
    names = [a.body["name"] for a in attempts if a.path == "/v1/organisations"]
    stored = server.rows("select count(*) as n from bid_submissions")[0]["n"]
    organisations = server.rows("select name from organisations where name like 'Crash %'")
    extra = []
    if stored != submissions:
        extra.append(f"{stored} submissions of {submissions} keys")
    if sorted(row["name"] for row in organisations) != sorted(names):
        extra.append(f"{len(organisations)} organisations of {len(names)} keys")
    return extra


def unsound(server):
    """The log verifies, SQLite finds its file whole, and the server stops well."""
    waiting = "select count(*) as n from audit_events where seq is null"
    faults = []
    if not eventually(lambda: server.rows(waiting)[0]["n"] == 0, 10):
        faults.append("events stay without a number")
    told = server.command("audit", "verify")
    if told.returncode:
        faults.append(f"audit verify: {told.stdout} {told.stderr}")
    if server.stop() != 0:
        faults.append("the server did not stop well")
    if not server.database.startswith("postgres"):
        state = server.rows("pragma integrity_check")[0]["integrity_check"]
        faults += [] if state == "ok" else [f"integrity_check: {state}"]
    return faults


def check_ladder(report, ground, home, draw, points, seed):
    """SIGKILL at the nth call that reaches for the disk, on SQLite."""
    found = Sum()
    for point in range(points):
        calls, most = CALLS[point % len(CALLS)]
        nth = draw.randint(1, most)
        server = ground.copy(home / f"point-{point}")
        server.start(strace_killing(calls, nth), ready=False)
        if server.wait_until_ready(10):
            writers, struck = set_to_work(ground, server, died_by_itself(server))
        else:
            writers, struck = [], True
        server.kill()
        judge(found, server, writers, struck)
        shutil.rmtree(server.home)
    good = not found.bad() and found.acknowledged > 0 and found.killed > 0
    report.check("H1 F3 crash ladder", good, found.figure("kill points", seed))


def check_postgres(report, ground, cluster, home, draw, seed, kills):
    """kill -9 of the API, and of PostgreSQL itself, each after some acknowledgements."""
    found = Sum()
    for point in range(kills):
        database = cluster.make(f"kill_{point}", "ground")
        server = ground.copy(home / f"kill-{point}", DATABASE_URL=database)
        server.start()
        fault = after_acknowledgements(draw.randint(5, 60), server.kill)
        judge(found, server, *set_to_work(ground, server, fault))
    good = not found.bad() and found.acknowledged > 0 and found.killed == kills
    report.check("H2 kill -9 on PostgreSQL", good, found.figure("kills of the API", seed))


def check_immediate(report, ground, cluster, home, draw, seed, crashes):
    """The database falls over and comes back; the API stays, and its writers go on."""
    def falls_over():
        cluster.stop("immediate")
        cluster.start()

    found = Sum()
    for point in range(crashes):
        database = cluster.make(f"immediate_{point}", "ground")
        server = ground.copy(home / f"immediate-{point}", DATABASE_URL=database)
        server.start()
        fault = after_acknowledgements(draw.randint(5, 60), falls_over)
        judge(found, server, *set_to_work(ground, server, fault))
    report.check(
        "H2 pg_ctl -m immediate", not found.bad() and found.acknowledged > 0,
        found.figure("crashes of PostgreSQL under a living API", seed),
    )
