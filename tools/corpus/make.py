#!/usr/bin/env python3
"""Makes the corpus: runs real Spark over the case tables and writes corpus/<class>/<case>-<version>/.

    make.py --spark 3.5 [--only REGEX] [--lanes 2|4] [--out corpus]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from maker.versions import NARROW, RELEASES, Release, environment, has_wide_vectors  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make corpus cases with real Spark.")
    parser.add_argument("--spark", required=True, choices=[*RELEASES, "all"], help="the Spark line to run")
    parser.add_argument("--only", default="", metavar="REGEX", help="only cases whose <class>/<name> matches")
    parser.add_argument("--out", default=str(HERE.parent.parent / "corpus"), type=Path)
    parser.add_argument("--lanes", type=int, choices=NARROW, help="as on a CPU with so many SIMD lanes (Spark 4)")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def start_inside(release: Release, only: str, out: Path) -> int:
    """Run this script again with the Python of the release's own environment."""
    if release.sums == "lanes8" and not has_wide_vectors():
        print(f"Spark {release.pyspark} adds in the order of the CPU: run this on one with AVX-512", file=sys.stderr)
        return 1
    command = [str(environment(release)), __file__, "--inside", "--spark", release.line]
    lanes = [] if release.lanes is None else ["--lanes", str(release.lanes)]
    return subprocess.run([*command, *lanes, "--only", only, "--out", str(out)]).returncode


def make(release: Release, only: str, out: Path) -> int:
    """Make every case of one release; the number of those that went wrong."""
    from cases import all_cases
    from maker.gateway import Spark
    from maker.write import make_case

    version = release.pyspark
    cases = [case for case in all_cases() if case.wanted(version) and release.repeats(f"{case.class_name}/{case.name}")]
    cases = [replace(case, name=case.name + release.suffix) for case in cases]
    chosen = [case for case in cases if re.search(only, f"{case.class_name}/{case.name}")]
    if not only:
        remove_others(out, release, {case.folder(version) for case in cases})
    failed = 0
    with tempfile.TemporaryDirectory(prefix="corpus-") as scratch:
        spark = Spark(release, Path(scratch))
        started = time.monotonic()
        for case in chosen:
            try:
                make_case(spark, case, out, Path(scratch) / "cases")
            except Exception:
                failed += 1
                shutil.rmtree(out / case.folder(version), ignore_errors=True)
                print(f"FAILED {case.folder(version)}\n{last_lines(traceback.format_exc())}", flush=True)
        print(f"Spark {version}: {len(chosen) - failed} cases made, {failed} failed, {time.monotonic() - started:.0f} s")
        spark.stop()
    return failed


def remove_others(out: Path, release: Release, wanted: set[str]) -> None:
    """Drop cases of this release, and of this width of its CPU, that the tables no longer name."""
    for folder in out.glob(f"*/*{release.suffix}-{release.pyspark}"):
        narrowed = re.search(r"-lanes\d-[^/]*$", folder.name) is not None
        if narrowed == (release.lanes is not None) and str(folder.relative_to(out)) not in wanted:
            shutil.rmtree(folder)


def last_lines(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("\tat ")]
    return "\n".join(f"    {line[:300]}" for line in lines[-int(os.environ.get("CORPUS_TRACE", "6")):])


def chosen_release(line: str, lanes: int | None) -> Release:
    release = RELEASES[line]
    if lanes is None:
        return release
    if release.sums != "lanes8":
        raise SystemExit(f"--lanes: Spark {release.pyspark} does not add in SIMD lanes")
    return release.narrowed(lanes)


def main() -> None:
    given = arguments()
    if given.inside:
        sys.exit(1 if make(chosen_release(given.spark, given.lanes), given.only, given.out) else 0)
    lines = list(RELEASES) if given.spark == "all" else [given.spark]
    sys.exit(max(start_inside(chosen_release(line, given.lanes), given.only, given.out.resolve()) for line in lines))


if __name__ == "__main__":
    main()
