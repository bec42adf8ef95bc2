"""Measures the product against the floor: `python -m benchmarks.run quick http scale reminders race [--rounds 5]`."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable

from benchmarks import as_of, beside, bringing_in, over_http, quick, race, reconciling, reminding, scale, seats
from benchmarks.figures import Report

WORDS = {
    "quick": "in one process: CPU and statements (under a minute)",
    "http": "behind gunicorn on both databases: CPU, latency, memory (some eight minutes)",
    "scale": "growth with people, export, rebuild, and the import of people (some five minutes)",
    "past": "a requirement as of a past day (some three minutes; a part of scale)",
    "duties": "a million duties opened and looked at again (some eight minutes; a part of scale)",
    "reminders": "the mails of a morning, planned from half a million duties (some three minutes)",
    "race": "seats and roll-ups under many at once (half a minute)",
    "seats": "everything at once with kills, and hundreds who want thirty seats (some five minutes)",
}
ROUNDS = 5


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="; ".join(f"{word}: {what}" for word, what in WORDS.items())
    )
    parser.add_argument("words", nargs="+", choices=WORDS, metavar="|".join(WORDS))
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="rounds of http (at least 5 for figures that are quoted)"
    )
    parser.add_argument("--most", type=int, default=scale.MOST, help="people in the largest database of scale")
    given = parser.parse_args()
    # Told to end, it still ends its servers and removes its databases.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    report, start = Report(), time.monotonic()
    report.data["machine"] = {"cores": os.cpu_count(), "load": os.getloadavg(), "python": sys.version.split()[0]}
    report.say(f"{os.cpu_count()} cores, load before the run {os.getloadavg()[0]:.1f}")
    steps: dict[str, Callable[[], None]] = {
        "quick": lambda: quick.run(report),
        "http": lambda: over_http.run(report, given.rounds),
        "scale": lambda: _grow(report, given.most),
        "past": lambda: as_of.run(report),
        "duties": lambda: reconciling.run(report),
        "reminders": lambda: reminding.run(report),
        "race": lambda: race.run(report),
        "seats": lambda: seats.run(report, given.rounds),
    }
    words = list(dict.fromkeys(given.words))
    try:
        for word in words:
            steps[word]()
        quick.profiles(report)
    finally:
        # What was measured before an error is worth keeping.
        report.data["seconds"] = round(time.monotonic() - start)
        report.say(f"\nTook {report.data['seconds']} s")
        code = report.close("-".join(words))
    return code


def _grow(report: Report, most: int) -> None:
    scale.run(report, most)
    bringing_in.run(report)
    beside.run(report)
    reconciling.run(report)
    as_of.run(report)


if __name__ == "__main__":
    sys.exit(main())
