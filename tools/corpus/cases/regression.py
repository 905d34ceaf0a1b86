"""Linear, generalised linear and isotonic regression; trees have their own table."""

from __future__ import annotations

from typing import Any

from cases.numbers import EDGE_FRAME, FINITE_FRAME, NULL_FRAME, SHORT_FRAME, SIZES, measured, of_size, weights
from maker.case import table
from maker.frames import Frame, dense, inf, nan, sparse
from maker.stages import Stage, built, stage

W3 = (0.7, -1.3, 0.25)


def linear(coefficients: tuple[float, ...] | list[float] = W3, intercept: float = 0.1, **params: Any) -> Stage:
    return built("regression.LinearRegressionModel", dense(*coefficients), intercept, 1.0, **params)


LINEAR = table(
    "regression.LinearRegressionModel",
    ("plain", linear(), EDGE_FRAME, {"spark": ">=2.4"}),
    ("no-intercept", linear(intercept=0.0, predictionCol="amount"), FINITE_FRAME),
    *[(f"size-{size}", linear(weights(size, "linear"), 0.37), of_size(size), {"spark": ">=2.4" if size in (7, 20) else ">=3.5"}) for size in SIZES],
    ("fitted", stage("regression.LinearRegression", solver="normal"), EDGE_FRAME, {"train": measured(), "spark": ">=2.4"}),
    ("huber", stage("regression.LinearRegression", loss="huber", maxIter=10, epsilon=1.2), FINITE_FRAME, {"train": measured(), "spark": ">=2.4"}),
    ("lasso", stage("regression.LinearRegression", solver="l-bfgs", regParam=0.5, elasticNetParam=1.0, maxIter=20), FINITE_FRAME, {
        "train": measured(size=3), "note": "coefficients may be saved sparse"}),
    ("sparse-coefficients", built("regression.LinearRegressionModel", sparse(9, {2: 0.3, 7: -1.7}), 0.25, 1.0), of_size(9)),
    ("no-output", linear(predictionCol=""), FINITE_FRAME),
    ("null-error", linear(), NULL_FRAME, {"fails": "all"}),
    ("size-error", linear(), SHORT_FRAME, {"fails": "all"}),
)

#: One feature with weight 1 and no intercept: eta is the feature itself.
ETAS = Frame("features vector", [(dense(eta),) for eta in (
    0.0, -0.0, 0.1, -0.1, 0.5, 1.0, -1.0, 1.7, -2.3, 3.0, 5.0, -5.0, 8.5, -8.5, 36.0, -37.0, 40.0, -40.0, 710.0, -745.0, 800.0, -800.0, 1e-10, 5e-324, 1e308, nan, inf, -inf)]
    + [(sparse(1, {}),), (sparse(1, {0: 2.5}),)])
LINKS = {
    "gaussian": ("identity", "log", "inverse"),
    "binomial": ("logit", "probit", "cloglog"),
    "poisson": ("log", "identity", "sqrt"),
    "gamma": ("inverse", "identity", "log"),
}


def glm(coefficients: tuple[float, ...] | list[float] = (1.0,), intercept: float = 0.0, **params: Any) -> Stage:
    return built("regression.GeneralizedLinearRegressionModel", dense(*coefficients), intercept, **params)


def tweedie(variance: float, **params: Any) -> Stage:
    return glm(family="tweedie", variancePower=variance, linkPredictionCol="eta", **params)


OFFSETS = Frame("features vector, exposure double", [
    (dense(1, 2, 3), 0.5), (dense(0.1, 0.2, 0.3), -0.0), (sparse(3, {1: 2.0}), 1e3), (dense(1, 1, 1), nan), (dense(0, 0, 0), 0.1), (dense(1, 2, 3), None),
])
INT_OFFSETS = Frame("features vector, exposure int", [(dense(1, 2, 3), 1), (dense(0.1, 0.2, 0.3), -2), (dense(1, 1, 1), 0)])
COUNTED = Frame("features vector, label double", [(dense((n % 7) / 10, (n % 4) / 5), float(n % 5 + 1)) for n in range(20)])

GENERALIZED = table(
    "regression.GeneralizedLinearRegressionModel",
    *[(f"{family}-{link}", glm(family=family, link=link, linkPredictionCol="eta"), ETAS) for family, links in LINKS.items() for link in links],
    *[(f"{family}-default-link", glm(family=family), ETAS) for family in ("binomial", "gamma")],
    *[(f"tweedie-{power}", tweedie(power), ETAS) for power in (0.0, 1.0, 1.5, 2.0, 2.7)],
    *[(f"tweedie-1.5-link-{link}", tweedie(1.5, linkPower=link), ETAS) for link in (0.0, 0.5, 1.0, -1.0, 0.3, -0.5)],
    ("tweedie-ignores-link", tweedie(1.5, link="identity"), ETAS),
    ("link-power-without-tweedie", glm(family="poisson", linkPower=0.0, linkPredictionCol="eta"), ETAS),
    ("offset", glm(W3, 0.2, family="poisson", offsetCol="exposure", linkPredictionCol="eta"), OFFSETS),
    ("offset-integer", glm(W3, 0.2, family="gaussian", offsetCol="exposure"), INT_OFFSETS),
    ("link-only", glm(W3, 0.2, family="binomial", predictionCol="", linkPredictionCol="eta"), FINITE_FRAME),
    ("edges", glm(W3, -0.3, family="gaussian"), EDGE_FRAME),
    *[(f"size-{size}", glm([w / 4 for w in weights(size, "glm")], 0.1, family="binomial", linkPredictionCol="eta"), of_size(size)) for size in (7, 13, 300)],
    ("fitted", stage("regression.GeneralizedLinearRegression", family="poisson", link="log", maxIter=5), Frame("features vector", [row[:1] for row in COUNTED.rows]),
     {"train": COUNTED, "spark": ">=2.4"}),
    ("null-error", glm(W3, 0.2), NULL_FRAME, {"fails": "all"}),
)

STEPS = Frame("features double, label double", [(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (3.5, 2.2), (5.0, 6.0), (6.0, 5.5), (8.0, 9.1), (0.0, 0.3), (-1.5, 0.1)])
PLACES = [-5.0, -1.5, -1.0, -0.0, 0.0, 0.3, 1.0, 1.5, 2.0, 2.7, 3.5, 4.0, 5.0, 5.5, 6.0, 7.3, 8.0, 8.000001, 1e308, inf, -inf, nan]
POINTS = Frame("features double", [(place,) for place in PLACES] + [(None,)])


def isotonic(**params: Any) -> Stage:
    return stage("regression.IsotonicRegression", **params)


ISOTONIC = table(
    "regression.IsotonicRegressionModel",
    ("rising", isotonic(), POINTS, {"train": STEPS, "spark": ">=2.4"}),
    ("falling", isotonic(isotonic=False), POINTS, {"train": Frame(STEPS.header, [(x, -y) for x, y in STEPS.rows])}),
    ("vector", isotonic(featureIndex=1), Frame("features vector", [(dense(9, place),) for place in PLACES] + [(sparse(2, {0: 4.0}),), (sparse(2, {1: 2.7}),)]),
     {"train": Frame("features vector, label double", [(dense(7, x), y) for x, y in STEPS.rows])}),
    ("one-point", isotonic(), POINTS, {"train": Frame(STEPS.header, [(2.0, 5.0)])}),
    ("vector-null-error", isotonic(), Frame("features vector", [(dense(1.0),), (None,)]),
     {"train": Frame("features vector, label double", [(dense(x), y) for x, y in STEPS.rows]), "fails": "all"}),
)

CASES = LINEAR + GENERALIZED + ISOTONIC
