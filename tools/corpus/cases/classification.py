"""Linear classifiers, naive Bayes and the perceptron; trees have their own table."""

from __future__ import annotations

from typing import Any

from cases.numbers import (
    EDGE_FRAME, FINITE_FRAME, NULL_FRAME, SHORT_FRAME, SIZES, feature_rows, labelled, of_size, weights,
)
from maker.case import table
from maker.frames import Frame, dense, inf, nan, sparse
from maker.stages import Matrix, Stage, built, stage

W3 = (0.7, -1.3, 0.25)
OFF = {"predictionCol": "", "rawPredictionCol": "", "probabilityCol": ""}


def binary(coefficients: list[float] | tuple[float, ...] = W3, intercept: float = 0.1, **params: Any) -> Stage:
    matrix = Matrix(1, len(coefficients), tuple(coefficients), transposed=True)
    return built("classification.LogisticRegressionModel", matrix, dense(intercept), 2, False, **params)


def multinomial(classes: int, size: int = 3, row_major: bool = True, **params: Any) -> Stage:
    matrix = Matrix(classes, size, tuple(weights(classes * size, "multinomial")), transposed=row_major)
    intercepts = dense(*weights(classes, "intercepts"))
    return built("classification.LogisticRegressionModel", matrix, intercepts, classes, True, **params)


#: Margin exactly 0: both probabilities are 0.5.
TIES = Frame("features vector", [(dense(0, 0, 0),), (dense(1.3, 0.7, 0),), (dense(1e-17, 0, 0),), (dense(-1e-17, 0, 0),), (dense(40, 0, 0),), (dense(-800, 0, 0),), (dense(800, 0, 0),)])


def without(*columns: str) -> dict[str, str]:
    return {column: "" for column in columns}


LOGISTIC = table(
    "classification.LogisticRegressionModel",
    ("binary", binary(), EDGE_FRAME, {"spark": ">=3.0", "note": "the second probability is 1 - p from 3.1 on, a sigmoid before"}),
    ("binary-no-intercept", binary(intercept=0.0), TIES),
    *[(f"binary-threshold-{value}", binary(intercept=0.0, threshold=value), TIES) for value in (0.0, 0.3, 1.0)],
    ("binary-thresholds", binary(thresholds=[0.4, 0.9]), EDGE_FRAME, {"spark": ">=2.4"}),
    ("binary-thresholds-zero", binary(intercept=0.0, thresholds=[0.0, 1.0]), TIES),
    ("binary-no-raw", binary(threshold=0.3, **without("rawPredictionCol")), EDGE_FRAME),
    ("binary-no-probability", binary(threshold=0.3, **without("probabilityCol")), EDGE_FRAME),
    ("binary-prediction-only", binary(threshold=0.3, **without("rawPredictionCol", "probabilityCol")), EDGE_FRAME),
    ("binary-no-prediction", binary(**without("predictionCol")), FINITE_FRAME),
    ("binary-no-output", binary(**OFF), FINITE_FRAME),
    ("binary-renamed", binary(featuresCol="f", predictionCol="p", rawPredictionCol="r", probabilityCol="q"), of_size(3, "f")),
    *[(f"binary-size-{size}", binary(weights(size)), of_size(size)) for size in SIZES],
    ("binary-fitted", stage("classification.LogisticRegression", regParam=0.01, maxIter=8), EDGE_FRAME, {"train": labelled(2), "spark": ">=2.4"}),
    ("binary-lasso", stage("classification.LogisticRegression", regParam=0.3, elasticNetParam=1.0), FINITE_FRAME, {
        "train": labelled(2), "note": "coefficients are saved sparse"}),
    ("binary-null-error", binary(), NULL_FRAME, {"fails": "all"}),
    ("binary-size-error", binary(), SHORT_FRAME, {"fails": "all"}),
    ("multinomial", multinomial(3), EDGE_FRAME, {"spark": ">=2.4"}),
    ("multinomial-two", multinomial(2), EDGE_FRAME, {"spark": ">=2.4"}),
    ("multinomial-two-threshold", multinomial(2, threshold=0.2), FINITE_FRAME),
    ("multinomial-column-major", multinomial(3, row_major=False), EDGE_FRAME),
    ("multinomial-thresholds", multinomial(3, thresholds=[0.2, 1.0, 0.5]), EDGE_FRAME),
    ("multinomial-thresholds-zero", multinomial(3, thresholds=[0.5, 0.0, 0.5]), EDGE_FRAME),
    ("multinomial-no-raw", multinomial(3, **without("rawPredictionCol")), EDGE_FRAME),
    ("multinomial-prediction-only", multinomial(3, **without("rawPredictionCol", "probabilityCol")), EDGE_FRAME),
    *[(f"multinomial-size-{size}", multinomial(3, size), of_size(size)) for size in SIZES],
    ("multinomial-fitted", stage("classification.LogisticRegression", regParam=0.02, maxIter=8), EDGE_FRAME, {"train": labelled(3), "spark": ">=2.4"}),
    ("multinomial-lasso", stage("classification.LogisticRegression", regParam=0.15, elasticNetParam=1.0, fitIntercept=False), EDGE_FRAME,
     {"train": labelled(3), "note": "the matrix is saved sparse"}),
)


def svc(coefficients: tuple[float, ...] | list[float] = W3, intercept: float = 0.1, **params: Any) -> Stage:
    return built("classification.LinearSVCModel", dense(*coefficients), intercept, **params)


SVC = table(
    "classification.LinearSVCModel",
    ("plain", svc(), EDGE_FRAME, {"spark": ">=2.4"}),
    ("fitted", stage("classification.LinearSVC", maxIter=5, regParam=0.1), EDGE_FRAME, {"train": labelled(2)}),
    ("threshold", svc(threshold=1.75), EDGE_FRAME),
    ("threshold-at-margin", svc((1.0, 0.0, 0.0), 0.0, threshold=40.0), FINITE_FRAME),
    ("threshold-infinite", svc(threshold=inf), EDGE_FRAME),
    ("no-raw", svc(threshold=0.5, rawPredictionCol=""), EDGE_FRAME),
    *[(f"size-{size}", svc(weights(size, "svc")), of_size(size)) for size in (13, 300)],
)

COUNTS = Frame("features vector", [
    (dense(1, 2, 3),), (sparse(3, {1: 4.0}),), (sparse(3, {}),), (dense(0.5, 0, 100),), (dense(1e6, 0, 1),), (dense(0, 0, 0),), (dense(1e308, 1e308, 0),),
    (sparse(3, {0: 0.0, 2: 1.0}),), (dense(0, -0.0, 7),),
])
BITS = Frame("features vector", [(dense(a, b, c),) for a in (0, 1) for b in (0, 1) for c in (0, 1)] + [(sparse(3, {1: 1.0}),), (sparse(3, {}),)])
COUNT_TRAIN = Frame("features vector, label double", [
    (dense(n % 4, (n * 3) % 5, n % 2), float(n % 3)) for n in range(18)
])
BIT_TRAIN = Frame("features vector, label double", [
    (dense(n % 2, n // 2 % 2, n // 3 % 2), float(n % 3)) for n in range(20)
])


def bayes(kind: str, **params: Any) -> Stage:
    return stage("classification.NaiveBayes", modelType=kind, **params)


def positive(size: int, labels: bool = False) -> Frame:
    """Dense vectors without negative values, with or without a class for each."""
    vectors = [dense(*map(abs, vector.values)) for (vector,) in feature_rows(size, 9) if vector.size is None]
    if labels:
        return Frame("features vector, label double", [(vector, float(row % 3)) for row, vector in enumerate(vectors)])
    return Frame("features vector", [(vector,) for vector in vectors])


BAYES = table(
    "classification.NaiveBayesModel",
    ("multinomial", bayes("multinomial"), COUNTS, {"train": COUNT_TRAIN, "spark": ">=2.4"}),
    ("multinomial-smoothing", bayes("multinomial", smoothing=0.1, thresholds=[0.9, 0.1, 0.5]), COUNTS, {"train": COUNT_TRAIN}),
    ("bernoulli", bayes("bernoulli"), BITS, {"train": BIT_TRAIN, "spark": ">=2.4"}),
    ("gaussian", bayes("gaussian"), EDGE_FRAME, {"train": labelled(3), "spark": ">=3.0"}),
    ("complement", bayes("complement"), COUNTS, {"train": COUNT_TRAIN}),
    ("complement-no-raw", bayes("complement", rawPredictionCol=""), COUNTS, {"train": COUNT_TRAIN}),
    *[(f"multinomial-size-{size}", bayes("multinomial"), positive(size), {"train": positive(size, labels=True)}) for size in (8, 13)],
    *[(f"gaussian-size-{size}", bayes("gaussian"), of_size(size), {"train": labelled(2, size=size)}) for size in (7, 20)],
    ("multinomial-negative-error", bayes("multinomial"), Frame("features vector", [(dense(1, 1, 1),), (dense(1, -1, 1),)]),
     {"train": COUNT_TRAIN, "fails": ">=3", "spark": ">=2.4", "note": "2.4 does not look"}),
    ("multinomial-nan-error", bayes("multinomial"), Frame("features vector", [(dense(1, nan, 1),)]), {"train": COUNT_TRAIN, "fails": "all"}),
    ("bernoulli-other-error", bayes("bernoulli"), Frame("features vector", [(dense(1, 0, 1),), (dense(1, 2, 1),)]),
     {"train": BIT_TRAIN, "fails": "all", "spark": ">=2.4"}),
    ("complement-negative-error", bayes("complement"), Frame("features vector", [(dense(1, -1, 1),)]), {"train": COUNT_TRAIN, "fails": "all"}),
)


def perceptron(layers: list[int], **params: Any) -> Stage:
    """Weights at random instead of trained ones: what matters is the arithmetic."""
    count = sum((a + 1) * b for a, b in zip(layers, layers[1:]))
    vector = dense(*weights(count, "perceptron", *layers))
    return built("classification.MultilayerPerceptronClassificationModel", vector, layers=layers, **params)


def trained_perceptron(layers: list[int]) -> Stage:
    return stage("classification.MultilayerPerceptronClassifier", layers=layers, maxIter=5, seed=7)


PERCEPTRON = table(
    "classification.MultilayerPerceptronClassificationModel",
    *[("layers-" + "-".join(map(str, layers)), perceptron(layers), of_size(layers[0])) for layers in ([1, 2], [3, 2], [4, 5, 3], [8, 3, 2], [13, 9, 4, 2], [20, 16, 5])],
    ("edges", perceptron([3, 4, 3]), EDGE_FRAME),
    ("no-hidden-layer", perceptron([3, 3]), EDGE_FRAME),
    ("thresholds", perceptron([3, 4, 3], thresholds=[0.1, 0.9, 0.5]), FINITE_FRAME),
    ("prediction-only", perceptron([3, 4, 3], **without("rawPredictionCol", "probabilityCol")), FINITE_FRAME),
    ("fitted", trained_perceptron([3, 4, 2]), FINITE_FRAME, {"train": labelled(2), "spark": ">=2.4"}),
    ("size-error", perceptron([3, 4, 3]), SHORT_FRAME, {"fails": "all"}),
)

CASES = LOGISTIC + SVC + BAYES + PERCEPTRON
