#!/usr/bin/env python3
"""Rebuilds the pipeline of an MLeap bundle in Spark 3.5, saves it, and scores rows: a model for the row suite.

    make_from_bundle.py <bundle.zip> --input rows.jsonl --schema schema.json --answers answers.jsonl --out <folder>

The folder has the form of a corpus case; the bundle lies beside it, for MLeap itself. `--answers` are what MLeap said:
Spark's, which become expected.jsonl, must be the same but for the last bits of sums.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from maker.versions import RELEASES, environment  # noqa: E402

RELEASE = RELEASES["3.5"]
#: Relative to numbers above 1, absolute below.
TOLERANCE = 1e-12


def read_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def make(bundle: Path, given: argparse.Namespace) -> None:
    from maker.bundle import Bundle
    from maker.case import Case
    from maker.frames import Frame
    from maker.gateway import Spark
    from maker.write import make_case

    fields = json.loads(given.schema.read_text(encoding="utf-8"))["fields"]
    header = ", ".join(f"{field['name']} {field['type']}" for field in fields)
    rows = [[row.get(field["name"]) for field in fields] for row in read_lines(given.input)]
    case = Case("PipelineModel", given.out.name, Bundle(bundle).steps(), Frame(header, rows))
    with tempfile.TemporaryDirectory(prefix="bundle-") as folder:
        scratch = Path(folder)
        spark = Spark(RELEASE, scratch)
        make_case(spark, case, scratch / "out", scratch / "cases")
        spark.stop()
        shutil.rmtree(given.out, ignore_errors=True)
        shutil.copytree(scratch / "out" / case.folder(RELEASE.pyspark), given.out)
    shutil.copyfile(bundle, given.out / "bundle.zip")
    compare(read_lines(given.out / "expected.jsonl"), read_lines(given.answers))


def compare(found: list[Any], answers: list[Any]) -> None:
    """Fails where Spark and MLeap differ by more than the order of sums can explain."""
    if len(found) != len(answers):
        raise SystemExit(f"expected {len(answers)} rows, got {len(found)}")
    pairs = [(row[name], value) for row, answer in zip(found, answers) for name, value in answer.items()]
    differences = [abs(ours - theirs) / max(1, abs(theirs)) for ours, theirs in pairs]
    print(f"{len(pairs)} answers, {sum(map(bool, differences))} not to the bit, at most {max(differences)} away", file=sys.stderr)
    if not max(differences) <= TOLERANCE:
        raise SystemExit("expected MLeap's answers, got others")


def main() -> None:
    parser = argparse.ArgumentParser(description="Rebuild the pipeline of an MLeap bundle with real Spark.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--input", required=True, type=Path, help="rows as JSON lines")
    parser.add_argument("--schema", required=True, type=Path, help="their schema, as Spark writes it")
    parser.add_argument("--answers", required=True, type=Path, help="what MLeap answered, as JSON lines")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        make(given.bundle, given)
    else:
        sys.exit(subprocess.run([str(environment(RELEASE)), __file__, "--inside", *sys.argv[1:]]).returncode)


if __name__ == "__main__":
    main()
