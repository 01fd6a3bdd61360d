"""The whole job, told over HTTP with the real binary: from an empty folder to the next stage.

Each chapter leaves what the next one needs on the story itself. A refusal that should not be, or an
acceptance that should not be, ends the story.
"""

import re
import uuid

import instants
from client import Lines, Unexpected, eventually, one_whole, request_bytes, statuses
from report import first
from world import NOTHING, answers, canary, challenge, later_stage, lot, marks, procurement

# From the last review until bids close: as short as a slow machine allows.
OPEN_FOR = 8
LATE_TRIES = 10

SETTINGS = {
    "GUILDHALL_MINIMUM_SUBMISSION_PERIOD": "PT1S",
    "GUILDHALL_OPENING_DELAY": "PT3S",
}

# One letter of each kind, by the beginning of its subject.
MAIL_KINDS = {
    "user.verification": "Confirm your e-mail address",
    "user.already_registered": "You have an account already",
    "session.ended_for_reuse": "We have signed you out",
    "organisation.invitation": "Camden invites you",
    "organisation.verified": "Camden is verified",
    "opportunity.to_review": "To review: ",
    "opportunity.sent_back": "Sent back: Know",
    "opportunity.published": "New: ",
    "lot.deadline_moved": "More time: ",
    "lot.cancelled": "Cancelled: ",
    "bid.receipt": "Received: ",
    "bid.receipt of a withdrawal": "Withdrawn: ",
    "lot.opened": "Opened: the bids ",
    "lot.opened_for_panel": "Opened: Prove it has 2 bids",
    "panel.appointed": "You are on the panel",
    "panel.all_submitted": "All marks are in",
    "lot.ranked": "Ranked: ",
    "decision.to_settle": "To decide: ",
    "decision.rejected": "Sent back: the decision",
    "award.decision, won": "Your bid was successful",
    "award.decision, lost": "Your bid was not successful",
}


class Supplier:
    def __init__(self, name, person, organisation):
        self.name, self.person, self.id = name, person, organisation
        self.bid, self.etag, self.receipt = None, None, None

    def drafts(self, lot_id, token, price):
        """A draft with a canary in its answers."""
        started = self.person.post(f"/v1/lots/{lot_id}/bids", {"organisation_id": self.id}).must(201)
        self.bid = f"/v1/bids/{started.id}"
        self.etag = started.etag
        return self.writes(token, price)

    def writes(self, token, price):
        told = self.person.patch(self.bid, self.etag, answers(token, price)).must(200)
        self.etag = told.etag

    def submits(self):
        told = self.person.act(f"{self.bid}/submission", self.etag).must(201)
        self.etag, self.receipt = told.etag, told.body
        return told

    def submission_bytes(self):
        """A submission to be sent by hand: a body of two bytes, the last of which decides."""
        headers = {
            "Authorization": f"Bearer {self.person.access}", "If-Match": self.etag,
            "Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json",
        }
        return request_bytes("POST", f"{self.bid}/submission", headers, b"{}")


class Story:
    """People, organisations, the opportunity and its bids, chapter by chapter."""

    def __init__(self, world):
        self.world, self.public = world, None

    # -- before publication -------------------------------------------------------------------

    def gathers(self):
        """Everybody registers and is verified; an invited bidder joins the first supplier."""
        world = self.world
        self.administrator = world.platform_user("administrator")
        second = world.platform_user("administrator", "second administrator")
        self.auditor = world.platform_user("auditor")
        names = ("Owner", "Author", "Approver", "Opener", "Second opener", "Chair", "Evaluator",
                 "Observer", "Otter", "Otter bidder", "Badger", "Heron", "Vole", "Outsider")
        everybody = world.people(*names)
        (self.owner, self.author, self.approver, self.opener, self.second_opener, self.chair,
         self.evaluator, self.observer, otter, bidder, badger, heron, vole,
         self.outsider) = everybody
        self.council = world.organisation("public_body", "Camden", self.owner, self.administrator)
        world.may_read(self.auditor, self.council, self.administrator, second)
        world.joins(self.owner, self.council, [
            (self.author, ["author", "approver"]), (self.approver, ["approver"]),
            (self.opener, ["opener"]), (self.second_opener, ["opener"]),
        ])
        self.otter, self.badger, self.heron, self.vole = (
            Supplier(p.name, p, world.organisation("supplier", p.name, p, self.administrator))
            for p in (otter, badger, heron, vole)
        )
        world.joins(otter, self.otter.id, [(bidder, ["bidder"])])
        self.otter.person = bidder
        world.organisation("supplier", "Outsiders", self.outsider, self.administrator)
        themes = {"themes": ["drainage", "parks"]}
        for supplier in (self.otter, self.badger):
            supplier.person.put(f"/v1/organisations/{supplier.id}/interests", themes).must(200)

    def minds_its_accounts(self):
        """A second registration and a refresh token used twice change nothing but the mailbox."""
        self.world.registers(self.heron.person)
        stale = self.outsider.refresh
        body = {"refresh_token": stale}
        told = self.world.stranger().post("/v1/sessions/refresh", body).must(201)
        self.world.secrets["access token"].append(told.body["access_token"])
        self.world.stranger().post("/v1/sessions/refresh", body).must(401)
        self.outsider.get("/v1/me").must(401)
        self.outsider.signs_in()

    def lots(self, seconds):
        """The two stages, closing so many seconds from now, and in an hour."""
        client = self.world.stranger()
        soon, close = instants.after(client, seconds / 2), instants.after(client, seconds)
        later = [instants.after(client, wait) for wait in (3000, 3600)]
        self.close = close
        return [
            lot("Prove it", instants.written(soon), instants.written(close)),
            later_stage(*map(instants.written, later)),
        ]

    def publishes(self):
        """Drafted, sent back, mended, reviewed; published by somebody who did not write it."""
        draft = self.author.post("/v1/opportunities", challenge(self.council, self.lots(3600)))
        path = f"/v1/opportunities/{draft.must(201).id}"
        self.world.stranger().get(path).must_refuse(404, "not-found")
        sent = self.author.act(f"{path}/review", draft.etag).must(201)
        back = self.approver.post(f"{path}/return", {"reason": "Close sooner."}).must(201)
        mended = self.author.patch(path, back.etag, {"lots": self.lots(OPEN_FOR)}).must(200)
        self.author.act(f"{path}/review", sent.etag).must_refuse(412, "stale")
        sent = self.author.act(f"{path}/review", mended.etag).must(201)
        self.author.act(f"{path}/publication", sent.etag).must_refuse(403, "four-eyes")
        told = self.approver.act(f"{path}/publication", sent.etag).must(201)
        self.opportunity = told.id
        self.lot, self.next_lot = (one["id"] for one in told.body["lots"])
        self.world.stranger().get(path).must(200)

    def draws_up_others(self):
        """A draft that nobody outside may know of, and a lot that is put off and cancelled."""
        lots = self.lots(3600)[:1]
        close = self.close
        self.draft = self.author.post("/v1/opportunities", procurement(self.council, lots)).must(201).id
        other = self.author.post("/v1/opportunities", procurement(self.council, lots)).must(201)
        path = f"/v1/opportunities/{other.id}"
        sent = self.author.act(f"{path}/review", other.etag).must(201)
        told = self.approver.act(f"{path}/publication", sent.etag).must(201)
        cancelled = told.body["lots"][0]["id"]
        body = {"organisation_id": self.heron.id}
        self.heron.person.post(f"/v1/lots/{cancelled}/bids", body).must(201)
        self.puts_off(cancelled, close)

    def puts_off(self, lot_id, close):
        """Deadlines move later only; then the lot is cancelled, with a reason."""
        path, later = f"/v1/lots/{lot_id}", instants.after(self.world.stranger(), 7200)
        etag = self.world.stranger().get(path).etag
        move = {"submissions_close_at": instants.written(close), "reason": "A site visit moved."}
        self.approver.post(f"{path}/amendment", move, if_match=etag).must_refuse(409, "wrong-state")
        move["submissions_close_at"] = instants.written(later)
        self.approver.post(f"{path}/amendment", move, if_match=etag).must(201)
        self.approver.post(f"{path}/cancellation", {"reason": "The budget has gone."}).must(201)

    # -- bids ---------------------------------------------------------------------------------

    def bids(self):
        """One replaced, one withdrawn, one never submitted; one waits to be sent by hand."""
        tokens = {name: canary(name) for name in ("first", "second", "third", "fourth", "fifth")}
        self.canaries = tokens
        self.world.secrets["bid"].extend(tokens.values())
        self.otter.drafts(self.lot, tokens["first"], "33333.33")
        self.otter.submits()
        self.otter.writes(tokens["second"], "30000.00")
        self.otter.submits()
        self.badger.drafts(self.lot, tokens["third"], "45000.00")
        self.heron.drafts(self.lot, tokens["fourth"], "20000.00")
        self.heron.submits()
        gone = self.heron.person.act(f"{self.heron.bid}/withdrawal", self.heron.etag).must(201)
        self.heron.etag, self.withdrawal = gone.etag, gone.body
        self.vole.drafts(self.lot, tokens["fifth"], "10000.00")

    def straddles(self, report, where):
        """The last byte decides: before the deadline in time, after it late (SAFETY B2)."""
        server, stranger = self.world.server, self.world.stranger()
        on_time = self.badger.submission_bytes()
        with Lines(server.port) as line:
            line.send(on_time[:-1])
            late = [Lines(server.port) for _ in range(LATE_TRIES)]
            for each in late:
                each.send(self.vole.submission_bytes()[:-1])
            line.send(on_time[-1:])
            raw = line.read(10, one_whole)
        verdict = statuses(raw)
        self.badger.etag = etag_of(raw)
        if not instants.wait_until(stranger, self.close):
            raise Unexpected("the deadline never came")
        wrong = [answer for answer in map(last_byte, late) if not is_late(answer)]
        with Lines(server.port) as line:
            line.send(on_time)
            same = receipt_in(line.read(10, one_whole)) == receipt_in(raw)
        report.check(
            f"B2 straddling requests on {where}", verdict == [201] and same and not wrong,
            f"last byte in time 1 (answered {verdict}; again after the deadline under its key: "
            f"{'the same receipt' if same else 'something else'}), last byte late {LATE_TRIES}, "
            f"wrong verdicts {len(wrong)}{wrong[:1] or ''}",
        )

    def is_late_without_straddling(self):
        """A plain late bid: refused with both instants. What was submitted stays submitted."""
        told = self.vole.person.act(f"{self.vole.bid}/submission", self.vole.etag)
        told.must_refuse(409, "deadline-passed")
        if not {"submissions_close_at", "received_at"} <= told.body.keys():
            raise Unexpected(f"the late bid's refusal lacks an instant: {told.text}")
        mine = self.vole.person.get(self.vole.bid).must(200)
        if (mine.body["state"], mine.body["submission"]) != ("lapsed", None):
            raise Unexpected(f"the late bid is {mine.text}")
        late = self.heron.person.act(f"{self.heron.bid}/submission", self.heron.etag)
        late.must_refuse(409, "deadline-passed")

    # -- after the deadline -------------------------------------------------------------------

    def cannot_be_opened_yet(self):
        """Requests may still be on their way through the house: the refusal says from when."""
        told = self.opener.post(f"/v1/lots/{self.lot}/opening-approvals")
        self.opens_from = instants.parse(told.must_refuse(409, "too-early").body["opens_from"])

    def opens(self):
        """Not by anybody, not by one alone, not by the same one twice."""
        path = f"/v1/lots/{self.lot}/opening-approvals"
        self.approver.post(path).must_refuse(403, "forbidden")
        if not instants.wait_until(self.world.stranger(), self.opens_from):
            raise Unexpected("the opening delay never ended")
        first = self.opener.post(path).must(201)
        if first.body["opened"] or first.body["bids"] is not None:
            raise Unexpected(f"one approval opened the lot: {first.text}")
        self.opener.post(path).must(403)
        second = self.second_opener.post(path).must(201)
        if (second.body["opened"], second.body["bids"]) != (True, 2):
            raise Unexpected(f"the second approval left {second.text}")

    def judges(self):
        """Declared first, marked alone, agreed together, locked, ranked."""
        roles = ((self.chair, "chair"), (self.evaluator, "evaluator"), (self.observer, "observer"))
        for person, role in roles:
            seat = {"user_id": person.id, "role": role}
            self.approver.post(f"/v1/lots/{self.lot}/panel", seat).must(201)
        self.chair.get(self.otter.bid).must_refuse(403, "forbidden")
        for person, _ in roles:
            person.post(f"/v1/lots/{self.lot}/declarations", NOTHING).must(201)
        read = self.evaluator.get(self.otter.bid).must(200).text
        if self.canaries["second"] not in read or self.canaries["first"] in read:
            raise Unexpected("the panel does not read the bid as it was replaced")
        given = ((self.otter.bid, marks("8", "5", "1")), (self.badger.bid, marks("9", "2.5", "1")))
        for person in (self.chair, self.evaluator):
            for bid, body in given:
                person.put(f"{bid}/scores", body).must(200)
        self.evaluator.post(f"/v1/lots/{self.lot}/scores/submission").must(201)
        if self.observer.get(f"{self.otter.bid}/scores").must(200).body["items"]:
            raise Unexpected("marks are shown before everybody has submitted")
        self.chair.post(f"/v1/lots/{self.lot}/scores/submission").must(201)
        for bid, body in given:
            self.chair.put(f"{bid}/consensus", body).must(200)
        self.evaluator.post(f"/v1/lots/{self.lot}/consensus/lock").must_refuse(403, "forbidden")
        self.chair.post(f"/v1/lots/{self.lot}/consensus/lock").must(201)
        self.is_ranked()

    def is_ranked(self):
        """8/10*60 + 10 + 30 = 88.00; 9/10*60 + 5 + 6.67/10*30 = 79.01."""
        told = self.observer.get(f"/v1/lots/{self.lot}/ranking").must(200)
        ranked = [(one["supplier_name"], one["total"]) for one in told.body["items"]]
        if ranked != [("Otter", "88.00"), ("Badger", "79.01")]:
            raise Unexpected(f"ranked {ranked}")

    def awards(self):
        """Proposed by the chair, sent back once, approved by another; each hears of its own bid."""
        path = f"/v1/lots/{self.lot}/decision"
        award = {"outcome": "award", "bid_ids": [ident(self.otter.bid)], "reason": "The highest."}
        self.chair.post(path, award).must(201)
        self.chair.post(f"{path}/approval", {}).must(403)
        self.approver.post(f"{path}/approval", {"approved": False, "note": "Say why."}).must(201)
        self.chair.post(path, award | {"reason": "The highest total."}).must(201)
        self.approver.post(f"{path}/approval", {"note": "Checked."}).must(201)
        for supplier, other in ((self.otter, self.badger), (self.badger, self.otter)):
            told = supplier.person.get(f"{supplier.bid}/assessment-summary").must(200)
            if told.body["winners"][0]["supplier_name"] != "Otter":
                raise Unexpected(f"the summary names {told.body['winners']}")
            supplier.person.get(f"{other.bid}/assessment-summary").must_refuse(404, "not-found")
        stage = f"/v1/lots/{self.next_lot}/bids"
        for supplier in (self.badger, self.heron):
            body = {"organisation_id": supplier.id}
            supplier.person.post(stage, body).must_refuse(403, "forbidden")
        self.otter.person.post(stage, {"organisation_id": self.otter.id}).must(201)

    # -- what people are told -----------------------------------------------------------------

    def kinds_missing(self):
        """Kinds of mail of which no letter has come."""
        subjects = [subject for _, subject, _ in self.world.letters()]
        return [
            kind for kind, start in MAIL_KINDS.items()
            if not any(subject.startswith(start) for subject in subjects)
        ]

    def tells(self, report, where):
        """Each kind of mail has come, in a form that mail readers understand."""
        missing = [] if eventually(lambda: not self.kinds_missing(), 20) else self.kinds_missing()
        report.check(
            f"mail on {where}", not missing,
            f"{len(MAIL_KINDS) - len(missing)} of {len(MAIL_KINDS)} kinds in "
            f"{len(self.world.letters())} letters{', missing ' + str(missing) if missing else ''}",
        )
        ill = self.world.ill_formed_letters()
        report.check(
            f"letters are well formed on {where}", not ill,
            f"{len(self.world.letters())} letters by RFC 5322 and 2045, wrong {len(ill)}{first(ill, 1)}",
        )
        self.reads_its_feed(report, where)

    def reads_its_feed(self, report, where):
        """The feed says what the mails said, and no secret."""
        feed = self.otter.person.get("/v1/me/notifications?limit=100").must(200).body["items"]
        texts = [squeezed(text) for _, _, text in self.world.letters()]
        strange = [one["kind"] for one in feed if squeezed(one["text"]) not in texts]
        secret = [one["kind"] for one in feed if "Token:" in one["text"]]
        kinds = {one["kind"] for one in feed}
        report.check(
            f"notifications on {where}",
            {"bid.receipt", "lot.opened", "award.decision"} <= kinds and not strange + secret,
            f"{len(feed)} in the bidder's feed, unlike their mail {len(strange)}, with a secret "
            f"{len(secret)}",
        )


def ident(path):
    return path.rsplit("/", 1)[1]


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def etag_of(raw):
    found = re.search(rb'\r\netag: *("[^"]+")', raw, re.I)
    return found.group(1).decode() if found else None


def receipt_in(raw):
    """The body of an answer that brings a receipt; none of any other."""
    body = raw.partition(b"\r\n\r\n")[2]
    return body if b"guildhall receipt v1" in body else None


def last_byte(line):
    """Sends what was held back, and reads the verdict."""
    with line:
        line.send(b"}")
        return line.read(10, one_whole)


def is_late(raw):
    return statuses(raw) == [409] and b"submissions_close_at" in raw and b"received_at" in raw
