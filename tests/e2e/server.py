"""The real binary and a throwaway PostgreSQL, started, stopped and killed.

Whatever is started here is remembered, so that `end_everything` leaves no process behind.
"""

import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from client import Client, Unexpected, eventually

# Stays the same when a server comes back on another port: tokens name it as their issuer.
PUBLIC_URL = "http://guildhall.test"

# Below those that the system gives to outgoing connections.
SERVER_PORTS = (15_000, 32_000)

_ports = set()
_started = []
_clusters = []


def end_everything():
    """Kills what still runs, each by its own id."""
    for process in _started:
        kill_group(process)
    for cluster in _clusters:
        cluster.remove()


def kill_group(process):
    """SIGKILL to a process that we started and to its children; it leads its own group."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()


def free_port():
    """A port that nobody has and that no outgoing connection will be given by the system."""
    for _ in range(200):
        port = random.SystemRandom().randrange(*SERVER_PORTS)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in _ports:
            _ports.add(port)
            return port
    raise Unexpected("no port is free")


class Server:
    """One installation in a folder of its own: data, logs, and the process when it runs."""

    def __init__(self, binary, home, journal, **settings):
        self.binary, self.home, self.journal = str(binary), Path(home), journal
        self.data, self.logs = self.home / "data", self.home / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.settings, self.process, self.port = settings, None, None

    @property
    def database(self):
        return self.settings.get("DATABASE_URL", str(self.data / "guildhall.db"))

    def environment(self):
        """Only what a server needs: nothing of ours leaks into it."""
        return {
            "PATH": os.environ["PATH"],
            "GUILDHALL_DATA_DIR": str(self.data),
            "GUILDHALL_BIND": f"127.0.0.1:{self.port or 1}",
            "GUILDHALL_PUBLIC_URL": PUBLIC_URL,
            **self.settings,
        }

    def start(self, wrapper=(), ready=True):
        """Starts it, through `wrapper` (strace), and waits until it serves."""
        self.port = free_port()
        with (self.logs / "out").open("ab") as out, (self.logs / "err").open("ab") as err:
            self.process = subprocess.Popen(
                [*wrapper, self.binary], env=self.environment(), cwd=self.home,
                stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True,
            )
        _started.append(self.process)
        if ready and not self.wait_until_ready():
            raise Unexpected(f"the server does not serve: {self.last_words()}")
        return self

    def wait_until_ready(self, seconds=30):
        """Whether it says that it is ready, before it ends or patience does."""
        eventually(lambda: self.process.poll() is not None or self.answers("/health/ready"), seconds)
        return self.process.poll() is None and self.answers("/health/ready")

    def answers(self, path):
        try:
            return self.client(timeout=5).get(path).status in (200, 204)
        except OSError:
            return False

    def client(self, timeout=30, **headers):
        return Client(self.port, self.journal, headers, timeout)

    def last_words(self):
        return (self.logs / "err").read_text(errors="replace")[-600:]

    def command(self, *arguments):
        """Runs one command of the binary on this installation."""
        return subprocess.run(
            [self.binary, *arguments], env=self.environment(), cwd=self.home,
            capture_output=True, text=True, timeout=60,
        )

    def stop(self, seconds=40):
        """Asks it to end; its exit code, None when it had to be killed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            kill_group(self.process)
            return None

    def kill(self):
        kill_group(self.process)

    def rows(self, query):
        """What a query finds in the database, as dictionaries; the server may run."""
        if self.database.startswith("postgres"):
            return rows_of_postgres(self.database, query)
        uri = f"file:{self.database}?mode=ro"
        with sqlite3.connect(uri, uri=True, timeout=10) as connection:
            connection.row_factory = sqlite3.Row
            found = [dict(row) for row in connection.execute(query)]
        connection.close()
        return found

    def change(self, statement):
        """Changes the SQLite file of a server that has stopped."""
        connection = sqlite3.connect(self.database, timeout=10)
        with connection:
            connection.execute(statement)
        connection.close()


def rows_of_postgres(url, query):
    """The rows as JSON, by way of psql."""
    wrapped = f"select coalesce(json_agg(t), '[]'::json) from ({query}) t"
    told = subprocess.run(
        ["psql", url, "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", wrapped],
        capture_output=True, text=True, timeout=60, check=True,
    )
    return json.loads(told.stdout)


def postgres_binaries():
    """The newest installed PostgreSQL; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class Cluster:
    """A PostgreSQL of our own on a free port, with its usual care for the disk."""

    def __init__(self):
        self.binaries = postgres_binaries()
        if self.binaries is None:
            raise Unexpected("PostgreSQL is not installed in /usr/lib/postgresql")
        self.home = Path(tempfile.mkdtemp(prefix="guildhall-e2e-pg-"))
        self.user = "postgres" if os.getuid() == 0 else None
        if self.user:
            shutil.chown(self.home, self.user)
        self.data, self.port = self.home / "data", free_port()
        self.run("initdb", "-D", self.data, "-U", "guildhall", "-A", "trust", "-E", "UTF8", "--no-sync")
        _clusters.append(self)
        self.start()

    def run(self, program, *arguments):
        """Runs one of its programs as the user that may."""
        command = [str(self.binaries / program), *map(str, arguments)]
        if self.user:
            command = ["runuser", "-u", self.user, "--", *command]
        return subprocess.run(
            command, cwd="/tmp", check=True, timeout=60,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )

    def start(self):
        options = f"-p {self.port} -k {self.home} -c listen_addresses=127.0.0.1"
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.home / "log", "-o", options, "start")

    def stop(self, mode="fast"):
        self.run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def url(self, database):
        return f"postgres://guildhall@127.0.0.1:{self.port}/{database}"

    def make(self, database, template="template0"):
        """A new database; its address."""
        statement = f"create database {database} template {template}"
        subprocess.run(
            ["psql", self.url("postgres"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement],
            check=True, capture_output=True, timeout=60,
        )
        return self.url(database)

    def dump(self, url, folder):
        """A dump as text: what compressed rows hide from those who only read the files."""
        folder.mkdir(exist_ok=True)
        with (folder / "dump.sql").open("wb") as out:
            subprocess.run([self.binaries / "pg_dump", url], check=True, stdout=out, timeout=60)

    def remove(self):
        if not self.home.exists():
            return
        if (self.data / "postmaster.pid").exists():
            try:
                self.stop("immediate")
            except subprocess.CalledProcessError:
                pass
        shutil.rmtree(self.home, ignore_errors=True)

