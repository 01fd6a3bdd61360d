"""Looks for secrets in every byte that an installation has left behind (SAFETY A2, A14, M1)."""

import base64
from collections import Counter
from pathlib import Path


def disguises(token):
    """The token as it may lie in a file: raw, hex, UTF-16, and base64 at each of three offsets."""
    raw = token.encode()
    forms = {
        "raw": raw,
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "utf-16le": token.encode("utf-16-le"),
        "utf-16be": token.encode("utf-16-be"),
    }
    for offset in range(3):
        shifted = b"\0" * offset + raw
        whole = len(shifted) * 8 // 6
        text = base64.b64encode(shifted)[(offset * 8 + 5) // 6:whole]
        forms[f"base64+{offset}"] = text
        forms[f"base64url+{offset}"] = text.replace(b"+", b"-").replace(b"/", b"_")
    return forms


def files(folders, leaving_out=()):
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and not any(part in path.parts for part in leaving_out):
                yield path


def places(hits):
    """How often each kind was found in each file."""
    counted = Counter(hits).items()
    return [f"{count} x {kind} ({form}) in {path}" for (kind, form, path), count in counted]


def sweep(folders, secrets, leaving_out=(), may_stand_in_mail=("one-time token",)):
    """Bytes swept, and each (kind, disguise, file) found. One-time tokens belong in letters."""
    wanted = [
        (kind, name, form)
        for kind, tokens in secrets.items()
        for token in tokens
        for name, form in disguises(token).items()
    ]
    swept, hits = 0, []
    for path in files(folders, leaving_out):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue  # A WAL segment or a draft letter that has just gone.
        swept += len(data)
        letter = path.suffix in (".eml", ".part")
        hits += [
            (kind, name, str(path))
            for kind, name, form in wanted
            if form in data and not (letter and kind in may_stand_in_mail)
        ]
    return swept, hits
