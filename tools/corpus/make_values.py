#!/usr/bin/env python3
"""Asks real Spark for what the models of the corpus have learnt, and writes conformance/values/<version>.jsonl.gz.

    make_values.py --spark 3.5 [--only REGEX] [--out conformance/values]

A line a model: {"model": <folder below corpus/>, "values": {<name>: <value>}, "tables": {<name>: [<row>, ..]}}. The names
are those of Spark's Python API. A value that Spark refuses to tell is {"refused": true}; one that the release does not
have is left out. Tables are the DataFrames that need no argument, row by row as `toJSON` writes them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from maker.versions import RELEASES, Release, environment  # noqa: E402

CORPUS = HERE.parent.parent / "corpus"
LINEAR = "numFeatures coefficients intercept"
TREE = "numFeatures numNodes depth featureImportances toDebugString"
TREES = "numFeatures featureImportances getNumTrees totalNumNodes treeWeights toDebugString trees"
#: What is asked of the models of a class.
VALUES = {
    "classification.LogisticRegressionModel": f"{LINEAR} numClasses coefficientMatrix interceptVector",
    "classification.LinearSVCModel": f"{LINEAR} numClasses",
    "classification.DecisionTreeClassificationModel": f"{TREE} numClasses",
    "classification.RandomForestClassificationModel": f"{TREES} numClasses",
    "classification.GBTClassificationModel": f"{TREES} numClasses",
    "classification.NaiveBayesModel": "numFeatures numClasses pi theta sigma",
    "classification.MultilayerPerceptronClassificationModel": "numFeatures numClasses weights",
    "classification.FMClassificationModel": "numFeatures numClasses intercept linear factors",
    "clustering.GaussianMixtureModel": "numFeatures weights gaussians",
    "clustering.KMeansModel": "numFeatures clusterCenters",
    "clustering.BisectingKMeansModel": "numFeatures clusterCenters",
    "clustering.LocalLDAModel": "vocabSize isDistributed estimatedDocConcentration topicsMatrix",
    "clustering.DistributedLDAModel": "vocabSize isDistributed estimatedDocConcentration topicsMatrix",
    "feature.CountVectorizerModel": "vocabulary",
    "feature.IDFModel": "idf docFreq numDocs",
    "feature.MaxAbsScalerModel": "maxAbs",
    "feature.MinMaxScalerModel": "originalMin originalMax",
    "feature.OneHotEncoderModel": "categorySizes",
    "feature.PCAModel": "pc explainedVariance",
    "feature.RobustScalerModel": "median range",
    "feature.StandardScalerModel": "mean std",
    "feature.StringIndexerModel": "labels labelsArray",
    "feature.VectorIndexerModel": "numFeatures categoryMaps",
    "feature.ChiSqSelectorModel": "selectedFeatures",
    "feature.UnivariateFeatureSelectorModel": "selectedFeatures",
    "feature.VarianceThresholdSelectorModel": "selectedFeatures",
    "recommendation.ALSModel": "rank",
    "regression.AFTSurvivalRegressionModel": f"{LINEAR} scale",
    "regression.DecisionTreeRegressionModel": TREE,
    "regression.FMRegressionModel": "numFeatures intercept linear factors",
    "regression.GBTRegressionModel": TREES,
    "regression.GeneralizedLinearRegressionModel": LINEAR,
    "regression.IsotonicRegressionModel": "numFeatures boundaries predictions",
    "regression.LinearRegressionModel": f"{LINEAR} scale",
    "regression.RandomForestRegressionModel": TREES,
    "tuning.CrossValidatorModel": "avgMetrics",
    "tuning.TrainValidationSplitModel": "validationMetrics",
}
#: The DataFrames that a class gives without being asked anything.
TABLES = {
    "clustering.GaussianMixtureModel": "gaussiansDF",
    "clustering.LocalLDAModel": "describeTopics",
    "clustering.DistributedLDAModel": "describeTopics",
    "feature.ImputerModel": "surrogateDF",
    "feature.Word2VecModel": "getVectors",
    "fpm.FPGrowthModel": "freqItemsets associationRules",
    "recommendation.ALSModel": "userFactors itemFactors",
}
TREE_PARTS = ("uid", "numNodes", "depth", "featureImportances", "toDebugString")
#: How many cases of a class are asked; of trees all are.
CASES = 4
#: Longer values are left out: they show nothing that shorter ones do not.
LONGEST = 6000


def models(version: str, only: str) -> list[Path]:
    """Some cases of every class that has something to tell, sorted by name."""
    chosen = []
    for name in sorted({*VALUES, *TABLES}):
        folders = sorted((CORPUS / f"org.apache.spark.ml.{name}").glob(f"*-{version}"))
        able = [folder for folder in folders if not re.search(r"-(error|lanes\d)-|[(,*]", folder.name) and bare(folder)]
        able = [folder for folder in able if re.search(only, str(folder))]
        chosen += able if re.search("Tree|Forest|GBT", name) else able[:: max(1, len(able) // CASES)]
    return chosen


def bare(folder: Path) -> bool:
    """Whether the case is of one model, not of a pipeline around it."""
    part = next((folder / "model" / "metadata").glob("part-*"))
    return json.loads(part.read_text(encoding="utf-8").splitlines()[0])["class"].endswith(folder.parent.name.split(".")[-1])


def finite(number: Any) -> Any:
    """NaN and the infinities as Spark's JSON writes them."""
    if isinstance(number, float) and not math.isfinite(number):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(number)]
    return number


class Teller:
    """Turns what the JVM answers into JSON."""

    def __init__(self, spark: Any) -> None:
        self.spark = spark
        self.arrays = spark.jvm.java.util.Arrays

    def numbers(self, array: Any) -> list[Any]:
        return [finite(number) for number in json.loads(self.arrays.toString(array))]

    def tell(self, value: Any) -> Any:
        if value is None or isinstance(value, (bool, int, str)):
            return value
        if isinstance(value, float):
            return finite(value)
        kind = value.getClass().getSimpleName()
        if kind.endswith("Matrix"):
            return self.matrix(value, kind)
        if kind == "DenseVector":
            return {"type": 1, "values": self.numbers(value.values())}
        if kind == "SparseVector":
            return {"type": 0, "size": value.size(), "indices": self.numbers(value.indices()), "values": self.numbers(value.values())}
        if kind == "MultivariateGaussian":
            return {"mean": self.tell(value.mean()), "cov": self.tell(value.cov())}
        if kind.startswith("DecisionTree"):
            return {name: self.tell(getattr(value, name)()) for name in TREE_PARTS}
        if kind in ("double[]", "int[]", "long[]"):
            return self.numbers(value)
        if kind.endswith("[]"):
            return [self.tell(item) for item in value]
        if hasattr(value, "entrySet"):
            return [[key, self.tell(value[key])] for key in sorted(value)]
        raise SystemExit(f"no way to tell a {kind}")

    def matrix(self, value: Any, kind: str) -> dict[str, Any]:
        shape = {"numRows": value.numRows(), "numCols": value.numCols()}
        entries = {"values": self.numbers(value.values()), "isTransposed": value.isTransposed()}
        if kind == "DenseMatrix":
            return {"type": 1, **shape, **entries}
        places = {"colPtrs": self.numbers(value.colPtrs()), "rowIndices": self.numbers(value.rowIndices())}
        return {"type": 0, **shape, **places, **entries}


def ask(teller: Teller, model: Any, name: str) -> Any:
    """The value, refused, or nothing where the release has no such value."""
    from py4j.protocol import Py4JError, Py4JJavaError

    try:
        method = "javaCategoryMaps" if name == "categoryMaps" else name
        return teller.tell(getattr(model, method)())
    except Py4JJavaError:
        return {"refused": True}
    except Py4JError as error:
        if "does not exist" not in str(error):
            raise
        return None


def table(model: Any, name: str) -> Any:
    return [json.loads(line) for line in getattr(model, name)().toJSON().collectAsList()]


def make(release: Release, only: str, out: Path) -> None:
    from maker.gateway import Spark

    lines = []
    with tempfile.TemporaryDirectory(prefix="values-") as scratch:
        spark = Spark(release, Path(scratch))
        teller = Teller(spark)
        for folder in models(release.pyspark, only):
            name = folder.parent.name.removeprefix("org.apache.spark.ml.")
            model = spark.java_class(folder.parent.name).load(str(folder / "model"))
            values = {value: ask(teller, model, value) for value in VALUES.get(name, "").split()}
            kept = {value: told for value, told in values.items() if told is not None and len(json.dumps(told)) < LONGEST}
            tables = {value: table(model, value) for value in TABLES.get(name, "").split()}
            tables = {value: rows for value, rows in tables.items() if len(json.dumps(rows)) < LONGEST}
            lines.append(json.dumps({"model": str(folder.relative_to(CORPUS)), "values": kept, "tables": tables}))
        spark.stop()
    out.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(out / f"{release.pyspark}.jsonl.gz", "wb", mtime=0) as file:
        file.write("".join(f"{line}\n" for line in lines).encode())
    print(f"Spark {release.pyspark}: {len(lines)} models told their values")


def main() -> None:
    parser = argparse.ArgumentParser(description="Ask real Spark for the values of the models in corpus/.")
    parser.add_argument("--spark", required=True, choices=RELEASES, help="the Spark line to run")
    parser.add_argument("--only", default="", metavar="REGEX", help="only models whose path matches")
    parser.add_argument("--out", default=HERE.parent.parent / "conformance" / "values", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    release = RELEASES[given.spark]
    if given.inside:
        make(release, given.only, given.out)
    else:
        command = [str(environment(release)), __file__, "--inside", "--spark", given.spark, "--only", given.only]
        sys.exit(subprocess.run([*command, "--out", str(given.out.resolve())]).returncode)


if __name__ == "__main__":
    main()
