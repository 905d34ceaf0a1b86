"""Columns hashed into one vector, and categories encoded by what is known of the target."""

from __future__ import annotations

from cases.feature_text import TERMS
from maker.case import table
from maker.frames import Frame, inf, nan
from maker.stages import stage


def hasher(*columns: str, **params: object) -> object:
    return stage("feature.FeatureHasher", inputCols=list(columns), outputCol="out", **params)


MIXED = Frame("real double, whole int, flag boolean, word string", [
    (2.5, 3, True, "foo"), (0.0, 0, False, ""), (-0.0, None, None, None), (nan, -7, True, "ÀÉ 日😀"), (None, None, None, None), (inf, 2147483647, False, "a=b"),
    (1e-4, 1, True, "foo"),
])
NUMBERS = Frame("b byte, s short, i int, l long, f float, d double, m decimal(10,2)", [
    (1, 2, 3, 4, 0.1, 0.1, 1.5), (-128, -32768, -2147483648, -9223372036854775807, -0.0, -0.0, -0.01), (None, None, None, None, None, None, None),
    (127, 32767, 2147483647, 9007199254740993, nan, nan, 99999999.99), (0, 0, 0, 0, 0.0, 0.0, 0.0), (7, 7, 7, 7, 1e10, 1e10, 7.0), (1, 1, 1, 1, 1e-5, 4.9e-324, 1.1),
    (1, 1, 1, 1, inf, -inf, 1.0),
])
EVERY = ("b", "s", "i", "l", "f", "d", "m")

HASHED = table(
    "feature.FeatureHasher",
    ("mixed", hasher("real", "whole", "flag", "word"), MIXED, {"spark": ">=2.4"}),
    ("collisions", hasher("real", "whole", "flag", "word", numFeatures=3), MIXED, {"spark": ">=2.4"}),
    ("categorical", hasher("real", "whole", "flag", "word", categoricalCols=["whole", "real"]), MIXED, {"spark": ">=2.4"}),
    ("one-slot", hasher("real", "whole", "word", numFeatures=1), MIXED),
    ("numbers", hasher(*EVERY, numFeatures=1000), NUMBERS),
    ("numbers-as-categories", hasher(*EVERY, numFeatures=1000, categoricalCols=list(EVERY)), NUMBERS),
    ("not-an-input", hasher("real", categoricalCols=["word"], numFeatures=64), MIXED),
    ("terms", hasher("word", numFeatures=2147483647), Frame("word string", [(term,) for term in TERMS]), {"spark": ">=2.4"}),
    ("twice", hasher("real", "real", numFeatures=64), MIXED, {"note": "a column named twice is added once"}),
    ("type-error", hasher("words"), Frame("words array<string>", [(["a"],)]), {"fails": "all"}),
)


def encoder(*columns: str, **params: object) -> object:
    return stage("feature.TargetEncoder", inputCols=list(columns), outputCols=[f"{column}2" for column in columns], labelCol="y", **params)


def one(**params: object) -> object:
    return stage("feature.TargetEncoder", inputCol="a", labelCol="y", **params)


TARGETS = Frame("a int, b double, y double", [
    (0, 1.0, 1.0), (0, 2.0, 0.0), (1, 3.0, 1.0), (1, 1.0, 1.0), (2, 5.0, 0.0), (2, 6.0, 1.0), (2, 7.0, 0.0), (5, 8.0, 0.0), (None, 9.0, 1.0), (None, 10.0, 0.0),
    (0, 2.0, 0.0),
])
AMOUNTS = Frame("a int, b double, y double", [(a, b, y * 3.7 + (b or 0) / 7) for a, b, y in TARGETS.rows])
SEEN = Frame("a int, b double", [(0, 1.0), (1, 2.0), (2, 3.0), (5, 10.0), (None, 5.0), (0, 6.0)])
UNSEEN = Frame("a int, b double", [(0, nan), (9, 1.5), (-1, -1.0), (2147483647, 2147483647.0), (None, None), (1, -0.0), (2, inf), (5, 7.0)])
KNOWN = Frame("a int, y double", [(3, 1.0), (3, 0.0), (4, 1.0), (0, 0.0)])

ENCODED = table(
    "feature.TargetEncoderModel",
    ("binary", encoder("a", "b"), SEEN, {"train": TARGETS}),
    ("binary-smooth", encoder("a", "b", smoothing=2.5), SEEN, {"train": TARGETS}),
    ("continuous", encoder("a", "b", targetType="continuous"), SEEN, {"train": AMOUNTS}),
    ("continuous-smooth", encoder("a", "b", targetType="continuous", smoothing=10.0), SEEN, {"train": AMOUNTS}),
    ("keep", encoder("a", "b", handleInvalid="keep", smoothing=1.0), UNSEEN, {"train": TARGETS}),
    ("keep-no-nulls", one(outputCol="out", handleInvalid="keep"), UNSEEN, {"train": KNOWN}),
    ("one-named", one(outputCol="out"), SEEN, {"train": TARGETS}),
    ("one-default-name", one(), SEEN, {"train": TARGETS}),
    ("several-default-names", stage("feature.TargetEncoder", inputCols=["a", "b"], labelCol="y"), SEEN, {"train": TARGETS}),
    ("in-place", stage("feature.TargetEncoder", inputCols=["a", "b"], outputCols=["a", "b"], labelCol="y"), SEEN, {"train": TARGETS}),
    ("longs", one(outputCol="out"), Frame("a long", [(0,), (5,), (None,)]), {"train": TARGETS}),
    ("decimals", one(outputCol="out", handleInvalid="keep"), Frame("a decimal(10,2)", [(0,), (5,), (None,), (1.5,)]), {"train": TARGETS}),
    ("later-smoothing", one(outputCol="out").once_fitted(smoothing=4.0, targetType="continuous"), SEEN, {"train": TARGETS}),
    ("unseen-error", one(outputCol="out"), Frame("a int", [(7,)]), {"train": TARGETS, "fails": "all"}),
    ("null-error", one(outputCol="out"), Frame("a int", [(3,), (None,)]), {"train": KNOWN, "fails": "all"}),
    ("text-error", one(outputCol="out"), Frame("a string", [("1",)]), {"train": KNOWN, "fails": "all"}),
    spark=">=4.0",
)

CASES = HASHED + ENCODED
