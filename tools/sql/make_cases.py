#!/usr/bin/env python3
"""Asks real Spark for the answers to generated expressions: conformance/sql/answers-<line>.jsonl.gz.

    make_cases.py --count 3000 --seed 1 [--time-zone America/New_York] [--out conformance/sql]

Run it with the Python of an environment that has pyspark 3.5 or 4.3; it writes the answers of that line. With a session
time zone the expressions are about dates and times only, and its name stands in that of the file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from expressions import expressions  # noqa: E402
from judge import Judge, dump, start  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the answers of real Spark to generated SQL expressions.")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-zone", default="UTC")
    parser.add_argument("--out", type=Path, default=HERE.parent.parent / "conformance" / "sql")
    options = parser.parse_args()
    spark = start()
    spark.sparkContext.setLogLevel("OFF")
    judge = Judge(spark, options.time_zone)
    line = ".".join(spark.version.split(".")[:2])
    of_time = options.time_zone != "UTC"
    name = f"answers-{line}-{options.time_zone.replace('/', '-')}" if of_time else f"answers-{line}"
    options.out.mkdir(parents=True, exist_ok=True)
    table = [json.dumps(judge.schema()), *judge.table()]
    (options.out / "rows.jsonl").write_text("\n".join(table) + "\n", encoding="utf-8")
    # The file is the same for the same answers: no time, no name inside.
    with (options.out / f"{name}.jsonl.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        for answer in judge.answers(expressions(options.count, options.seed, of_time)):
            packed.write((dump(answer) + "\n").encode())


if __name__ == "__main__":
    main()
