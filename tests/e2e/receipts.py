"""Receipts, checked without Guildhall: by openssl and the published key (SAFETY B12)."""

import base64
import json
import http.client
import subprocess
import tempfile
from pathlib import Path


def openssl_accepts(text, signature, pem):
    """Whether openssl finds the Ed25519 signature good."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"note": text, "sig": signature, "pem": pem}
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        told = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", f"{folder}/pem",
             "-in", f"{folder}/note", "-sigfile", f"{folder}/sig"],
            capture_output=True, timeout=30,
        )
    return told.returncode == 0


def check(report, where, world, receipts, step):
    """Each receipt verifies; a copy with any one byte changed does not, here or by openssl."""
    pem = world.stranger().get("/v1/keys").must(200).body["items"][0]["pem"].encode()
    bad = [r["kind"] for r in receipts if not verifies(r, pem)]
    note = receipts[0]["note"]
    sound = asked(world, [note])
    forgeries = changed_copies(note.encode(), step)
    accepted = asked(world, forgeries)
    text, signature = receipts[0]["text"].encode(), base64.b64decode(receipts[0]["signature"])
    by_openssl = [n for n in range(0, len(text), 29) if openssl_accepts(flip(text, n), signature, pem)]
    report.check(
        f"B12 receipts on {where}", not bad and sound == 1 and accepted == 0 and not by_openssl,
        f"openssl verified {len(receipts) - len(bad)} of {len(receipts)}; own note valid {sound}; "
        f"changed bytes accepted {accepted}/{len(forgeries)} (openssl {len(by_openssl)}/"
        f"{len(range(0, len(text), 29))})",
    )


def verifies(receipt, pem):
    """By openssl, and the note is the text that was signed."""
    signature = base64.b64decode(receipt["signature"])
    whole = receipt["note"].startswith(receipt["text"])
    return whole and openssl_accepts(receipt["text"].encode(), signature, pem)


def flip(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def changed_copies(note, step):
    """The note with one bit of one byte changed, wherever that still is text."""
    copies = []
    for at in range(0, len(note), step):
        try:
            copies.append(flip(note, at).decode())
        except UnicodeDecodeError:
            continue
    return copies


def asked(world, notes):
    """How many of these notes the server calls valid; over one connection, for there are many."""
    connection = http.client.HTTPConnection("127.0.0.1", world.server.port, timeout=30)
    valid = 0
    for note in notes:
        body = json.dumps({"note": note}).encode()
        headers = {"content-type": "application/json"}
        connection.request("POST", "/v1/receipts/verification", body, headers)
        valid += json.loads(connection.getresponse().read()).get("valid") is True
    connection.close()
    return valid
