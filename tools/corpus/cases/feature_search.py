"""Word vectors and locality-sensitive hashes."""

from __future__ import annotations

from cases.feature_numeric import NOT_FINITE, NULL_VECTOR, VECTORS, WRONG_SIZE
from cases.feature_text import NULL_WORDS
from cases.numbers import feature_rows, weights
from maker.case import table
from maker.frames import Frame, dense, sparse
from maker.stages import Matrix, built, stage

SENTENCES = Frame("words array<string>", [
    (sentence.split(),) for sentence in (
        "the quick brown fox jumps over the lazy dog", "a quick brown cat sleeps near the dog", "the lazy cat jumps over a fox",
        "dogs and cats sleep all day", "the fox and the dog sleep", "naïve 日本 😀 words the fox",
    )
])
PHRASES = Frame("words array<string>", [
    (["the"],), (["the", "fox"],), (["the", "the", "unknown"],), ([],), (["unknown", "other"],), ([None, "the"],), (["日本", "😀"],), (["The"],),
    (["a", "quick", "brown", "cat", "sleeps", "near", "the", "lazy", "dog"],), ([""],),
])


def words(**params: object) -> object:
    return stage("feature.Word2Vec", inputCol="words", outputCol="out", **{"minCount": 1, "seed": 7, "maxIter": 2, "vectorSize": 5, **params})


WORD_VECTORS = table(
    "feature.Word2VecModel",
    ("five", words(), PHRASES, {"train": SENTENCES, "spark": ">=2.4"}),
    ("one", words(vectorSize=1), PHRASES, {"train": SENTENCES}),
    ("wide", words(vectorSize=40, minCount=2), PHRASES, {"train": SENTENCES}),
    ("no-nulls-inside", words(), Frame("words array<string>!", [(["the"],), ([],)]), {"train": SENTENCES}),
    ("null-error", words(), NULL_WORDS, {"train": SENTENCES, "fails": "all"}),
    ("text-error", words(), Frame("words string", [("the",)]), {"train": SENTENCES, "fails": "all"}),
)


def projections(length: float, **params: object) -> object:
    return stage("feature.BucketedRandomProjectionLSH", inputCol="v", outputCol="out", bucketLength=length, **{"numHashTables": 3, "seed": 11, **params})


def projected(size: int, tables: int, transposed: bool = True, length: float = 0.37) -> tuple[object, Frame]:
    matrix = Matrix(tables, size, tuple(weights(size * tables, "projections", size)), transposed)
    model = built("feature.BucketedRandomProjectionLSHModel", matrix, inputCol="v", outputCol="out", bucketLength=length, numHashTables=tables)
    return model, Frame("v vector", feature_rows(size))


RANDOM_PROJECTIONS = table(
    "feature.BucketedRandomProjectionLSHModel",
    ("three-tables", projections(0.5), VECTORS, {"spark": ">=2.4"}),
    ("one-table", projections(2.0, numHashTables=1), VECTORS, {"spark": ">=2.4"}),
    ("short-buckets", projections(1e-3, numHashTables=2), VECTORS),
    ("not-finite", projections(0.5), NOT_FINITE, {"train": VECTORS}),
    *[(f"size-{size}", *projected(size, 4)) for size in (1, 3, 8, 13, 20, 300)],
    ("column-major", *projected(13, 9, transposed=False)),
    ("size-error", projections(0.5), WRONG_SIZE, {"fails": "all"}),
    ("null-error", projections(0.5), NULL_VECTOR, {"fails": "all"}),
)


def hashes(**params: object) -> object:
    return stage("feature.MinHashLSH", inputCol="v", outputCol="out", **{"numHashTables": 5, "seed": 3, **params})


SETS = Frame("v vector", [
    (dense(1, 0, 3, 0, 0, 1),), (sparse(6, {0: 1.0, 2: -2.5}),), (sparse(6, {5: 1e-300}),), (dense(0, -0.0, 0, 7, 0, 0),), (sparse(6, {1: 0.0, 3: 5e-324}),),
    (dense(float("nan"), 0, 0, 0, 0, 0),), (sparse(1000000, {3: 1.0, 999999: 1.0}),), (dense(*[1] * 40),), (sparse(2147483647, {2147483646: 1.0}),),
])

MIN_HASHES = table(
    "feature.MinHashLSHModel",
    ("five-tables", hashes(), SETS, {"spark": ">=2.4"}),
    ("one-table", hashes(numHashTables=1), SETS, {"spark": ">=2.4"}),
    ("many-tables", hashes(numHashTables=40, seed=99), SETS),
    ("no-entry-error", hashes(), Frame("v vector", [(sparse(6, {}),)]), {"fails": "all"}),
    ("zeros-error", hashes(), Frame("v vector", [(sparse(6, {1: 0.0}),)]), {"fails": "all"}),
    ("null-error", hashes(), NULL_VECTOR, {"fails": "all"}),
)

CASES = WORD_VECTORS + RANDOM_PROJECTIONS + MIN_HASHES
