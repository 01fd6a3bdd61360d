"""The whole story on one database, with everything that is checked along its way."""

import shutil
import threading

import chain
import forgery
import instants
import receipts
import sweep
import walls
from client import Journal, Lines, eventually, one_whole, request_bytes, statuses
from report import first
from server import Server
from story import SETTINGS, Story
from world import World


def tell(report, server, where, api, quick, cluster=None):
    """From the empty folder to the end of the process, chapter by chapter."""
    world = World(server)
    story = Story(world)
    server.start()
    story.gathers()
    story.minds_its_accounts()
    story.draws_up_others()
    story.draft_lot = story.author.get(f"/v1/opportunities/{story.draft}").body["lots"][0]["id"]
    story.publishes()
    story.bids()
    story.straddles(report, where)
    story.cannot_be_opened_yet()
    story.is_late_without_straddling()
    check_sealed(report, where, story, api, cluster)
    kept = story.otter.receipt, story.withdrawal
    receipts.check(report, where, world, kept, 7 if quick else 1)
    if cluster is None:
        check_stolen_database(report, story)
    story.opens()
    story.judges()
    story.awards()
    story.tells(report, where)
    walls.check(report, f"{where}, awarded", story, api)
    chain.check_shown(report, where, story.auditor)
    forgery.check(report, where, story)
    check_end(report, where, story, cluster)


def check_sealed(report, where, story, api, cluster):
    """Between the deadline and the opening: nothing to read, nothing to find."""
    misread = walls.check(report, f"{where}, sealed", story, api)
    walls.check_description(report, where, misread)
    server = story.world.server
    folders = [server.data, server.logs]
    if cluster:
        cluster.dump(server.database, server.home / "dump")
        folders += [cluster.data, server.home / "dump"]
    secrets = dict(story.world.secrets)
    links = {"one-time token": secrets.pop("one-time token")}
    for name, wanted in (("A2 A14 M1 sweep", secrets), ("E14 spent one-time tokens", links)):
        swept, hits = sweep.sweep(folders, wanted, leaving_out=("keys",))
        count = sum(map(len, wanted.values()))
        report.check(
            f"{name} on {where}", swept > 0 and not hits,
            f"{count} secrets ({', '.join(wanted)}) in {len(sweep.disguises('x'))} disguises over "
            f"{swept / 1e6:.1f} MB, hits {len(hits)}{first(sweep.places(hits))}",
        )


def check_stolen_database(report, story):
    """A copy of the database on a machine with other keys opens no bid (SAFETY A3)."""
    mine = story.world.server
    thief = Server(mine.binary, mine.home / "thief", Journal(), **SETTINGS)
    thief.data.mkdir(parents=True)
    for path in mine.data.glob("guildhall.db*"):
        shutil.copy(path, thief.data)
    thief.start()
    copy = World(thief)
    canaries = story.world.secrets["bid"]
    people = (story.opener, story.second_opener, story.otter.person)
    officers = [same_person(copy, person).signs_in() for person in people]
    path = f"/v1/lots/{story.lot}/opening-approvals"
    instants.wait_until(copy.stranger(), story.opens_from)
    answers = [officers[0].post(path), officers[1].post(path), officers[2].get(story.otter.bid)]
    opened = [told for told in answers[1:] if told.status < 300]
    read = [told for told in answers if any(token in told.text for token in canaries)]
    states = thief.rows("select state from lots where opened_at is not null")
    thief.stop()
    report.check(
        "A3 stolen database", not opened and not read and not states,
        f"with other keys: approvals answered {[told.status for told in answers[:2]]}, the "
        f"supplier's own draft {answers[2].status}; bids opened {len(states)}, read {len(read)}",
    )


def same_person(world, person):
    twin = world.somebody(person.name)
    twin.email, twin.password = person.email, person.password
    twin.recovery_codes = person.recovery_codes
    return twin


def check_end(report, where, story, cluster):
    """SIGTERM with a request under way: it is finished, the process ends well, the log is whole."""
    server = story.world.server
    pem = story.world.stranger().get("/v1/keys").body["items"][0]["pem"].encode()
    headers = {
        "Authorization": f"Bearer {story.outsider.access}", "Content-Type": "application/json",
        "Expect": "100-continue",
    }
    body = b'{"kind":"supplier","name":"At the last moment"}'
    request = request_bytes("POST", "/v1/organisations", headers, body)
    with Lines(server.port) as line:
        line.send(request[:-len(body)])
        begun = statuses(line.read(10, one_whole))
        line.send(body[:-1])
        codes = []
        stopper = threading.Thread(target=lambda: codes.append(server.stop()))
        stopper.start()
        refusing = eventually(lambda: not server.answers("/health/live"), 10)
        line.send(body[-1:])
        answered = begun + statuses(line.read(10, one_whole))
        stopper.join(60)
    stored = server.rows("select name from organisations where name = 'At the last moment'")
    report.check(
        f"H14 SIGTERM on {where}", answered == [100, 201] and codes == [0] and len(stored) == 1,
        f"new connections refused {bool(refusing)}, request under way answered {answered}, stored "
        f"{len(stored)}, exit {codes}",
    )
    chain.check_stored(report, where, server, pem)
    if cluster is None:
        chain.check_tampering(report, server)
