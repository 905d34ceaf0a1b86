"""Survival regression."""

from __future__ import annotations

from typing import Any

from cases.numbers import EDGE_FRAME, FINITE_FRAME, NULL_FRAME, SHORT_FRAME, generator, of_size, weights
from maker.case import table
from maker.frames import Frame, dense
from maker.stages import Stage, built, stage

W3 = (0.7, -1.3, 0.25)
EXTREMES = [1e-300, 1e-17, 1e-9, 0.3, 0.5, 0.6321205588285577, 0.999999999, 0.9999999999999999]


def survival(coefficients: Any = W3, scale: float = 0.8, **params: Any) -> Stage:
    return built("regression.AFTSurvivalRegressionModel", dense(*coefficients), 0.1, scale, **params)


def lives() -> Frame:
    source = generator("lives")
    rows = [(dense(*[round(source.uniform(-1, 1), 2) for _ in range(3)]), round(source.expovariate(0.2) + 0.1, 2), float(row % 4 != 0)) for row in range(30)]
    return Frame("features vector, label double, censor double", rows)


CASES = table(
    "regression.AFTSurvivalRegressionModel",
    ("plain", survival(), EDGE_FRAME, {"spark": ">=2.4"}),
    ("quantiles", survival(quantilesCol="quantiles"), EDGE_FRAME, {"spark": ">=2.4"}),
    ("quantiles-chosen", survival(scale=1.7, quantilesCol="quantiles", quantileProbabilities=EXTREMES), FINITE_FRAME, {"spark": ">=2.4"}),
    ("quantiles-only", survival(predictionCol="", quantilesCol="quantiles"), FINITE_FRAME),
    ("quantiles-off", survival(quantilesCol=""), FINITE_FRAME),
    ("no-output", survival(predictionCol=""), FINITE_FRAME),
    ("renamed", survival(featuresCol="f", predictionCol="days"), of_size(3, "f")),
    *[(f"size-{size}", survival([w / 3 for w in weights(size, "survival")], quantilesCol="quantiles"), of_size(size)) for size in (1, 7, 8, 13, 20)],
    ("fitted", stage("regression.AFTSurvivalRegression", maxIter=8, quantilesCol="quantiles"), FINITE_FRAME, {"train": lives(), "spark": ">=2.4"}),
    ("null-error", survival(), NULL_FRAME, {"fails": "all"}),
    ("size-error", survival(), SHORT_FRAME, {"fails": "all"}),
)
