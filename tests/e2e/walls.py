"""What one organisation owns, asked for by those who have no business with it (SAFETY D2, K6).

What is hidden must look like what does not exist: the same refusal as for a random id, but for the
ids themselves.
"""

import json
import re
import uuid
from collections import Counter

from report import first

# A stranger is sent to sign in, told no, or told that nothing is there.
REFUSED = (401, 403, 404)
# Did not get as far as being refused: the body is not what the operation takes.
MISREAD = (400, 415, 422)
# Whoever has signed in may ask for it, of any organisation.
FOR_ALL_WHO_SIGNED_IN = ("ask_to_join",)
METHODS = ("get", "post", "put", "patch", "delete")

LEAKS = re.compile(
    r"\bselect\b.+\bfrom\b|\binsert into\b|\bupdate \w+ set\b|\bdelete from\b|violates|constraint"
    r"|diesel|sqlite|postgres|\bpq:|/src/|src/\w+|\.rs\b|/tmp/|/root/|/work/|/home/|/var/"
    r"|panicked|backtrace|unwrap\(\)|thread '|RUST_",
    re.I,
)


def operations(api):
    """Each (method, path, operation) of the description."""
    for path, item in api["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def owned(story):
    """For each kind of thing, the ids that a stranger might try."""
    return {
        "organisations": [story.council, story.otter.id],
        "opportunities": [story.opportunity, story.draft],
        "lots": [story.lot, story.draft_lot],
        "bids": [supplier.bid.rsplit("/", 1)[1] for supplier in (story.otter, story.badger)],
        "user_id": story.author.id,
    }


def filled(path, ids):
    """The path with each id of its kind in its place; none when it has no id."""
    kind = path.split("/")[2]
    if "{id}" not in path or kind not in ids:
        return
    for one in ids[kind]:
        ours = path.replace("{id}", one).replace("{user_id}", ids["user_id"])
        yield ours.replace("{document_id}", str(uuid.uuid4()))


def asking(path, operation, ids):
    """The path with the parameters without which nothing is asked: of a supplier, of Otter's; a name
    of a file as its example has it."""
    needed = [(one["name"], ids["organisations"][-1] if one["name"] == "organisation_id"
               else one["example"])
              for one in operation.get("parameters", [])
              if one["in"] == "query" and one.get("required")]
    return path + "".join(f"{'&' if n else '?'}{name}={value}"
                          for n, (name, value) in enumerate(needed))


def is_public(path, operation, ids):
    """Open operations show what is published; a draft is not."""
    if operation["operationId"] in FOR_ALL_WHO_SIGNED_IN:
        return True
    security = operation.get("security")
    is_open = not security or {} in security
    return is_open and not any(one in path for one in ids["hidden"])


def like_any(text):
    """A body without its ids and its instance."""
    body = json.loads(text)
    body.pop("instance", None)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", json.dumps(body, sort_keys=True))


def sample(schema, api):
    """Something that the schema would take, by its examples where it has them."""
    if "$ref" in schema:
        return sample(api["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], api)
    if "example" in schema:
        return schema["example"]
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    for word in ("oneOf", "anyOf", "allOf"):
        if word in schema:
            return sample(schema[word][-1], api)
    if "properties" in schema:
        needed = schema.get("required", [])
        return {name: sample(schema["properties"][name], api) for name in needed}
    if schema.get("items", {}).get("format") == "uuid":
        return [str(uuid.uuid4())]
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    plain = {"array": [], "integer": 1, "number": 1, "boolean": True, "object": {}}
    return plain.get(kind, str(uuid.uuid4()) if schema.get("format") == "uuid" else "Ten words")


def body_for(operation, api):
    content = operation.get("requestBody", {}).get("content", {})
    return next((sample(kind["schema"], api) for kind in content.values()), None)


def tried(stranger, method, path, body):
    """The operation, asked as well as a stranger can."""
    headers = {"if_match": '"1"', "idempotency_key": str(uuid.uuid4())} if method != "GET" else {}
    return stranger.send(method, path, body, **headers)


def check(report, where, story, api):
    """Walks every operation about something owned, as three who do not own it.

    Returns the requests that were not understood: their bodies follow the description.
    """
    ids = owned(story)
    ids["hidden"] = [story.draft, story.draft_lot]
    strangers = {
        "outsider": story.outsider, "rival": story.heron.person, "anybody": story.world.stranger(),
    }
    answers, open_doors, told_apart, misread = Counter(), [], [], []
    for method, path, operation in operations(api):
        path = asking(path, operation, ids)
        for url in filled(path, ids):
            if is_public(url, operation, ids):
                continue
            body = body_for(operation, api)
            for name, stranger in strangers.items():
                told = tried(stranger, method, url, body)
                answers[told.status] += 1
                if told.status in MISREAD:
                    misread.append((told.asked, told.status, told.text[:160]))
                elif told.status not in REFUSED:
                    open_doors.append((name, told.asked, told.status, told.text[:160]))
                if told.status == 404 and not is_like_nothing(stranger, method, path, body, told):
                    told_apart.append((name, told.asked, told.text[:120]))
    report.check(
        f"D2 walls on {where}", answers[404] > 0 and not open_doors + told_apart,
        f"{sum(answers.values())} requests by an outsider, a rival and anybody, answered "
        f"{dict(sorted(answers.items()))}: not refused {len(open_doors)}, told apart from a random "
        f"id {len(told_apart)}{first(open_doors + told_apart)}",
    )
    return misread


def check_description(report, where, misread):
    """The description's own examples and words are what the operations take."""
    report.check(
        f"bodies by the description on {where}", not misread,
        f"written by the examples and words of the OpenAPI description, not understood "
        f"{len(misread)}{first(misread[::3], 8)}",
    )


def is_like_nothing(stranger, method, path, body, told):
    """Whether the refusal equals that of an id that nobody has."""
    nothing = path
    for place in ("{id}", "{user_id}", "{document_id}"):
        nothing = nothing.replace(place, str(uuid.uuid4()))
    other = tried(stranger, method, nothing, body)
    same_headers = other.headers.keys() == told.headers.keys()
    return (other.status, like_any(other.text), same_headers) == (404, like_any(told.text), True)


def check_refusals(report, journal):
    """No refusal of the whole run says how the house is built; none is a 500."""
    leaks = [(told.asked, told.text[:200]) for told in journal.refusals if LEAKS.search(told.text)]
    report.check(
        "K6 refusals", journal.answers and not leaks,
        f"{len(journal.refusals)} refusals of {journal.answers} answers searched, "
        f"leaks {len(leaks)}{first(leaks)}",
    )
    broken = [(told.asked, told.text[:200]) for told in journal.broken]
    report.check("no 500 in the whole run", not broken, f"500s {len(broken)}{first(broken)}")
    report.check(
        "I13 headers on every answer of the run", not journal.lacking,
        f"{journal.answers} answers, lacking a header {len(journal.lacking)}{first(journal.lacking)}",
    )
