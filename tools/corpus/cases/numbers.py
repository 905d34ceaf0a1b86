"""Reproducible numbers whose sums depend on the order of addition, shared by the tables of models."""

from __future__ import annotations

import random
from typing import Any

from maker.frames import Frame, Vector, dense, inf, nan, sparse

#: Below, at and beside the blocks of four and eight in which Spark adds; from 256 on it may call native code.
SIZES = (1, 3, 7, 8, 13, 20, 300)


def generator(*key: Any) -> random.Random:
    return random.Random("/".join(map(str, key)))


def weights(size: int, *key: Any) -> list[float]:
    """Full-length fractions."""
    source = generator("weights", size, *key)
    return [source.uniform(-1.5, 1.5) for _ in range(size)]


def decimals(size: int, source: random.Random, spread: float = 2.0) -> list[float]:
    """Three decimal places: short to write, and still not exact in binary."""
    return [round(source.gauss(0, spread), 3) for _ in range(size)]


def feature_rows(size: int, count: int = 6) -> list[tuple[Vector]]:
    """Dense vectors of different magnitudes, a full and a nearly empty sparse one."""
    source = generator("rows", size)
    rows: list[tuple[Vector]] = [(dense(*decimals(size, source, 10.0 ** (row % 3 - 1))),) for row in range(count)]
    picked = sorted(source.sample(range(size), max(1, size // 3)))
    rows.append((sparse(size, dict(zip(picked, decimals(len(picked), source)))),))
    rows.append((sparse(size, {}),))
    return rows


def of_size(size: int, column: str = "features") -> Frame:
    return Frame(f"{column} vector", feature_rows(size, 12 if size < 100 else 4))


#: Three features: ordinary, sparse, huge, tiny, not finite.
EDGES: list[tuple[Any, ...]] = [
    (dense(0, 0, 0),), (dense(-0.0, -0.0, -0.0),), (dense(1, 2, 3),), (dense(0.1, 0.2, 0.3),), (sparse(3, {1: 1.5}),), (sparse(3, {}),),
    (sparse(3, {0: 0.0, 2: -2.5}),), (dense(1e308, 1e308, 1e308),), (dense(-1e308, 1, 0),), (dense(5e-324, -5e-324, 1e-300),), (dense(40, 0, 0),),
    (dense(0, 40, 0),), (dense(700, -700, 20),), (dense(-1000, 30, 0.5),), (dense(-0.7, 1.3, 0.05),), (sparse(3, {0: 30.0, 1: -20.0, 2: 10.0}),),
]
NOT_FINITE: list[tuple[Any, ...]] = [
    (dense(nan, 0, 0),), (dense(0, nan, 1),), (dense(inf, 0, 0),), (dense(-inf, 1, 1),), (dense(inf, -inf, 0),), (sparse(3, {2: nan}),), (sparse(3, {0: inf}),),
    (dense(1, inf, 1),), (dense(1, 1, -inf),),
]
FINITE_FRAME = Frame("features vector", EDGES)
EDGE_FRAME = Frame("features vector", EDGES + NOT_FINITE)
NULL_FRAME = Frame("features vector", [(dense(1, 2, 3),), (None,)])
SHORT_FRAME = Frame("features vector", [(dense(1, 2, 3),), (dense(1, 2),)])


def labelled(classes: int, count: int = 40, size: int = 3) -> Frame:
    """Noisy training data: the classes overlap, so that no leaf and no probability is pure."""
    source = generator("labelled", classes, size)
    rows = []
    for row in range(count):
        label = row % classes
        values = [round(source.gauss(label * (place % 2 + 0.5), 1.0), 2) for place in range(size)]
        rows.append((dense(*values), float(label)))
    return Frame("features vector, label double", rows)


def measured(count: int = 40, size: int = 3) -> Frame:
    """Training data for regression: positive labels that grow with the features."""
    source = generator("measured", size)
    rows = []
    for _ in range(count):
        values = [round(source.uniform(-2, 2), 2) for _ in range(size)]
        rows.append((dense(*values), round(8 + 2 * values[0] - values[-1] + source.gauss(0, 0.5), 2)))
    return Frame("features vector, label double", rows)
