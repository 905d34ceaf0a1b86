#!/usr/bin/env python3
"""Lists what the models of Spark's Python API tell, from its source, and writes conformance/values/python-api.json.

    list_python_api.py [--spark 4.3] [--out conformance/values/python-api.json]

The public properties and methods of every class *Model in pyspark.ml, by class; those that all stages have (params, copying,
saving) are left out.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from maker.versions import RELEASES, environment  # noqa: E402

#: Bases that say nothing of what was learnt.
PLUMBING = {
    "Params", "Model", "Transformer", "JavaModel", "JavaTransformer", "JavaParams", "JavaWrapper", "Identifiable",
    "MLWritable", "MLReadable", "JavaMLWritable", "JavaMLReadable",
}
#: Classes that only others are made from.
ABSTRACT = {
    "Model", "JavaModel", "JavaPredictionModel", "PredictionModel", "ClassificationModel", "ProbabilisticClassificationModel",
    "RegressionModel", "LDAModel",
}
#: Getters that are no getters of params.
TELLING = {"getNumTrees", "getVectors", "getCheckpointFiles"}
ALWAYS = {"copy", "read", "write"}


@dataclass
class Class:
    """A class as its source shows it."""

    bases: list[str]
    names: list[str]


def read_classes(folder: Path) -> dict[str, Class]:
    found = {}
    for file in sorted(folder.glob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                names = [item.name for item in node.body if isinstance(item, ast.FunctionDef)]
                found[node.name] = Class([base_name(base) for base in node.bases], names)
    return found


def base_name(base: ast.expr) -> str:
    inner = base.value if isinstance(base, ast.Subscript) else base
    return inner.id if isinstance(inner, ast.Name) else ""


def names_of(name: str, classes: dict[str, Class]) -> set[str]:
    """Its own names and those of its bases."""
    if name in PLUMBING or name not in classes:
        return set()
    own = classes[name]
    return set(own.names).union(*(names_of(base, classes) for base in own.bases))


def tells(name: str) -> bool:
    accessor = name.startswith(("get", "set", "from_")) and name not in TELLING
    return not name.startswith("_") and not accessor and name not in ALWAYS


def main() -> None:
    parser = argparse.ArgumentParser(description="List what the models of Spark's Python API tell.")
    parser.add_argument("--spark", default="4.3", choices=RELEASES)
    parser.add_argument("--out", default=HERE.parent.parent / "conformance" / "values" / "python-api.json", type=Path)
    given = parser.parse_args()
    home = environment(RELEASES[given.spark]).parent.parent
    classes = read_classes(next(home.glob("lib/python*/site-packages/pyspark/ml")))
    models = sorted(name for name in classes if name.endswith("Model") and name not in ABSTRACT and not name.startswith("_"))
    listed = {name: sorted(filter(tells, names_of(name, classes))) for name in models}
    given.out.write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
