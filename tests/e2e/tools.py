"""Programs that checks lean on: brought where that may be, said to be missing where it may not."""

import os
import shutil
import subprocess

from server import postgres_binaries

# The program that shows that a Debian package is there.
SHOWN_BY = {"strace": "strace", "openssl": "openssl", "postgresql-client": "psql"}


def is_there(package):
    if package == "postgresql":
        return postgres_binaries() is not None
    return shutil.which(SHOWN_BY[package]) is not None


def missing(packages):
    """Those that are not there, after root has tried to install them."""
    lacking = [package for package in packages if not is_there(package)]
    if lacking and os.getuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", *lacking]):
            subprocess.run(
                ["apt-get", *command], env=environment, check=False, timeout=600,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
    return [package for package in lacking if not is_there(package)]


def all_there(report, name, packages):
    """Whether a check can run. In CI a missing tool is a failure, elsewhere it is said (TESTING)."""
    lacking = missing(packages)
    if lacking and os.environ.get("CI"):
        report.check(name, False, f"needs {', '.join(lacking)}")
    elif lacking:
        report.skip(name, f"needs {', '.join(lacking)}")
    return not lacking
