"""Real Spark as the judge of expressions: what each one answers for each row of the table of edge values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import py4j.java_gateway
import py4j.protocol

from rows import ROWS, columns_of

#: Microseconds and nulls are kept: without these options Spark's JSON drops both.
JSON_OPTIONS = "map('timestampFormat', \"yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX\", 'timestampNTZFormat', \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS\", 'ignoreNullFields', 'false', 'timeZone', 'UTC')"


def start() -> Any:
    """The session of the pyspark in this Python, 3.5 or newer; for older ones see old_spark.py."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.driver.extraJavaOptions", "-Duser.timezone=UTC")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .getOrCreate()
    )
    # pyspark asks the JVM much about every exception; py4j's own way asks nothing.
    py4j.java_gateway.get_return_value = py4j.protocol.get_return_value
    return session


def modern(schema: str) -> str:
    """A schema with the names that types have today."""
    return schema.replace('"calendarinterval"', '"interval"').replace('"type":"null"', '"type":"void"').replace('"elementType":"null"', '"elementType":"void"')


def error_class(error: Exception) -> str:
    """The name in brackets that Spark puts before its messages, or the Java class where it has none."""
    java = getattr(error, "java_exception", None)
    if java is None:
        return type(error).__name__
    text = java.toString()
    found = re.search(r"\[([A-Z][A-Z0-9_.]+)\]", text)
    return found.group(1) if found else text.split(":")[0]


class Judge:
    """
    Asks a session: one of pyspark, or any other that has its `_jsparkSession`, `_jvm` and `version`. Its table holds the
    same instants in every time zone: only what is asked is of the session's.
    """

    def __init__(self, spark: Any, time_zone: str = "UTC") -> None:
        self.spark = spark
        self.columns = columns_of(spark.version)
        self.frames = [self._local(row) for row in ROWS]
        for index, frame in enumerate(self.frames):
            frame.createOrReplaceTempView(f"row{index}")
        self._local_rows([frame.collectAsList()[0] for frame in self.frames]).createOrReplaceTempView("rows")
        spark._jsparkSession.conf().set("spark.sql.session.timeZone", time_zone)

    def _local(self, row: dict[str, str]) -> Any:
        """One row as a local relation: Spark evaluates projections over it at once, without a job."""
        literals = ", ".join(f"CAST({row.get(name, 'NULL')} AS {type_}) AS {name}" for name, type_ in self.columns)
        frame = self.spark._jsparkSession.sql(f"SELECT {literals}")
        return self.spark._jsparkSession.createDataFrame(frame.collectAsList(), self._nullable(frame.schema()))

    def _nullable(self, schema: object) -> object:
        """The schema in which everything may be null, whatever the literals of the first row are."""
        text = re.sub(r'"(nullable|containsNull|valueContainsNull)":false', r'"\1":true', schema.json())
        return self.spark._jvm.org.apache.spark.sql.types.DataType.fromJson(text)

    def _local_rows(self, rows: list[object]) -> Any:
        collected = self.spark._jvm.java.util.ArrayList()
        for row in rows:
            collected.add(row)
        return self.spark._jsparkSession.createDataFrame(collected, self.frames[0].schema())

    def table(self) -> list[str]:
        return [self._json(f"row{index}", "struct(*)") for index in range(len(ROWS))]

    def schema(self) -> object:
        return json.loads(self.frames[0].schema().json())

    def _json(self, frame: str, expression: str) -> str:
        return self.spark._jsparkSession.sql(f"SELECT to_json({expression}, {JSON_OPTIONS}) FROM {frame}").collectAsList()[0].getString(0)

    def answer(self, expression: str) -> dict[str, object]:
        try:
            schema = self.spark._jsparkSession.sql(f"SELECT {expression} FROM row0").schema()
            field = json.loads(modern(schema.json()))["fields"][0]
        except Exception as error:
            return {"e": expression, "refused": error_class(error)}
        # The JSON of Spark 2.4 has no microseconds.
        as_text = "timestamp" in json.dumps(field["type"]) and self.spark.version < "3"
        mark = {"text": True} if as_text else {}
        bare = re.sub(r"\s+AS\s+\w+\s*$", "", expression)
        inner = f"CAST({bare} AS STRING)" if as_text else self._shown(bare, json.dumps(field["type"]))
        return {"e": expression, "name": field["name"], "type": field["type"], "nullable": field["nullable"], **mark, "rows": self._rows(inner)}

    def _shown(self, expression: str, type_: str) -> str:
        """Values that JSON cannot tell apart, as text: an array keeps the quotes of a variant."""
        if "variant" in type_:
            return f"CAST(array({expression}) AS STRING)"
        return f"CAST({expression} AS STRING)" if "interval" in type_ else expression

    def _rows(self, expression: str) -> list[object]:
        """All rows at once; where one fails, each by itself."""
        try:
            query = f"SELECT to_json(struct({expression} AS c), {JSON_OPTIONS}) FROM rows"
            return [self._read(row.getString(0)) for row in self.spark._jsparkSession.sql(query).collectAsList()]
        except Exception:
            return [self._row(f"row{index}", expression) for index in range(len(ROWS))]

    def _read(self, text: str) -> object:
        return json.loads(text, parse_float=Number, parse_int=Number).get("c")

    def _row(self, frame: str, expression: str) -> object:
        try:
            return self._read(self._json(frame, f"struct({expression} AS c)"))
        except Exception as error:
            return {"!": error_class(error)}

    def answers(self, expressions: Iterable[str]) -> Iterator[dict[str, object]]:
        for expression in expressions:
            yield self.answer(expression)


class Number(str):
    """A JSON number kept as Spark wrote it."""


def dump(value: object) -> str:
    """JSON in which a Number stands as it was read."""
    if isinstance(value, Number):
        return str.__str__(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k, ensure_ascii=False)}:{dump(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(dump, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
