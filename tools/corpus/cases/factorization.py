"""Models of factors: factorization machines, and the users and items of ALS."""

from __future__ import annotations

from typing import Any

from cases.numbers import EDGE_FRAME, FINITE_FRAME, NULL_FRAME, SHORT_FRAME, generator, labelled, measured, of_size, weights
from maker.case import table
from maker.frames import Frame, dense, nan
from maker.stages import Matrix, Stage, built, stage


def machine(kind: str, size: int = 3, factors: int = 2, row_major: bool = True, **params: Any) -> Stage:
    matrix = Matrix(size, factors, tuple(weights(size * factors, "factors")), transposed=row_major)
    return built(kind, 0.1, dense(*weights(size, "linear")), matrix, **params)


def regression(size: int = 3, factors: int = 2, **params: Any) -> Stage:
    return machine("regression.FMRegressionModel", size, factors, **params)


def classification(size: int = 3, factors: int = 2, **params: Any) -> Stage:
    return machine("classification.FMClassificationModel", size, factors, **params)


SIZES = (1, 7, 8, 13, 20)
NO_LINEAR = {"fitLinear": False, "fitIntercept": False, "factorSize": 2, "maxIter": 4, "seed": 3}

REGRESSION = table(
    "regression.FMRegressionModel",
    ("plain", regression(), EDGE_FRAME, {"spark": ">=3.0"}),
    ("column-major", regression(factors=3, row_major=False), EDGE_FRAME),
    *[(f"size-{size}", regression(size, 4), of_size(size)) for size in SIZES],
    ("renamed", regression(featuresCol="f", predictionCol="p"), of_size(3, "f")),
    ("no-output", regression(predictionCol=""), FINITE_FRAME),
    ("fitted", stage("regression.FMRegressor", factorSize=3, maxIter=5, stepSize=0.1, seed=3), EDGE_FRAME, {"train": measured(), "spark": ">=3.0"}),
    ("no-linear", stage("regression.FMRegressor", **NO_LINEAR), FINITE_FRAME, {"train": measured()}),
    ("null-error", regression(), NULL_FRAME, {"fails": "all"}),
    ("size-error", regression(), SHORT_FRAME, {"fails": "all"}),
)

CLASSIFICATION = table(
    "classification.FMClassificationModel",
    ("plain", classification(), EDGE_FRAME, {"spark": ">=3.0"}),
    *[(f"size-{size}", classification(size, 4), of_size(size)) for size in SIZES],
    ("thresholds", classification(thresholds=[0.3, 0.9]), EDGE_FRAME),
    ("thresholds-zero", classification(thresholds=[0.0, 1.0]), EDGE_FRAME),
    ("no-raw", classification(rawPredictionCol=""), EDGE_FRAME),
    ("no-probability", classification(probabilityCol=""), EDGE_FRAME),
    ("prediction-only", classification(rawPredictionCol="", probabilityCol="", thresholds=[0.3, 0.9]), EDGE_FRAME),
    ("fitted", stage("classification.FMClassifier", factorSize=3, maxIter=5, stepSize=0.1, seed=3), EDGE_FRAME, {"train": labelled(2), "spark": ">=3.0"}),
    ("no-linear", stage("classification.FMClassifier", **NO_LINEAR), FINITE_FRAME, {"train": labelled(2)}),
)


def ratings(header: str = "user int, item int, rating float") -> Frame:
    source = generator("ratings")
    kinds = [type_ for _, type_ in Frame(header, []).columns]
    rows = [(user * 3, item + 100, round(source.uniform(1, 5), 1)) for user in range(12) for item in range(9) if (user + item) % 3]
    return Frame(header, [tuple(float(value) if kind in ("double", "float") else value for value, kind in zip(row, kinds)) for row in rows])


def als(rank: int = 3, **params: Any) -> Stage:
    return stage("recommendation.ALS", **{"rank": rank, "maxIter": 3, "seed": 5, "regParam": 0.05, **params})


PAIRS = [(0, 100), (3, 104), (33, 108), (0, 999), (777, 100), (777, 999), (6, 101), (3, 104), (-1, 100), (2147483647, -2147483648)]
INTS = Frame("id long, user int, item int", [(row, *pair) for row, pair in enumerate(PAIRS)])


def wide(kind: str) -> Frame:
    cast = float if kind in ("double", "float") else int
    return Frame(f"id long, user {kind}, item {kind}", [(row, cast(user), cast(item)) for row, (user, item) in enumerate(PAIRS[:9])])


def one(header: str, *row: Any) -> Frame:
    return Frame(header, [(0, 0, 100), row])


RECOMMENDATION = table(
    "recommendation.ALSModel",
    ("integers", als(), INTS, {"spark": ">=2.4"}),
    *[(f"rank-{rank}", als(rank), INTS) for rank in (1, 4, 10)],
    ("drop", als(coldStartStrategy="drop"), INTS, {"spark": ">=2.4"}),
    ("non-negative", als(nonnegative=True, implicitPrefs=True), INTS),
    *[(f"{kind}s", als(), wide(kind)) for kind in ("long", "double", "float", "short", "decimal(10,2)")],
    ("renamed", als(userCol="who", itemCol="what", predictionCol="stars"), Frame("id long, who int, what int", INTS.rows),
     {"train": ratings("who int, what int, rating float")}),
    ("null-user-error", als(), one("id long, user int, item int", 1, None, 100), {"fails": "all"}),
    ("null-item-error", als(), one("id long, user int, item double", 1, 0, None), {"fails": "all"}),
    ("fraction-error", als(), Frame("id long, user double, item int", [(0, 0.5, 100)]), {"fails": "all"}),
    ("too-large-error", als(), Frame("id long, user long, item int", [(0, 3_000_000_000, 100)]), {"fails": "all"}),
    ("nan-error", als(), Frame("id long, user double, item int", [(0, nan, 100)]), {"fails": "all"}),
    ("text-error", als(), Frame("id long, user string, item int", [(0, "0", 100)]), {"fails": "all"}),
    train=ratings(),
)
CASES = REGRESSION + CLASSIFICATION + RECOMMENDATION
