"""Clients generated from the description do the main job: python3 tests/e2e/clients.py --binary PATH.

One is of TypeScript and compiles without `any`, one is of Python. What a generator cannot make of the
description is a fault of the description. npm and PyPI give the generators.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from client import Journal, Unexpected
from report import Report, first
from server import Server, end_everything
from story import SETTINGS
from world import World, code_of

HERE = Path(__file__).resolve().parent / "clients"
NPM = ("openapi-typescript@7.13.0", "openapi-fetch@0.17.0", "typescript@5.9.3", "@types/node@20.19.43")
PYPI = ("openapi-python-client==0.29.1",)


def ran(folder, *command, **environment):
    """What a program printed; a failure ends the check."""
    told = subprocess.run(
        [str(part) for part in command], cwd=folder, env={**os.environ, **environment},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=300,
    )
    if told.returncode:
        raise Unexpected(f"{' '.join(map(str, command))}: {told.stdout[-3000:]}")
    return told.stdout


class TypeScript:
    """Types by `openapi-typescript`, calls by `openapi-fetch`, compiled under `--strict`."""

    def __init__(self, folder):
        self.folder, self.command = folder, ("node", "built/job.js")

    def generate(self, description):
        (self.folder / "package.json").write_text('{"private": true, "type": "module"}')
        ran(self.folder, "npm", "install", "--no-audit", "--no-fund", "--silent", *NPM)
        for name in ("job.ts", "tsconfig.json"):
            shutil.copy(HERE / name, self.folder)
        programs = self.folder / "node_modules/.bin"
        ran(self.folder, programs / "openapi-typescript", description, "-o", "guildhall.d.ts")
        ran(self.folder, programs / "tsc")
        return self.loose()

    @staticmethod
    def loose():
        """Where the job leaves the types: only a file is cast, for the description cannot type it."""
        said = r'/\*.*?\*/|//[^\n]*|"[^"\n]*"'
        code = re.sub(said, "", (HERE / "job.ts").read_text(), flags=re.S)
        casts = re.findall(r"[^\n]*(?:\bas (?!const\b)|\bany\b|@ts-|[\w\])]!)[^\n]*", code)
        return [line.strip() for line in casts if "pdf as unknown as string" not in line]


class Python:
    """Functions and classes by `openapi-python-client`, in an environment of their own."""

    def __init__(self, folder):
        self.folder, self.command = folder, (folder / "venv/bin/python", "job.py")

    def generate(self, description):
        ran(self.folder, sys.executable, "-m", "venv", "venv")
        programs = self.folder / "venv/bin"
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        ran(self.folder, programs / "python", *pip, *PYPI)
        shutil.copy(HERE / "job.py", self.folder)
        said = ran(
            self.folder, programs / "openapi-python-client", "generate", "--path", description,
            "--config", HERE / "python.yaml", "--meta", "none", "--output-path", "guildhall_client",
            PATH=f"{programs}:{os.environ['PATH']}",
        )
        return self.faults(said)

    @staticmethod
    def faults(said):
        """What is missing in the client; the one kind of file that it sends is in `python.yaml`."""
        warnings = re.findall(r"^WARNING (parsing.*)\n\n(.*)", said, re.M)
        return [
            f"{where} {why}" for where, why in warnings
            if "will not be generated" in where or "Unsupported content type" not in why
        ]


def do_the_job(client, server):
    """Runs the job with a fresh server; what it has done, chapter by chapter."""
    world = World(server.start())
    token = world.platform_user("administrator").access
    environment = {
        **os.environ, "GUILDHALL_URL": f"http://127.0.0.1:{server.port}",
        "GUILDHALL_ADMINISTRATOR": token, "PYTHONDONTWRITEBYTECODE": "1",
    }
    errors = client.folder / "errors"
    with errors.open("w") as err, subprocess.Popen(
        client.command, cwd=client.folder, env=environment, text=True, bufsize=1,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err,
    ) as job:
        chapters = [line[2:].strip() for line in job.stdout if not answered(world, job, line)]
    if job.returncode:
        raise Unexpected(f"after {chapters[-1:]}: {errors.read_text()[-2000:]}")
    server.stop()
    return chapters


def answered(world, job, line):
    """Answers a question of the job: for the token in a mail, or the code of an app."""
    if not line.startswith("? "):
        return False
    what, of = line[2:].split()
    found = {"token": world.token_for, "code": code_of}[what](of)
    job.stdin.write(found + "\n")
    job.stdin.flush()
    return True


def check(report, home, binary, description, language):
    name = language.__name__
    folder = home / name
    folder.mkdir()
    try:
        client = language(folder)
        faults = client.generate(description)
        report.check(f"a client of {name}", not faults, f"generated, faults {len(faults)}{first(faults)}")
        chapters = do_the_job(client, Server(binary, folder / "server", Journal(), **SETTINGS))
        report.check(f"the main job in {name}", len(chapters) == 6, "; ".join(chapters))
    except Exception as broken:  # The boundary: a check that cannot go on has failed.
        report.check(f"the main job in {name}", False, f"{type(broken).__name__}: {broken}")
        if os.environ.get("E2E_TRACE"):
            traceback.print_exception(broken)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True, type=lambda text: Path(text).resolve())
    binary, report = parser.parse_args().binary, Report()
    with tempfile.TemporaryDirectory(prefix="guildhall-clients-") as home:
        try:
            description = Path(home) / "guildhall.json"
            description.write_text(ran(home, binary, "openapi"))
            with ThreadPoolExecutor() as pool:
                languages = (TypeScript, Python)
                list(pool.map(
                    lambda one: check(report, Path(home), binary, description, one), languages))
        finally:
            end_everything()
    return 0 if report.end() else 1


if __name__ == "__main__":
    sys.exit(main())
