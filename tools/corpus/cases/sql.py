"""SQLTransformer: what a select list does to columns. Its functions are tried one by one in conformance/sql."""

from __future__ import annotations

from maker.case import table
from maker.frames import Frame, dense, nan
from maker.stages import stage

ROWS = Frame("id long, Age int, income double, word string, v vector, tags array<string>", [
    (0, 30, 1000.5, "alpha", dense(1, 2), ["a", "b"]),
    (1, None, -0.0, "Beta", dense(0, 0), []),
    (2, 45, nan, None, dense(3, 4), [None, "c"]),
    (3, -7, 1e18, "", dense(5, 6), ["a"]),
    (4, 0, None, "a_b%c", dense(7, 8), ["x", "y", "z"]),
])
NUMBERS = Frame("id long, a int, b int", [(0, 2147483647, 1), (1, 1, 1)])
ZERO = Frame("id long, a int, b int", [(0, 1, 0)])
TEXT = Frame("id long, text string", [(0, "abc")])


def sql(statement: str) -> object:
    return stage("feature.SQLTransformer", statement=statement)


CASES = table(
    "feature.SQLTransformer",
    ("star", sql("SELECT *, Age + 1 AS next, income / 2 AS half FROM __THIS__"), ROWS, {"spark": ">=2.4"}),
    ("columns", sql("SELECT id, AGE, word AS Name, v FROM __THIS__"), ROWS),
    ("where", sql("SELECT id, Age FROM __THIS__ WHERE Age > 0 AND income IS NOT NULL"), ROWS, {"spark": ">=2.4"}),
    ("unnamed", sql("SELECT id, IF(Age > 18, 1, 0), CONCAT(word, '/', Age), -income, UPPER(word), CAST(Age AS STRING) FROM __THIS__"), ROWS),
    ("nested", sql("SELECT id, b * 2 AS c FROM (SELECT id, Age + 1 AS b FROM __THIS__ WHERE Age IS NOT NULL) t WHERE t.b > 1"), ROWS),
    ("case", sql("SELECT id, CASE WHEN income > 0 THEN 'pos' WHEN income = 0 THEN 'zero' ELSE 'other' END AS sign FROM __THIS__"), ROWS, {"spark": ">=2.4"}),
    ("replaced", sql("SELECT id, income AS Age, Age AS income FROM __THIS__"), ROWS),
    ("arrays", sql("SELECT id, size(tags) AS n, tags[0] AS first, transform(tags, x -> upper(x)) AS big FROM __THIS__ WHERE size(tags) > 0"), ROWS),
    ("aliases", sql("SELECT t.*, t.Age % 7 AS rest FROM __THIS__ AS t"), ROWS),
    ("overflow", sql("SELECT id, a + b AS c FROM __THIS__"), NUMBERS, {"spark": "<4.0"}),
    ("zero", sql("SELECT id, a / b AS c, a % b AS d FROM __THIS__"), ZERO, {"spark": "<4.0"}),
    ("cast", sql("SELECT id, CAST(text AS INT) AS n FROM __THIS__"), TEXT, {"spark": "<4.0"}),
)
