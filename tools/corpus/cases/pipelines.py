"""Pipelines of several stages, pipelines in pipelines, and models chosen by tuning."""

from __future__ import annotations

from typing import Any

from cases.numbers import FINITE_FRAME, generator, labelled, measured
from maker.case import table
from maker.frames import Frame, nan
from maker.stages import Stage, Tuning, pipeline, stage

HOUSES = "id long, district string, heating string, area double, rooms int, built double, notes string, price double"
DISTRICTS = ("Nordvik", "Østre", "Sentrum", "Lagune")
HEATING = ("gas", "heat pump", "electric")
NOTES = ("Bright, quiet flat", "garden GARDEN", "needs work", "", "sea view 🌊", "renovated kitchen and bath")


def house(number: int) -> tuple[Any, ...]:
    source = generator("house", number)
    area = round(source.uniform(25, 220), 1)
    price = round(area * (1.2 + number % 4) + 30 * (number % 3) + source.gauss(0, 20), 2)
    return (number, DISTRICTS[number % 4], HEATING[number % 3], area, 1 + int(area // 30), float(1950 + number % 70), NOTES[number % 6], price)


SOLD = Frame(HOUSES, [house(number) for number in range(60)])
OFFERED = Frame("id long, district string, heating string, area double, rooms int, built double, notes string", [house(number)[:7] for number in range(100, 112)] + [
    (112, "Nordvik", None, 80.0, 3, 1999.0, "quiet"), (113, None, "gas", 80.0, 3, nan, "garden"), (114, "Utopia", "coal", None, None, None, "🌊"),
    (115, "Sentrum", "gas", nan, 2, 1960.0, "flat flat flat"), (116, "", "", 0.0, 0, 0.0, ""),
])


def realistic(last: Stage) -> Any:
    """Categories, missing numbers and text, assembled and scaled for a last stage."""
    feature = lambda name, **params: stage(f"feature.{name}", **params)  # noqa: E731
    return pipeline(
        feature("StringIndexer", inputCols=["district", "heating"], outputCols=["districtIndex", "heatingIndex"], handleInvalid="keep"),
        feature("OneHotEncoder", inputCols=["districtIndex", "heatingIndex"], outputCols=["districtVector", "heatingVector"], handleInvalid="keep"),
        feature("Imputer", inputCols=["area", "rooms", "built"], outputCols=["area1", "rooms1", "built1"], strategy="median"),
        feature("Bucketizer", inputCol="built1", outputCol="era", splits=[float("-inf"), 1960.0, 1990.0, 2010.0, float("inf")]),
        feature("RegexTokenizer", inputCol="notes", outputCol="words", pattern="\\W+"),
        feature("StopWordsRemover", inputCol="words", outputCol="terms"),
        feature("HashingTF", inputCol="terms", outputCol="counts", numFeatures=32),
        feature("IDF", inputCol="counts", outputCol="weighted"),
        feature("VectorAssembler", inputCols=["area1", "rooms1", "era"], outputCol="numbers"),
        feature("StandardScaler", inputCol="numbers", outputCol="scaled", withMean=True),
        feature("VectorAssembler", inputCols=["districtVector", "heatingVector", "scaled", "weighted"], outputCol="features"),
        last,
    )


def old_realistic() -> Any:
    """The same idea with what 2.4 has: one column for each indexer."""
    feature = lambda name, **params: stage(f"feature.{name}", **params)  # noqa: E731
    return pipeline(
        feature("StringIndexer", inputCol="district", outputCol="districtIndex", handleInvalid="keep"),
        feature("StringIndexer", inputCol="heating", outputCol="heatingIndex", handleInvalid="keep"),
        feature("Imputer", inputCols=["area", "built"], outputCols=["area1", "built1"]),
        feature("Bucketizer", inputCol="built1", outputCol="era", splits=[float("-inf"), 1960.0, 1990.0, 2010.0, float("inf")]),
        feature("Tokenizer", inputCol="notes", outputCol="words"),
        feature("HashingTF", inputCol="words", outputCol="counts", numFeatures=32),
        feature("VectorAssembler", inputCols=["area1", "era", "districtIndex", "heatingIndex", "counts"], outputCol="features"),
        feature("MinMaxScaler", inputCol="features", outputCol="scaled"),
        stage("regression.GBTRegressor", featuresCol="scaled", labelCol="price", maxIter=5, maxDepth=3, seed=3),
    )


PRICE = stage("regression.LinearRegression", labelCol="price", predictionCol="estimate", regParam=0.1, solver="normal")
FOREST = stage("regression.RandomForestRegressor", labelCol="price", predictionCol="estimate", numTrees=4, maxDepth=3, seed=3)
LOGISTIC = stage("classification.LogisticRegression", maxIter=5)
LINEAR = stage("regression.LinearRegression", solver="normal")
BINARY = stage("evaluation.BinaryClassificationEvaluator")
ERROR = stage("evaluation.RegressionEvaluator")
WORD = Frame("word string", [("a",), ("b",), ("a",)])


def validated(**params: Any) -> Tuning:
    return Tuning("tuning.CrossValidator", LOGISTIC, BINARY, ("regParam", (0.01, 0.3)), {"numFolds": 2, "seed": 1}, **params)


def split(**params: Any) -> Tuning:
    return Tuning("tuning.TrainValidationSplit", LINEAR, ERROR, ("regParam", (0.0, 0.5)), {"trainRatio": 0.7, "seed": 1}, **params)


INDEXER = stage("feature.StringIndexer", inputCol="word", outputCol="index", handleInvalid="keep")
ENCODER = stage("feature.OneHotEncoder", inputCol="index", outputCol="vec")
ASSEMBLER = stage("feature.VectorAssembler", inputCols=["index", "vec"], outputCol="features")

CASES = table(
    "PipelineModel",
    ("houses-linear", realistic(PRICE), OFFERED, {"train": SOLD}),
    ("houses-forest", realistic(FOREST), OFFERED, {"train": SOLD}),
    ("houses-old", old_realistic(), OFFERED, {"train": SOLD, "spark": ">=2.4"}),
    ("nested", pipeline(INDEXER, pipeline(ENCODER, pipeline(ASSEMBLER))), WORD, {"spark": ">=3.0"}),
    ("empty", pipeline(), WORD, {"spark": ">=2.4"}),
    ("nested-empty", pipeline(pipeline(), INDEXER, pipeline()), WORD),
    ("eleven-stages", pipeline(*[stage("feature.Binarizer", inputCol="x", outputCol=f"b{n}", threshold=n / 10) for n in range(11)]),
     Frame("x double", [(n / 10,) for n in range(-1, 12)]), {"note": "stage folders are numbered 00 to 10"}),
    ("output-exists-error", pipeline(INDEXER), Frame("word string, index double", [("a", 1.0)]), {"train": WORD, "fails": "all"}),
    ("missing-column-error", pipeline(stage("feature.Binarizer", inputCol="x", outputCol="b")), WORD,
     {"train": Frame("x double", [(1.0,)]), "fails": "all"}),
) + table(
    "tuning.CrossValidatorModel",
    ("bare", validated(), FINITE_FRAME, {"train": labelled(2)}),
    ("sub-models", validated(keep_sub_models=True), FINITE_FRAME, {"train": labelled(2), "note": "with the models of every fold collected"}),
    ("in-pipeline", pipeline(stage("feature.StandardScaler", inputCol="features", outputCol="scaled"), Tuning(
        "tuning.CrossValidator", LOGISTIC.with_params(featuresCol="scaled"), BINARY, ("regParam", (0.01, 0.3)), {"numFolds": 2, "seed": 1})),
     FINITE_FRAME, {"train": labelled(2)}),
) + table(
    "tuning.TrainValidationSplitModel",
    ("bare", split(), FINITE_FRAME, {"train": measured()}),
    ("in-pipeline", pipeline(split()), FINITE_FRAME, {"train": measured()}),
)
