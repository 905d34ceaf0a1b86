"""One binary model for every class."""

from __future__ import annotations

from typing import Any

from cases.numbers import EDGE_FRAME, FINITE_FRAME, NULL_FRAME, labelled, of_size
from maker.case import table
from maker.frames import Frame, dense
from maker.stages import Stage, stage

LOGISTIC = stage("classification.LogisticRegression", maxIter=4, regParam=0.05)


def rest(classifier: Stage, **params: Any) -> Stage:
    return stage("classification.OneVsRest", classifier=classifier, **params)


def tree(name: str, **params: Any) -> Stage:
    return rest(stage(f"classification.{name}", maxDepth=2, seed=3, **params))


#: Labels with names; the prediction carries them.
NAMED = Frame("features vector, label double", labelled(3).rows, {"label": {"ml_attr": {"type": "nominal", "name": "fruit", "vals": ["fig", "kiwi", "plum"]}}})
#: Few rows of many classes: equal counts in the leaves.
EQUAL = Frame("features vector, label double", [(dense(row % 9, row % 2, 1), float(row % 9)) for row in range(18)])
ALIKE = Frame("features vector", [(dense(x, y, 1),) for x in (-1, 0, 1, 2.5, 3, 4, 5, 6, 7, 8, 20) for y in (0, 1)])
COUNTS = Frame("features vector, label double", [(dense(n % 4, (n * 3) % 5, n % 2), float(n % 3)) for n in range(18)])

CASES = table(
    "classification.OneVsRestModel",
    ("logistic", rest(LOGISTIC), EDGE_FRAME, {"spark": ">=2.4"}),
    ("named-labels", rest(LOGISTIC), FINITE_FRAME, {"train": NAMED, "spark": ">=2.4"}),
    ("support-vectors", rest(stage("classification.LinearSVC", maxIter=3)), EDGE_FRAME),
    ("trees", tree("DecisionTreeClassifier"), EDGE_FRAME),
    ("trees-equal-counts", rest(stage("classification.DecisionTreeClassifier", maxDepth=1)), ALIKE, {"train": EQUAL, "spark": ">=2.4"}),
    ("forests", tree("RandomForestClassifier", numTrees=3), FINITE_FRAME),
    ("boosted-trees", tree("GBTClassifier", maxIter=2), FINITE_FRAME),
    ("naive-bayes", rest(stage("classification.NaiveBayes")), Frame("features vector", [(row[0],) for row in COUNTS.rows]), {"train": COUNTS}),
    ("perceptrons", rest(stage("classification.MultilayerPerceptronClassifier", layers=[3, 2, 2], maxIter=2, seed=3)), FINITE_FRAME),
    ("machines", rest(stage("classification.FMClassifier", factorSize=2, maxIter=2, seed=3)), FINITE_FRAME),
    ("thresholds", rest(LOGISTIC.with_params(threshold=0.1)), FINITE_FRAME),
    ("inner-names", rest(LOGISTIC.with_params(rawPredictionCol="prediction2", probabilityCol="rawPrediction")), FINITE_FRAME),
    ("inner-raw-off", rest(LOGISTIC.with_params(rawPredictionCol="")), FINITE_FRAME),
    ("no-raw", rest(LOGISTIC, rawPredictionCol=""), EDGE_FRAME),
    ("no-prediction", rest(LOGISTIC, predictionCol=""), FINITE_FRAME),
    ("no-output", rest(LOGISTIC, predictionCol="", rawPredictionCol=""), FINITE_FRAME),
    ("renamed", rest(LOGISTIC, featuresCol="f", predictionCol="p", rawPredictionCol="r"), of_size(3, "f"),
     {"train": Frame("f vector, label double", labelled(3).rows)}),
    ("features-renamed", rest(LOGISTIC).once_fitted(featuresCol="f"), of_size(3, "f")),
    ("two-classes", rest(LOGISTIC), FINITE_FRAME, {"train": labelled(2)}),
    ("null-error", rest(LOGISTIC), NULL_FRAME, {"fails": "all"}),
    train=labelled(3),
)
