"""The people and organisations of a story, each with a password and tokens of their own.

Every secret is remembered by kind, so that the sweep knows what to look for.
"""

import base64
import datetime
import email
import email.policy
import hmac
import re
import secrets as random_source
import time
import uuid
from collections import defaultdict

from client import Unexpected, eventually

NOTHING = {"conflicts": [], "statement": "I have no interest in any of the bidders."}


def canary(what):
    """32 characters that stand nowhere else in the world."""
    return f"CANARY{what}{random_source.token_hex(16)}"[:32]


def code_of(secret):
    """The code of an authenticator app at this moment (RFC 6238)."""
    step = int(time.time()) // 30
    mac = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = mac[-1] & 15
    return f"{(int.from_bytes(mac[start:start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


class Person:
    """Somebody with an account who has signed in."""

    def __init__(self, world, name, address, password):
        self.world, self.name, self.email, self.password = world, name, address, password
        self.id, self.access, self.refresh = None, None, None
        self.recovery_codes = []

    def signs_in(self):
        body = {"email": self.email, "password": self.password}
        told = self.world.stranger().post("/v1/sessions", body).must(201, 202)
        if told.status == 202:
            # The code of this half minute may be used already: a code on paper always works.
            second = {"token": told.body["token"], "recovery_code": self.recovery_codes.pop()}
            told = self.world.stranger().post("/v1/sessions/second-factor", second).must(201)
        self.access, self.refresh = told.body["access_token"], told.body["refresh_token"]
        self.world.secrets["access token"].append(self.access)
        self.world.secrets["refresh token"].append(self.refresh.split(".")[1])
        self.id = self.get("/v1/me").must(200).id
        if len(self.recovery_codes) == 1:
            fresh = self.post("/v1/me/recovery-codes").must(201)
            self.keeps(fresh.body["recovery_codes"])
        return self

    def keeps(self, codes):
        """Keeps recovery codes, and remembers that they are secret."""
        self.recovery_codes = codes
        self.world.secrets["recovery code"] += [
            code.replace("-", "").upper() for code in codes]

    def enrols(self):
        """An authenticator app, as approvers, openers and administrators have to have."""
        secret = self.post("/v1/me/totp").must(201).body["secret"]
        self.world.secrets["authenticator secret"].append(secret)
        code = {"code": code_of(secret)}
        told = self.post("/v1/me/totp/confirmation", code).must(201)
        self.keeps(told.body["recovery_codes"])
        return self

    def client(self):
        return self.world.server.client(authorization=f"Bearer {self.access}")

    def send(self, method, path, body=None, **headers):
        return self.client().send(method, path, body, **headers)

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, body=None, **headers):
        return self.send("POST", path, body, **headers)

    def put(self, path, body):
        return self.send("PUT", path, body)

    def patch(self, path, etag, body):
        return self.send("PATCH", path, body, if_match=etag)

    def act(self, path, etag, key=None):
        """POST over the version that `etag` names, with an idempotency key."""
        return self.post(path, if_match=etag, idempotency_key=key or str(uuid.uuid4()))


class World:
    """One server with everybody who uses it."""

    def __init__(self, server):
        self.server = server
        self.secrets = defaultdict(list)
        self.mails = server.data / "mail"
        self.read = {}

    def stranger(self):
        return self.server.client()

    # -- mail ---------------------------------------------------------------------------------

    def letters(self):
        """Every letter so far, oldest first: (to, subject, plain text)."""
        for path in sorted(self.mails.glob("*.eml")):
            if path.name not in self.read:
                self.read[path.name] = parsed(path.read_bytes())
        return [self.read[name] for name in sorted(self.read)]

    def ill_formed_letters(self):
        wrong = ((path.name, ill_formed(path.read_bytes())) for path in self.mails.glob("*.eml"))
        return [(name, faults) for name, faults in wrong if faults]

    def token_for(self, address):
        """The newest one-time token that was mailed to an address."""
        newest = eventually(lambda: self.newest_token(address), 15)
        if newest is None:
            raise Unexpected(f"no mail with a token came to {address}")
        self.secrets["one-time token"].append(newest)
        return newest

    def newest_token(self, address):
        texts = [text for to, _, text in self.letters() if to == address]
        tokens = re.findall(r"^Token: (\S+)", "\n".join(texts), re.M)
        unused = [token for token in tokens if token not in self.secrets["one-time token"]]
        return unused[-1] if unused else None

    # -- people -------------------------------------------------------------------------------

    def somebody(self, name):
        """A name with an address and a password, not yet registered."""
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower())
        password = f"{canary('pass')} {slug}"
        self.secrets["password"].append(password)
        return Person(self, name, f"{slug}@people.example", password)

    def registers(self, person):
        new = {"email": person.email, "password": person.password, "full_name": person.name}
        return self.stranger().post("/v1/users", new).must(201)

    def people(self, *names):
        """Registered, their addresses proved by mail, signed in; all mails are awaited together."""
        people = [self.somebody(name) for name in names]
        for person in people:
            self.registers(person)
        for person in people:
            token = {"token": self.token_for(person.email)}
            self.stranger().post("/v1/users/verification", token).must(204)
        return [person.signs_in() for person in people]

    def platform_user(self, role, name=""):
        """Made at the command line; the token that it prints sets the password."""
        person = self.somebody(f"Platform {name or role}")
        told = self.server.command("admin", "create", "--email", person.email, "--role", role)
        found = re.search(r"^  ([\w-]{43})$", told.stdout, re.M)
        if told.returncode or not found:
            raise Unexpected(f"admin create: {told.stdout} {told.stderr}")
        self.secrets["one-time token"].append(found.group(1))
        body = {"token": found.group(1), "password": person.password}
        self.stranger().post("/v1/users/password", body).must(204)
        person.signs_in()
        return person.enrols() if role == "administrator" else person

    def may_read(self, auditor, organisation, first, second):
        """Two administrators let an auditor read what a public body does, for a year at most."""
        now = datetime.datetime.now(datetime.UTC)
        until = now + datetime.timedelta(days=300)
        form = "%Y-%m-%dT%H:%M:%SZ"
        grant = {
            "auditor_id": auditor.id, "organisation_ids": [organisation], "reason": "Yearly audit.",
            "from": (now - datetime.timedelta(days=1)).strftime(form), "until": until.strftime(form),
        }
        made = first.post("/v1/auditor-grants", grant).must(201).id
        second.post(f"/v1/auditor-grants/{made}/confirmation", {}).must(201)

    # -- organisations ------------------------------------------------------------------------

    def organisation(self, kind, name, owner, administrator):
        """Brought by its owner, verified by the administrator; its id."""
        identifier = {"scheme": "GB-TEST", "id": re.sub(r"\W", "-", name).upper()}
        new = {"kind": kind, "name": name, "identifiers": [identifier]}
        made = owner.post("/v1/organisations", new).must(201).id
        verdict = {"outcome": "verified", "note": "Checked against the register."}
        administrator.post(f"/v1/organisations/{made}/verification", verdict).must(201)
        return made

    def joins(self, owner, organisation, places):
        """Invites each person to the organisation, and has each accept by mail."""
        for person, roles in places:
            body = {"email": person.email, "roles": roles}
            owner.post(f"/v1/organisations/{organisation}/invitations", body).must(201)
        for person, _ in places:
            token = {"token": self.token_for(person.email)}
            person.post("/v1/invitations/acceptance", token).must(201)
        for person, roles in places:
            if {"approver", "opener"} & set(roles) and not person.recovery_codes:
                person.enrols()


ONCE = ("message-id", "date", "from", "to", "subject", "content-type", "mime-version")


def ill_formed(raw):
    """What RFC 5322 and 2045 find wrong with a letter: a header that stands twice, a missing part."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    wrong = [name for name in ONCE if len(message.get_all(name, [])) != 1]
    kinds = [part.get_content_type() for part in message.walk()]
    if kinds != ["multipart/alternative", "text/plain", "text/html"]:
        wrong.append(f"parts {kinds}")
    return wrong + [str(defect) for defect in message.defects]


def parsed(raw):
    """A letter as its reader sees it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    to = message["to"].addresses[0].addr_spec
    text = message.get_body(("plain",)).get_content()
    return to, str(message["subject"]), text


# -- what is published ------------------------------------------------------------------------


def gbp(amount):
    return {"amount": amount, "currency": "GBP"}


def criterion(key, name, kind, weight=None, scale=None, **more):
    """A line of the assessment; pass or fail has neither weight nor scale."""
    line = {"key": key, "name": name, "kind": kind, "question_keys": [], **more}
    return {**line, "weight": weight, "scale_max": scale} if weight else line


def question(key, prompt, kind, **more):
    return {"key": key, "prompt": prompt, "kind": kind, "required": True, **more}


def lot(title, clarifications, closes):
    """Quality 60, social value 10, price 30, and insurance as a pass or fail."""
    return {
        "title": title, "description": "Supply, fit and run sensors for two years.",
        "value": gbp("50000.00"), "max_awards": 1,
        "clarifications_close_at": clarifications, "submissions_close_at": closes,
        "questions": [
            question("approach", "How will you do it?", "text", word_limit=50),
            question("insured", "Will you be insured before you start?", "yes_no"),
        ],
        "criteria": [
            criterion("quality", "Quality", "quality", "60.00", "10.00", minimum="4.00"),
            criterion("social", "Social value", "social_value", "10.00", "5.00"),
            criterion("price", "Price", "price", "30.00", "10.00"),
            criterion("cover", "Insurance", "pass_fail"),
        ],
    }


def later_stage(clarifications, closes):
    """Only for who was awarded the first lot; judged by price alone."""
    return {
        "title": "Scale it", "description": "The whole borough.", "follows_position": 1,
        "value": gbp("100000.00"),
        "clarifications_close_at": clarifications, "submissions_close_at": closes,
        "criteria": [criterion("price", "Price", "price", "100.00", "10.00")],
    }


def challenge(organisation, lots):
    return {
        "organisation_id": organisation, "kind": "challenge",
        "title": "Know which gullies will flood",
        "summary": "Sensors that text before a drain blocks.",
        "description": "We clean 12,000 gullies by calendar.",
        "cpv": ["72212000"], "regions": ["UKI31"], "themes": ["drainage"],
        "problem_statement": "Streets flood because drains block unseen.",
        "desired_outcomes": ["Fewer floods", "Fewer wasted visits"],
        "budget": gbp("150000.00"), "lots": lots,
        "ip_terms": "The supplier owns what it makes; the council may use it.",
    }


def procurement(organisation, lots):
    return {
        "organisation_id": organisation, "kind": "procurement", "title": "Bee-friendly verges",
        "summary": "Mowing that leaves flowers.", "description": "Forty verges, twice a year.",
        "cpv": ["77314000"], "regions": ["UKI"], "themes": ["parks"], "route": "advertised",
        "lots": lots,
    }


def answers(token, price):
    """What a usual bid says; the token can be looked for where it must not be."""
    return {
        "answers": [
            {"question_key": "approach", "text": f"Sensors that text {token}"},
            {"question_key": "insured", "text": "yes"},
        ],
        "price": gbp(price),
    }


def marks(quality, social, cover):
    """Marks for everything but the price."""
    given = {"quality": quality, "social": social, "cover": cover}
    why = "Because of the {} shown."
    return {
        "scores": [
            {"criterion_key": key, "mark": mark, "rationale": why.format(key)}
            for key, mark in given.items()
        ]
    }
