"""Trees, forests and boosted trees, for both tasks."""

from __future__ import annotations

from typing import Any

from cases.numbers import EDGE_FRAME, FINITE_FRAME, NULL_FRAME, SHORT_FRAME, generator, labelled, measured
from maker.case import table
from maker.frames import Frame, dense, nan, sparse
from maker.stages import Pipeline, Stage, pipeline, stage

SEED = 11


def tree(name: str, depth: int, **params: Any) -> Stage:
    return stage(name, maxDepth=depth, seed=SEED, **params)


def decide(depth: int = 3, **params: Any) -> Stage:
    return tree("classification.DecisionTreeClassifier", depth, **params)


def forest(depth: int = 2, count: int = 3, **params: Any) -> Stage:
    return tree("classification.RandomForestClassifier", depth, numTrees=count, **params)


def boost(depth: int = 2, count: int = 5, **params: Any) -> Stage:
    return tree("classification.GBTClassifier", depth, maxIter=count, stepSize=0.3, **params)


def estimate(depth: int = 3, **params: Any) -> Stage:
    return tree("regression.DecisionTreeRegressor", depth, **params)


def forest_estimate(depth: int = 2, count: int = 3, **params: Any) -> Stage:
    return tree("regression.RandomForestRegressor", depth, numTrees=count, **params)


def boost_estimate(depth: int = 2, count: int = 5, **params: Any) -> Stage:
    return tree("regression.GBTRegressor", depth, maxIter=count, stepSize=0.3, **params)


def categories() -> Frame:
    """Feature 0 has six categories, feature 1 three, feature 2 is a number; the label follows the categories."""
    source = generator("categories")
    rows = []
    for row in range(60):
        first, second = row % 6, row // 6 % 3
        label = float(first in (1, 4) or (second == 2 and first != 3))
        if row % 9 == 0:
            label = 1 - label
        rows.append((dense(first * 10, second, round(source.gauss(label, 2), 2)), label))
    return Frame("features vector, label double", rows)


CATEGORIES_SCORED: list[tuple[Any, ...]] = [(dense(first * 10, second, 0.5),) for first in range(6) for second in range(3)] + [
    (sparse(3, {}),), (sparse(3, {0: 40.0, 2: -1.0}),), (dense(-0.0, -0.0, nan),), (dense(10, 2, 1e9),),
]
UNSEEN: list[tuple[Any, ...]] = [(dense(70, 0, 0.5),), (dense(5, 9, -3),), (dense(nan, nan, nan),), (dense(10, 7, 0),), (dense(33, 2, 0),), (sparse(3, {0: 99.0}),)]
#: Already indexed features for a bare model; indices beyond what was seen in training.
INDICES = Frame("features vector", [(dense(first, second, third),) for first in (0, 1, 2, 5, 6, 9, 1.5, -1, nan) for second, third in ((0, 0.5), (2, -1), (3, 4))])


def indexed(model: Stage) -> Pipeline:
    """The model behind a VectorIndexer that keeps unseen categories as one more category."""
    indexer = stage("feature.VectorIndexer", inputCol="features", outputCol="indexed", maxCategories=6, handleInvalid="keep")
    return pipeline(indexer, model.with_params(featuresCol="indexed"))


KNOWN_METADATA = {"features": {"ml_attr": {"num_attrs": 3, "attrs": {
    "nominal": [{"idx": 0, "num_vals": 6}, {"idx": 1, "num_vals": 3}], "numeric": [{"idx": 2}]}}}}


def indexed_training() -> Frame:
    """The categories as indices, declared nominal in the metadata, so that a bare model splits on sets."""
    rows = [(dense(vector.values[0] / 10, *vector.values[1:]), label) for vector, label in categories().rows]
    return Frame("features vector, label double", rows, KNOWN_METADATA)


SPLIT_ON_SETS = Frame("features vector", CATEGORIES_SCORED + UNSEEN)
#: Values exactly at, just below and just above thresholds occur among few distinct training values.
STEPS_TRAIN = Frame("features vector, label double", [(dense(n % 5, n % 3), float(n % 5 > 2)) for n in range(30)])
STEPS = Frame("features vector", [(dense(value, 1),) for value in (2.0, 2.5, 2.4999999999999996, 2.5000000000000004, 3.0, nan, -0.0)])


def common(model: Any, train: Frame, depth: int, old: str = ">=2.4") -> list[tuple[Any, ...]]:
    """What every kind of tree model is asked."""
    numbers = {"train": train, "spark": old}
    return [
        ("numbers", model(depth), EDGE_FRAME, numbers),
        ("categories", indexed(model(depth)), SPLIT_ON_SETS, {"train": categories(), "spark": old}),
        ("categories-unseen-index", model(depth), INDICES, {"train": indexed_training()}),
        ("leaf", model(depth, leafCol="leaf"), EDGE_FRAME, {"train": train}),
        ("null-error", model(1), NULL_FRAME, {"train": train, "fails": "all"}),
    ]


TWO = labelled(2, 60)
THREE = labelled(3, 60)
AMOUNTS = measured(60)

CLASSIFIERS = table(
    "classification.DecisionTreeClassificationModel",
    *common(decide, THREE, 4),
    ("two-classes", decide(3), EDGE_FRAME, {"train": TWO}),
    ("entropy-thresholds", decide(3, impurity="entropy", thresholds=[0.2, 0.9, 0.4]), FINITE_FRAME, {"train": THREE}),
    ("thresholds-zero", decide(2, thresholds=[0.0, 0.5, 0.5]), FINITE_FRAME, {"train": THREE}),
    ("no-raw", decide(2, rawPredictionCol=""), FINITE_FRAME, {"train": THREE}),
    ("prediction-only", decide(2, rawPredictionCol="", probabilityCol=""), FINITE_FRAME, {"train": THREE}),
    ("prediction-and-leaf-only", decide(2, rawPredictionCol="", probabilityCol="", leafCol="leaf"), FINITE_FRAME, {"train": THREE}),
    ("at-threshold", decide(3), STEPS, {"train": STEPS_TRAIN}),
    ("single-leaf", decide(0), FINITE_FRAME, {"train": THREE}),
    ("weights", decide(3, weightCol="weight"), FINITE_FRAME, {"train": Frame(
        "features vector, label double, weight double", [(*row, 0.5 + n % 4) for n, row in enumerate(THREE.rows)])}),
) + table(
    "classification.RandomForestClassificationModel",
    *common(forest, THREE, 3),
    ("seven-trees", forest(2, 7), EDGE_FRAME, {"train": TWO}),
    ("thresholds", forest(2, thresholds=[0.2, 0.9, 0.4]), FINITE_FRAME, {"train": THREE}),
    ("prediction-only", forest(2, rawPredictionCol="", probabilityCol=""), FINITE_FRAME, {"train": THREE}),
    ("one-tree", forest(3, 1), FINITE_FRAME, {"train": TWO}),
) + table(
    "classification.GBTClassificationModel",
    *common(boost, TWO, 3),
    *[(f"trees-{count}", boost(2, count), EDGE_FRAME, {"train": TWO}) for count in (1, 3, 7, 8, 13, 20)],
    ("thresholds", boost(2, thresholds=[0.3, 0.8]), FINITE_FRAME, {"train": TWO}),
    ("prediction-only", boost(2, rawPredictionCol="", probabilityCol=""), FINITE_FRAME, {"train": TWO}),
    ("no-raw", boost(2, rawPredictionCol="", thresholds=[0.3, 0.8]), FINITE_FRAME, {"train": TWO}),
)

REGRESSORS = table(
    "regression.DecisionTreeRegressionModel",
    *common(estimate, AMOUNTS, 4),
    ("variance", estimate(3, varianceCol="spread"), EDGE_FRAME, {"train": AMOUNTS, "spark": ">=2.4"}),
    ("variance-and-leaf", estimate(3, varianceCol="spread", leafCol="leaf", predictionCol=""), FINITE_FRAME, {"train": AMOUNTS}),
    ("at-threshold", estimate(3), STEPS, {"train": STEPS_TRAIN}),
    ("size-error", estimate(4), SHORT_FRAME, {"train": AMOUNTS, "fails": "all"}),
) + table(
    "regression.RandomForestRegressionModel",
    *common(forest_estimate, AMOUNTS, 3),
    ("seven-trees", forest_estimate(2, 7), EDGE_FRAME, {"train": AMOUNTS}),
) + table(
    "regression.GBTRegressionModel",
    *common(boost_estimate, AMOUNTS, 3),
    *[(f"trees-{count}", boost_estimate(2, count), EDGE_FRAME, {"train": AMOUNTS}) for count in (1, 4, 13)],
    ("absolute-loss", boost_estimate(2, 3, lossType="absolute"), FINITE_FRAME, {"train": AMOUNTS}),
)

CASES = CLASSIFIERS + REGRESSORS
