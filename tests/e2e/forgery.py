"""Forged access tokens: none may be accepted (SAFETY E1).

Those that are signed well use the server's own key, to show that a good signature alone is not
enough; one faithful token shows that the forger's hand is good.
"""

import base64
import hashlib
import hmac
import json
import subprocess
import tempfile
import time
from pathlib import Path

from report import first
from server import PUBLIC_URL


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def joined(header, claims):
    return f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"


def readable_by_openssl(pem, folder):
    """The Ed25519 key as PKCS #8 version 1: OpenSSL 3.0 does not read the version 2 that we keep."""
    der = base64.b64decode("".join(pem.read_text().splitlines()[1:-1]))
    seed = der[(at := der.index(bytes.fromhex("04220420")) + 4):at + 32]
    text = base64.encodebytes(bytes.fromhex("302e020100300506032b657004220420") + seed)
    key = Path(folder, "key.pem")
    key.write_bytes(b"-----BEGIN PRIVATE KEY-----\n" + text + b"-----END PRIVATE KEY-----\n")
    return key


class Forger:
    """Somebody who has seen a real token, and, for some tries, holds the signing key."""

    def __init__(self, token, key):
        self.token, self.key = token, key
        self.parts = token.split(".")
        self.header, self.claims = (json.loads(unb64(part)) for part in self.parts[:2])

    def openssl(self, *arguments):
        told = subprocess.run(["openssl", *arguments], capture_output=True, check=True, timeout=30)
        return told.stdout

    def public_pem(self):
        return self.openssl("pkey", "-in", str(self.key), "-pubout")

    def signed(self, header=None, claims=None):
        """A token with changed header or claims and a perfect signature; None takes a member out."""
        text = joined(changed(self.header, header), changed(self.claims, claims))
        with tempfile.NamedTemporaryFile() as file:
            file.write(text.encode())
            file.flush()
            signature = self.openssl(
                "pkeyutl", "-sign", "-rawin", "-inkey", str(self.key), "-in", file.name)
        return f"{text}.{b64(signature)}"

    def mac(self, secret, algorithm="HS256", **header):
        """Signed with a MAC whose secret is something public."""
        digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
        text = joined(changed(self.header, {"alg": algorithm, **header}), self.claims)
        return f"{text}.{b64(hmac.new(secret, text.encode(), digest[algorithm]).digest())}"


def changed(members, changes):
    merged = {**members, **(changes or {})}
    return {name: value for name, value in merged.items() if value is not None}


def without_signature(forger):
    """Tokens that claim to need none, and the real one mangled."""
    header, payload, signature = forger.parts
    for word in ("none", "None", "nOnE", "NONE", "", None):
        text = joined(changed(forger.header, {"alg": word}), forger.claims)
        yield f"alg {word!r}, no signature", f"{text}."
        yield f"alg {word!r}, the old signature", f"{text}.{signature}"
    yield "signature stripped", f"{header}.{payload}."
    yield "two parts", f"{header}.{payload}"
    yield "four parts", f"{forger.token}.{signature}"
    yield "signature padded", f"{forger.token}=="
    yield "signature of zeros", f"{header}.{payload}.{b64(bytes(64))}"
    yield "signature cut", f"{header}.{payload}.{signature[:-4]}"
    flipped = bytes([unb64(signature)[0] ^ 1]) + unb64(signature)[1:]
    yield "signature with one bit changed", f"{header}.{payload}.{b64(flipped)}"
    later = b64(json.dumps({**forger.claims, "exp": forger.claims["exp"] + 1}).encode())
    yield "claims changed, old signature", f"{header}.{later}.{signature}"


def by_another_key(forger):
    """Algorithms confused, keys brought along, and key names that lead elsewhere."""
    pem = forger.public_pem()
    der = base64.b64decode(b"".join(pem.splitlines()[1:-1]))
    for algorithm in ("HS256", "HS384", "HS512"):
        yield f"{algorithm} by the public PEM", forger.mac(pem, algorithm)
    yield "HS256 by the PEM without its last line feed", forger.mac(pem.strip())
    yield "HS256 by the bare public key", forger.mac(der[-32:])
    yield "HS256 by the key's DER", forger.mac(der)
    yield "HS256 by no secret, kid of /dev/null", forger.mac(b"", kid="../../../../dev/null")
    yield "HS256 by no secret", forger.mac(b"")
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder, "other.pem")
        forger.openssl("genpkey", "-algorithm", "ed25519", "-out", str(other))
        stranger = Forger(forger.token, other)
        x = base64.b64decode(b"".join(stranger.public_pem().splitlines()[1:-1]))[-32:]
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64(x)}
        yield "another key", stranger.signed()
        yield "another key, its jwk in the header", stranger.signed({"jwk": jwk})
        for name in ("jku", "x5u"):
            yield f"another key, {name}", stranger.signed({name: "http://127.0.0.1:9/jwks.json"})
        for kid in ("../../keys/tokens.pem", "' or '1'='1", "x' union select 'a", "", None):
            yield f"another key, kid {kid!r}", stranger.signed({"kid": kid})


def signed_well(forger, other_secrets):
    """Perfect signatures over what must not be accepted all the same."""
    now, nobody = int(time.time()), "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11"
    claims = {
        "expired": {"exp": now - 60, "iat": now - 120},
        "exp as text": {"exp": str(now + 300)},
        "exp as a float": {"exp": now + 300.5},
        "exp absent": {"exp": None},
        "exp negative": {"exp": -1},
        "issued in the future": {"iat": now + 3600, "exp": now + 7200},
        "iat absent": {"iat": None},
        "nbf in the future": {"nbf": now + 3600},
        "aud wrong": {"aud": "another"},
        "aud absent": {"aud": None},
        "iss wrong": {"iss": "http://evil.test"},
        "iss absent": {"iss": None},
        "sub absent": {"sub": None},
        "sub of nobody": {"sub": nobody},
        "sub as SQL": {"sub": "' or '1'='1"},
        "sid absent": {"sid": None},
        "sid of nobody": {"sid": nobody},
        "sub of somebody else": {"sub": other_secrets["user"]},
    }
    for name, change in claims.items():
        yield name, forger.signed(claims=change)
    headers = {
        "typ JWT": {"typ": "JWT"}, "typ absent": {"typ": None}, "kid wrong": {"kid": "0" * 16},
        "kid absent": {"kid": None}, "crit unknown": {"crit": ["exp2"], "exp2": 1},
        "own jku": {"jku": f"{PUBLIC_URL}/keys"}, "own x5u": {"x5u": f"{PUBLIC_URL}/keys"},
    }
    for name, change in headers.items():
        yield name, forger.signed(header=change)
    yield "a refresh token", other_secrets["refresh"]


def check(report, where, story):
    """Every forgery on a route that needs a person, and on one that is open to all."""
    person = story.outsider
    secrets = {"user": story.author.id, "refresh": person.refresh}
    with tempfile.TemporaryDirectory() as folder:
        key = readable_by_openssl(story.world.server.data / "keys" / "tokens.pem", folder)
        forger = Forger(person.access, key)
        forgeries = [
            *without_signature(forger), *by_another_key(forger), *signed_well(forger, secrets)]
        faithful = asked(story, forger.signed()).status
    accepted = [
        (name, told.status)
        for name, token in forgeries
        if (told := asked(story, token)).status != 401
    ]
    report.check(
        f"E1 forged tokens on {where}", faithful == 200 and not accepted,
        f"{len(forgeries)} forgeries, not refused with 401 {len(accepted)}{first(accepted)}; "
        f"a faithful token was answered {faithful}",
    )


def asked(story, token):
    return story.world.server.client(authorization=f"Bearer {token}").get("/v1/me")
