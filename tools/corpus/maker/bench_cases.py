"""The models of the benches: shapes that people serve, trained on numbers made up from a seed."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

from maker.case import Case
from maker.frames import Frame
from maker.stages import pipeline, stage

TRAINING_ROWS = 4000
SCORED_ROWS = 2000
#: Labels of the five columns of words.
LEVELS = (10, 20, 50, 200, 1000)
SYLLABLES = ("ba", "dar", "la", "li", "mu", "nen", "no", "qua", "ri", "sa", "tor", "vel", "wi", "zen")
SMALL_WORDS = ("a", "is", "the", "to", "was")


def names(count: int) -> list[str]:
    return [f"x{number}" for number in range(count)]


def assembler(columns: list[str], output: str = "features") -> Any:
    return stage("feature.VectorAssembler", inputCols=columns, outputCol=output)


def number(source: random.Random, place: int) -> float:
    """Ten of the first twenty columns take steps of a quarter."""
    value = source.gauss(0, 1)
    return round(value * 4) / 4 if 10 <= place < 20 else round(value, 6)


def surface(source: random.Random, x: list[float]) -> float:
    """Products, waves, steps and squares: every tree finds something to split."""
    value = x[0] * x[1] + math.sin(2 * x[2]) + 1.5 * (x[3] > 0.3) + 0.5 * x[4] * x[4] - 0.7 * (x[10] < -0.5)
    return value + 0.2 * sum(x[5:10]) + 0.3 * x[11] * x[12] + source.gauss(0, 0.3)


def numbers(name: str, columns: int, predictor: Any, label: Callable[[random.Random, list[float]], float]) -> Case:
    source = random.Random(f"bench/{name}")
    header = ", ".join(f"{column} double" for column in names(columns))

    def row() -> list[float]:
        return [number(source, place) for place in range(columns)]

    training = [[*x, label(source, x)] for x in (row() for _ in range(TRAINING_ROWS))]
    scored = Frame(header, [row() for _ in range(SCORED_ROWS)])
    train = Frame(f"{header}, label double", training)
    return Case("PipelineModel", name, pipeline(assembler(names(columns)), predictor), scored, train)


def linear(name: str, columns: int) -> Case:
    def label(source: random.Random, x: list[float]) -> float:
        return float(sum(value * math.cos(place) for place, value in enumerate(x)) / 3 + source.gauss(0, 1) > 0)

    return numbers(name, columns, stage("classification.LogisticRegression", maxIter=50, regParam=0.001), label)


def above(source: random.Random, x: list[float]) -> float:
    return float(surface(source, x) > 0.8)


def rf20() -> Case:
    return numbers("rf20", 20, stage("regression.RandomForestRegressor", numTrees=20, maxDepth=5, seed=7), surface)


def rf100d10() -> Case:
    return numbers("rf100d10", 20, stage("classification.RandomForestClassifier", numTrees=100, maxDepth=10, seed=7), above)


def gbt500() -> Case:
    predictor = stage("regression.GBTRegressor", maxIter=500, maxDepth=6, stepSize=0.1, subsamplingRate=0.5, seed=7)
    return numbers("gbt500", 20, predictor, surface)


def word(source: random.Random) -> str:
    return "".join(source.choice(SYLLABLES) for _ in range(source.randint(2, 5)))


def text(name: str, features: int) -> Case:
    source = random.Random("bench/text")
    known = [word(source) for _ in range(3000)]
    good = set(known[::2])

    def sentence() -> list[str]:
        return [source.choice(SMALL_WORDS if source.random() < 0.3 else known) for _ in range(source.randint(20, 60))]

    def row(words: list[str]) -> tuple[str, float]:
        share = sum(1 if one in good else -1 for one in words if one not in SMALL_WORDS)
        return " ".join(words).capitalize() + ".", float(share + source.gauss(0, 1) > 0)

    rows = [row(sentence()) for _ in range(TRAINING_ROWS + SCORED_ROWS)]
    stages = (
        stage("feature.Tokenizer", inputCol="text", outputCol="words"),
        stage("feature.StopWordsRemover", inputCol="words", outputCol="filtered"),
        stage("feature.HashingTF", inputCol="filtered", outputCol="tf", numFeatures=features),
        stage("feature.IDF", inputCol="tf", outputCol="features"),
        stage("classification.LogisticRegression", maxIter=15, regParam=0.01),
    )
    train = Frame("text string, label double", rows[SCORED_ROWS:])
    return Case("PipelineModel", name, pipeline(*stages), Frame("text string", [one[:1] for one in rows[:SCORED_ROWS]]), train)


def categories(name: str, imputes: bool) -> Case:
    source = random.Random(f"bench/{name}")
    labels, amounts = [f"c{i}" for i in range(len(LEVELS))], [f"n{i}" for i in range(5)]

    def row(unseen: float) -> list[Any]:
        # Few labels are frequent, many are rare.
        words = [f"c{i}_{int(levels * source.random() ** 2)}" for i, levels in enumerate(LEVELS)]
        words = [f"{one}x" if source.random() < unseen else one for one in words]
        centre = zip((0, 50, 1000, 0, -3), (1, 10, 100, 0.1, 5))
        values = [round(source.gauss(mean, spread), 4) for mean, spread in centre]
        return [*words, *(None if imputes and source.random() < 0.05 else value for value in values)]

    def label(cells: list[Any]) -> float:
        first, size = int(cells[0].split("_")[1]), cells[6]
        return 0.2 * first + (0.05 * (size - 50) if size is not None else 0) + (cells[5] or 0) ** 2 + source.gauss(0, 0.3)

    indexed, encoded = [f"{one}_idx" for one in labels], [f"{one}_ohe" for one in labels]
    filled = [f"{one}_imp" for one in amounts] if imputes else amounts
    stages = (
        *(stage("feature.StringIndexer", inputCol=a, outputCol=b, handleInvalid="keep") for a, b in zip(labels, indexed)),
        stage("feature.OneHotEncoder", inputCols=indexed, outputCols=encoded),
        *([stage("feature.Imputer", inputCols=amounts, outputCols=filled, strategy="median")] if imputes else []),
        assembler(filled, "num"),
        stage("feature.StandardScaler", inputCol="num", outputCol="scaled", withMean=True, withStd=True),
        assembler([*encoded, "scaled"]),
        stage("regression.GBTRegressor", maxIter=50, maxDepth=5, seed=7),
    )
    header = ", ".join([*(f"{one} string" for one in labels), *(f"{one} double" for one in amounts)])
    training = [[*cells, label(cells)] for cells in (row(0) for _ in range(TRAINING_ROWS))]
    scored = Frame(header, [row(0.01) for _ in range(SCORED_ROWS)])
    return Case("PipelineModel", name, pipeline(*stages), scored, Frame(f"{header}, label double", training))


CASES: dict[str, Callable[[], Case]] = {
    "lin20": lambda: linear("lin20", 20),
    "lin100": lambda: linear("lin100", 100),
    "rf20": rf20,
    "rf100d10": rf100d10,
    "text": lambda: text("text", 1 << 18),
    "text10": lambda: text("text10", 1 << 10),
    "cat": lambda: categories("cat", imputes=True),
    "catni": lambda: categories("catni", imputes=False),
    "gbt500": gbt500,
}
