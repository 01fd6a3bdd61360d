"""One line per check, and the count at the end."""

import threading
import time


class Report:
    """Collects outcomes from several threads and prints each as it comes."""

    def __init__(self):
        self.passed, self.failed, self.skipped = 0, [], 0
        self.lock, self.started = threading.Lock(), time.monotonic()

    def check(self, name, good, figure):
        """Prints one outcome; `figure` says how much was tried, and what was found."""
        with self.lock:
            if good:
                self.passed += 1
            else:
                self.failed.append(f"{name}: {figure}")
            print(f"{'ok  ' if good else 'FAIL'} {name}: {figure}", flush=True)

    def skip(self, name, why):
        with self.lock:
            self.skipped += 1
            print(f"SKIPPED {name}: {why}", flush=True)

    def say(self, line):
        with self.lock:
            print(line, flush=True)

    def end(self):
        """Prints the sum; whether everything was as it should be."""
        took = time.monotonic() - self.started
        if self.failed:
            self.say("\n".join(["", "Failed:", *self.failed]))
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        self.say(f"took {took:.0f} s\n{self.passed} passed, {len(self.failed)} failed{skipped}")
        return not self.failed and self.passed > 0


def first(findings, most=3):
    """The first few findings, for the end of a line; nothing when there are none."""
    if not findings:
        return ""
    return "; first: " + " | ".join(str(one)[:300] for one in findings[:most])
