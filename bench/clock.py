#!/usr/bin/env python3
"""Runs a program to its end: `clock.py <program> <arguments>`; after what that prints comes one line of JSON.

    {"seconds": wall time, "cpu_seconds": of all its threads, "peak_mb": the most memory it held, in units of 2^20 bytes}
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

#: What the system counts memory in: kilobytes, on macOS bytes.
UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    started = time.perf_counter()
    child = subprocess.Popen(sys.argv[1:])
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        sys.exit(code if code > 0 else 1)
    cpu = usage.ru_utime + usage.ru_stime
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu, "peak_mb": usage.ru_maxrss * UNIT / 2**20}))


if __name__ == "__main__":
    main()
