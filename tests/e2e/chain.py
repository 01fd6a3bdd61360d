"""A second implementation of the audit chain, from the stored events and the public key alone.

leaf = SHA-256(0x00 || body); head = SHA-256(0x01 || head before, in hex || leaf, in hex). The
checkpoint beside the keys is the signed head at some size.
"""

import hashlib
import json

from receipts import openssl_accepts


def leaf_of(body):
    return hashlib.sha256(b"\0" + body.encode()).hexdigest()


def head_after(head, leaf):
    return hashlib.sha256(b"\1" + head.encode() + leaf.encode()).hexdigest()


def recompute(events):
    """The heads in order; raises ValueError with the first number that is wrong."""
    head, heads = "", []
    for place, event in enumerate(events, start=1):
        if event["seq"] != place:
            raise ValueError(f"number {place} is missing or stands twice")
        if leaf_of(event["body"]) != event["leaf"]:
            raise ValueError(f"event {place} is not what was hashed")
        head = head_after(head, event["leaf"])
        if event["head"] != head:
            raise ValueError(f"the chain does not lead to {place}")
        heads.append(head)
    return heads


def checkpoint_holds(path, heads, pem):
    """Whether the newest checkpoint is signed by the published key and is part of this chain."""
    checkpoint = json.loads(path.read_text())
    note = f"guildhall audit checkpoint v1\n{checkpoint['size']}\n{checkpoint['head']}\n"
    signature = bytes.fromhex(checkpoint["signature"])
    known = 0 < checkpoint["size"] <= len(heads)
    return (
        known and heads[checkpoint["size"] - 1] == checkpoint["head"]
        and openssl_accepts(note.encode(), signature, pem)
    )


def events_of(server):
    query = "select seq, head, leaf, body from audit_events where seq is not null order by seq"
    return server.rows(query)


def shown_to(auditor):
    """Every event that the API shows an auditor, page by page."""
    found, cursor = [], ""
    for _ in range(200):
        page = auditor.get(f"/v1/audit/events?limit=100{cursor}").must(200).body
        found += page["items"]
        if "next" not in page:
            return found
        cursor = f"&cursor={page['next']}"
    return found


def canonical(body):
    """The body as the server wrote it: members in order of their names, no blanks."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def check_shown(report, where, auditor):
    """What the API shows is what was hashed."""
    shown = shown_to(auditor)
    wrong = [e["id"] for e in shown if leaf_of(canonical(e["body"])) != e["leaf"]]
    report.check(
        f"C4 events over HTTP on {where}", shown and not wrong,
        f"{len(shown)} leaves recomputed from what an auditor reads, different {len(wrong)}",
    )


def check_stored(report, where, server, pem):
    """The stored log, recomputed here and by `guildhall audit verify`, ends in one head."""
    events = events_of(server)
    heads = recompute(events)
    told = server.command("audit", "verify")
    said = f"{len(events)} events, head {heads[-1]}"
    signed = checkpoint_holds(server.data / "keys" / "checkpoint.json", heads, pem)
    report.check(
        f"C4 audit chain on {where}", told.returncode == 0 and said in told.stdout and signed,
        f"{len(events)} events, head {heads[-1][:16]}…, the CLI says "
        f"{told.stdout.strip()[-90:]!r}, checkpoint holds {signed}",
    )


def check_tampering(report, server):
    """In a SQLite file whose triggers are gone, a changed and a missing event are found."""
    middle = len(events_of(server)) // 2
    server.change("drop trigger audit_events_are_kept_from_update")
    server.change("drop trigger audit_events_are_kept_from_delete")
    found = []
    for statement in (
        f"update audit_events set body = replace(body, 'what', 'that') where seq = {middle}",
        f"delete from audit_events where seq = {middle}",
    ):
        server.change(statement)
        told = server.command("audit", "verify")
        found.append(told.returncode == 1 and f"number {middle}" in told.stdout and not holds(server))
    report.check("C2 tampering found", all(found), f"{sum(found)} of {len(found)} by both verifiers")


def holds(server):
    try:
        recompute(events_of(server))
    except ValueError:
        return False
    return True
