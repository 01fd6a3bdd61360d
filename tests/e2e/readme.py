"""Runs the README and the walkthrough as a reader would: every block marked `sh run`, in order, in an
empty folder, with the server of the block marked `sh serve` beside it.

`cargo run --release --` in a block stands for the binary that is already built.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import os
import re
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

PAGES = ["README.md", "docs/walkthrough.md"]
ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```sh (run|serve)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READY = "http://127.0.0.1:8080/health/ready"


def shims(binary, home):
    """A folder for PATH in which `guildhall` and `cargo run --release --` are the binary."""
    folder = home / "bin"
    folder.mkdir()
    (folder / "guildhall").symlink_to(binary)
    cargo = folder / "cargo"
    cargo.write_text('#!/usr/bin/env bash\n[[ "$1 $2" == "run --release" ]] || exit 64\n'
                     f'shift 2; [[ "${{1:-}}" == -- ]] && shift\nexec {binary} "$@"\n')
    cargo.chmod(0o755)
    return folder


def is_ready():
    try:
        return urllib.request.urlopen(READY, timeout=1).status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def serve(script, folder, environment):
    """Starts the server of a block and waits until it answers."""
    if is_ready():
        raise SystemExit("something answers on 127.0.0.1:8080 already")
    server = subprocess.Popen(["bash", "-c", f"exec {script.strip()}" if "\n" not in script.strip()
                               and "=" not in script.split()[0] else script],
                              cwd=folder, env=environment, start_new_session=True)
    for _ in range(600):
        if is_ready():
            return server
        if server.poll() is not None:
            raise SystemExit(f"the server ended with {server.returncode}")
        try:
            server.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            pass
    raise SystemExit("the server was not ready within a minute")


def end(server):
    if server is not None:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=40)


def follow(page, home, environment):
    """Runs one page. Its `run` blocks share one shell, so that later ones know what came before."""
    folder = home / page.replace("/", "-")
    folder.mkdir()
    server, scripts = None, []
    blocks = BLOCK.findall((ROOT / page).read_text())
    try:
        for kind, script in blocks:
            if kind == "serve":
                server = serve(script, folder, environment)
            else:
                scripts.append(script)
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", "\n".join(scripts)], cwd=folder,
                              env=environment, capture_output=True, text=True, timeout=300)
    finally:
        end(server)
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {page}: {len(blocks)} blocks")
    print("\n".join("     | " + line for line in done.stdout.splitlines()))
    if done.returncode != 0:
        print(done.stderr)
    return done.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True, type=lambda path: Path(path).resolve())
    parser.add_argument("--only", help="one page")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        environment = {"PATH": f"{shims(arguments.binary, home)}:{os.environ['PATH']}", "HOME": str(home)}
        pages = [arguments.only] if arguments.only else PAGES
        good = [follow(page, home, environment) for page in pages]
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    sys.exit(0 if all(good) else 1)


main()
