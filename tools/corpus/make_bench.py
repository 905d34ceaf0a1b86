#!/usr/bin/env python3
"""Makes the models of the benches with Spark 3.5: trains them, saves them, and scores rows.

    make_bench.py                                100 boosted trees of depth 5 and 200 rows: bench/models/gbt100
    make_bench.py --out <folder> lin20 text ...  models of the row suite (maker/bench_cases.py), 2,000 rows each

The folder has the form of a corpus case, so what reads and compares those works on it too.
"""

from __future__ import annotations

import argparse
import random
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
TREES = 100
FEATURES = [f"x{number:02d}" for number in range(20)]
TRAINING_ROWS = 3000
SCORED_ROWS = 200


def features(source: random.Random) -> list[float]:
    """Numbers with few digits: the rows stay small as text."""
    return [round(source.gauss(0, 1), 2) for _ in FEATURES]


def label(source: random.Random, x: list[float]) -> float:
    """A rule with steps, products and noise, so that every tree finds something to split."""
    score = 1.2 * (x[0] > 0.3) - 0.8 * (x[1] < -0.5) + x[2] * x[3] + 0.6 * abs(x[4]) - 0.5 * x[5] * (x[6] > 0)
    score += 0.2 * sum(x[7:]) + source.gauss(0, 0.8)
    return float(score > 0.4)


def gbt_case() -> Any:
    from maker.case import Case
    from maker.frames import Frame
    from maker.stages import pipeline, stage

    header = ", ".join(f"{name} double" for name in FEATURES)
    source = random.Random("bench/gbt100")
    training = [features(source) for _ in range(TRAINING_ROWS)]
    return Case(
        "classification.GBTClassificationModel",
        "gbt100",
        pipeline(
            stage("feature.VectorAssembler", inputCols=FEATURES, outputCol="features"),
            stage("classification.GBTClassifier", maxIter=TREES, maxDepth=5, minInstancesPerNode=20, stepSize=0.1, seed=5),
        ),
        Frame(header, [features(source) for _ in range(SCORED_ROWS)]),
        Frame(f"{header}, label double", [[*x, label(source, x)] for x in training]),
    )


def make(out: Path, wanted: list[str]) -> None:
    from maker.bench_cases import CASES
    from maker.gateway import Spark
    from maker.write import make_case

    cases = {"gbt100": gbt_case, **CASES}
    unknown = set(wanted) - set(cases)
    if unknown:
        raise SystemExit(f"expected models of {', '.join(cases)}, got {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        scratch = Path(folder)
        spark = Spark(RELEASE, scratch)
        # Without checkpoints every tree remembers how all before it were made, until the stack is full.
        spark.session.sparkContext().setCheckpointDir(str(scratch / "checkpoints"))
        for name in wanted:
            case = cases[name]()
            make_case(spark, case, scratch / "out", scratch / "cases")
            target = out / case.name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(scratch / "out" / case.folder(RELEASE.pyspark), target)
            print(f"made {target}", file=sys.stderr)
        spark.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the models of bench/ with real Spark.")
    parser.add_argument("names", nargs="*", default=["gbt100"], help="models to make")
    parser.add_argument("--out", default=HERE.parent.parent / "bench" / "models", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        make(given.out, given.names)
    else:
        command = [str(environment(RELEASE)), __file__, "--inside", "--out", str(given.out.resolve()), *given.names]
        sys.exit(subprocess.run(command).returncode)


if __name__ == "__main__":
    main()
