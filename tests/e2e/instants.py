"""Instants as the server writes them. Deadlines are judged by its clock, not by ours."""

import datetime

from client import eventually


def server_time(client):
    return parse(client.get("/v1/time").must(200).body["now"])


def parse(text):
    """RFC 3339 with up to six digits of a second."""
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def written(instant):
    return instant.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z")


def after(client, seconds):
    """An instant so many seconds from now, by the server's clock."""
    return server_time(client) + datetime.timedelta(seconds=seconds)


def wait_until(client, instant, most=60):
    """Asks the server's clock until it has passed an instant; False when patience ends first."""
    return bool(eventually(lambda: server_time(client) > instant, most, every=0.1))
