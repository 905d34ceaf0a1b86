"""Prints the answers of real Spark that the tests of the row files compare with.

    python make.py            (Python with pyspark 3.5, its JDK, and pyarrow; writes the files below beside itself)

json.jsonl: one line a frame: {"schema", "lines"}: Dataset.toJSON with nulls.
json-0.parquet, json-1.parquet: the same frames as Spark writes them; python.arrow, python-stream.arrow: see arrow().
csv.jsonl: one line a case: {"read", "schema", "options", "lines"} or, where Spark in FAILFAST mode fails, without
"lines"; and {"write", "schema", "options", "lines"}: the rows as JSON and the text that Spark writes of them.
"""

from __future__ import annotations

import datetime
import decimal
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pyarrow
from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import types as t

HERE = Path(__file__).parent
UTC = datetime.timezone.utc
NAN, INFINITY = float("nan"), float("inf")
CONTROLS = "".join(map(chr, range(1, 32)))


def session() -> SparkSession:
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.jsonGenerator.ignoreNullFields": "false",
        "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
        "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
    }
    builder = SparkSession.builder.master("local[1]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark


def simple(spark: SparkSession) -> DataFrame:
    schema = t.StructType([
        t.StructField("y", t.ByteType()), t.StructField("h", t.ShortType()), t.StructField("i", t.IntegerType()),
        t.StructField("l", t.LongType()), t.StructField("f", t.FloatType()), t.StructField("d", t.DoubleType()),
        t.StructField("o", t.BooleanType()), t.StructField("s", t.StringType()), t.StructField("b", t.BinaryType()),
        t.StructField("dt", t.DateType()), t.StructField("ts", t.TimestampType()),
        t.StructField("tn", t.TimestampNTZType()), t.StructField("p", t.DecimalType(20, 4)),
        t.StructField("q", t.DecimalType(38, 18)),
    ])
    number = decimal.Decimal
    rows = [
        (-128, -32768, -2147483648, -(2**63), 1.1, 1e7, True, "\u00e9\u2028\"\\/" + CONTROLS + "\x7f\U0001F600",
         bytearray(b"\x00\xff\x10"), datetime.date(2020, 1, 2),
         datetime.datetime(2020, 1, 2, 3, 4, 5, 678000, tzinfo=UTC), datetime.datetime(2020, 1, 2, 3, 4, 5, 678000),
         number("12345.6789"), number("0.000000000000000001")),
        (127, 32767, 2147483647, 2**63 - 1, NAN, -INFINITY, False, "", bytearray(b""), datetime.date(1, 1, 1),
         datetime.datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC), datetime.datetime(1, 1, 1),
         number("-1"), number("-12345")),
        (None,) * 14,
        (0, 0, 0, 2**53 + 1, 3.4028235e38, 1.7976931348623157e308, None, " a ", bytearray(b"a"),
         datetime.date(9999, 12, 31), datetime.datetime(2020, 2, 29, 0, 0, 0, tzinfo=UTC),
         datetime.datetime(1900, 1, 1, 0, 0, 0, 1000), number("0"), number("0")),
        (1, 1, 1, 1, -0.0, -0.0, True, "null", bytearray(range(7)), datetime.date(1970, 1, 1),
         datetime.datetime(1970, 1, 1, tzinfo=UTC), datetime.datetime(1970, 1, 1), number("0.0001"),
         number("0.0000001")),
        (2, 2, 2, 2, 16777216.0, 0.1, True, "NaN", bytearray(b"\n"), datetime.date(1600, 2, 29),
         datetime.datetime(1600, 2, 29, tzinfo=UTC), datetime.datetime(1600, 2, 29), number("9999999999999999.9999"),
         number("0.000001")),
        (3, 3, 3, 3, 1e-3, 9.999e-4, True, "'", None, None, None, None, None, number("99999999999999999999")),
    ]
    return spark.createDataFrame(rows, schema)


def nested(spark: SparkSession) -> DataFrame:
    inner = t.StructType([t.StructField("k", t.LongType()), t.StructField("z", t.StringType())])
    schema = t.StructType([
        t.StructField("v", VectorUDT()), t.StructField("a", t.ArrayType(inner)),
        t.StructField("m", t.MapType(t.StringType(), t.DoubleType())),
        t.StructField("n", t.MapType(t.IntegerType(), t.ArrayType(t.StringType()))),
        t.StructField("w", t.ArrayType(VectorUDT())),
        t.StructField("odd \"name\"\u00e9", inner),
    ])
    rows = [
        (Vectors.dense([1.0, NAN, -0.0, INFINITY]), [(1, None), None], {"a\"b": 1.0, "c": None}, {1: ["x"]},
         [Vectors.dense([1.5]), None], (2**60, "q")),
        (Vectors.sparse(4, [1, 3], [1e-5, 2e300]), [], {}, None, [], None),
        (None,) * 6,
        (Vectors.dense([]), None, None, {5: [None, ""]}, [Vectors.sparse(3, [], [])], (None, None)),
    ]
    return spark.createDataFrame(rows, schema)


STRINGS = "a STRING, b STRING"
CELLS: dict[str, list[str]] = {
    "DOUBLE": ["1", "1.5", "NaN", "Inf", "-Inf", "Infinity", "-Infinity", "+Inf", "nan", "1d", "1f", "1e400", " 1",
               "1 ", "-0", "1_0", ".5", "5.", "1L", "+1", "inf", "1e-5", "0.1234567890123456789", "-", ".", "1.2.3",
               "123456789012345", "1234567890123456", "0.000000000000001", "9007199254740993"],
    "FLOAT": ["1", "16777217", "1e40", "NaN", "Inf", "1d", "0.1"],
    "INT": ["1", "+1", "-0", "1.0", " 1", "1 ", "2147483647", "-2147483648", "2147483648", "1e3", "01", "0x1", "-"],
    "BIGINT": ["9223372036854775807", "-9223372036854775808", "9223372036854775808", "1L", "9007199254740993",
               "00000000000000000000000000001"],
    "SMALLINT": ["32767", "32768"],
    "TINYINT": ["127", "128", "-128"],
    "BOOLEAN": ["true", "TRUE", "False", "t", "1", "yes", " true"],
    "DECIMAL(5,2)": ["1", "1.234", "1.235", "1000", "1e2", "abc", "-0.005", " 1", "999.994", "999.995"],
    "DATE": ["2020-01-02", "2020-1-2", "2020-01-02T00:00:00", "20200102", "2020/01/02", "2020", "2020-01",
             " 2020-01-02", "0001-01-01", "2020-02-30", "2020-13-01", "1600-02-29", "1900-02-29"],
    "TIMESTAMP": ["2020-01-02", "2020-01-02 03:04:05", "2020-01-02T03:04:05", "2020-01-02T03:04:05.123456Z",
                  "2020-01-02 03:04:05.123456", "2020-01-02T03:04:05+02:00", "2020-01-02T03:04:05.1",
                  "2020-01-02 03:04", "2020", "2020-01-02T03:04:05.123456789", "2020-01-02T25:04:05", "2020-01-02T03",
                  "2020-01-02T03:04:05-0330", "2020-01-02T03:04:05UTC", "2020-01-02T03:04:05 +1", "x"],
    "TIMESTAMP_NTZ": ["2020-01-02", "2020-01-02T03:04:05", "2020-01-02 03:04:05.5", "2020-01-02T03:04:05Z"],
}
TEXTS = [
    '"a\\"b"c,d\n', '"a\\\\b"c,d\n', '"a,b"c,d\n', '"a""b,c",d\n', '"a" x,d\n', '"a"b"c,d\n', '"a\nb"c,d\n',
    '"a\\xb",d\n', '"a\\\n",d\n', '"",d\n', '" ",d\n', '"a"\t,d\n', 'x,"a" \ny,z\n', '""x,d\n', '"""x""",d\n',
    '"\\\\\\"",d\n', 'x\\,y\n', '\\"x,y\n', 'a, \n', '1,a"b\n2,"a\\"b"\n3,"a\\b"\n4,"a\\\\b"\n5, "x" \n6,"x" \n',
    'a,b\r\nc,"d"\r\n', 'a,b\rc,"d"\r', '"a\nb","c\r\nd"\n', 'a,b\n\nc,d\n\n\n', 'a,b', 'a,\n,b\n', '"a",""',
    '\u00e9,\U0001F600\n', '#a,b\n', ',\n', '"a', 'a,"b\n', '"a"', '"a",b,c\n', 'a\n',
]
VARIANTS: list[tuple[str, dict[str, str]]] = [
    ('a""b,"x"\n"a""b","x"\n"a"",b","""x"""\n"a""\nb",x\n', {"escape": '"'}),
    ('NA,"NA"\n"",""\n,x\n', {"nullValue": "NA"}),
    ('NA,"NA"\n"",""\n,x\n', {"nullValue": "NA", "emptyValue": "E"}),
    ('"",""\n,x\n', {"emptyValue": "E"}),
    (' a , "b,c" \n', {"ignoreLeadingWhiteSpace": "true", "ignoreTrailingWhiteSpace": "true"}),
    (' a ,b \n', {"ignoreTrailingWhiteSpace": "true"}),
    ("a\tb\n", {"sep": "\t"}),
    ("'a,b','c\\'d'\n", {"quote": "'"}),
    ("a,b\n1,2\n", {"header": "true"}),
    ("\ufeffa,b\n1,2\n", {"header": "true"}),
]


def read_case(spark: SparkSession, folder: Path, text: str, schema: str, options: dict[str, str]) -> dict[str, Any]:
    path = folder / "in.csv"
    path.write_text(text, encoding="utf-8", newline="")
    reader = spark.read.options(multiLine="true", mode="FAILFAST", **options).schema(schema)
    frame = reader.csv(str(path))
    case = {"read": text, "schema": json.loads(frame.schema.json()), "options": options}
    try:
        return {**case, "lines": frame.toJSON().collect()}
    except Exception:  # Spark's failure is the answer.
        return case


def write_case(frame: DataFrame, folder: Path, options: dict[str, str]) -> dict[str, Any]:
    path = folder / "out"
    shutil.rmtree(path, ignore_errors=True)
    keep = {"ignoreLeadingWhiteSpace": "false", "ignoreTrailingWhiteSpace": "false", "header": "true"}
    frame.coalesce(1).write.options(**keep, **options).csv(str(path))
    text = next(path.glob("part-*")).read_bytes().decode()
    return {"write": text, "schema": json.loads(frame.schema.json()), "options": options, "lines": frame.toJSON().collect()}


def csv_cases(spark: SparkSession, folder: Path) -> list[dict[str, Any]]:
    cases = [
        read_case(spark, folder, f"{cell}\n", f"x {kind}", {}) for kind, cells in CELLS.items() for cell in cells
    ]
    cases += [read_case(spark, folder, text, STRINGS, {}) for text in TEXTS]
    cases += [read_case(spark, folder, text, STRINGS, options) for text, options in VARIANTS]
    strings = spark.createDataFrame(
        [("a,b", 1), ('a"b', 2), ("a\\b", 3), ("a\nb", 4), ("", 5), (None, 6), (" a ", 7), ('a\\"b', 8), ('"', 9),
         ("\\", 10), ("a\rb", 11), ("'", 13), ("a\\,b", 14), ("\tx", 15), ("\u00e9", 16), ('"q"', 17), ("a;b", 18)],
        "s STRING, `i,\"j` INT",
    )
    options: list[dict[str, str]] = [
        {}, {"sep": "\t"}, {"nullValue": "NA"}, {"emptyValue": ""}, {"escape": '"'}, {"quote": "'"}, {"sep": ";"},
    ]
    cases += [write_case(strings, folder, more) for more in options]
    cases.append(write_case(simple(spark).drop("s", "b"), folder, {}))
    return cases


def parquet(frame: DataFrame, folder: Path, name: str) -> None:
    frame.coalesce(1).write.parquet(str(folder / name))
    shutil.copyfile(next((folder / name).glob("part-*")), HERE / name)


def arrow() -> None:
    """Types that Spark does not write, in two record batches."""
    a = pyarrow
    list_of = a.list_
    vector = a.struct([
        ("type", a.int8()), ("size", a.int32()), ("indices", list_of(a.int32())), ("values", list_of(a.float64())),
    ])
    dense = {"type": 1, "size": None, "indices": None, "values": [1.0, 2.0]}
    sparse = {"type": 0, "size": 3, "indices": [1], "values": [5.0]}
    table = a.table({
        "dictionary": a.array(["a", "b", None, "a"]).dictionary_encode(),
        "nanoseconds": a.array([1, -1, None, 5], a.timestamp("ns", "UTC")),
        "milliseconds": a.array([1, -1, None, 5], a.timestamp("ms")),
        "unsigned": a.array([2**64 - 1, 0, None, 1], a.uint64()),
        "half": a.array([1.5, None, -0.0, 2], a.float16()),
        "large": a.array(["x", "", None, "\u00e9"], a.large_string()),
        "view": a.array(["short", "more than twelve bytes", None, ""], a.string_view()),
        "pairs": a.array([[1, 2], None, [3, 4], [5, 6]], list_of(a.int32(), 2)),
        "milliday": a.array([0, 1, None, -86400000], a.date64()),
        "decimal": a.array([-123, None, 10**37, 0], a.decimal128(38, 0)),
        "map": a.array([[("a", 1)], [], None, [("b", None)]], a.map_(a.string(), a.int64())),
        "vector": a.array([dense, None, sparse, None], vector),
        "nothing": a.nulls(4),
        "bytes": a.array([b"ab", b"cd", None, b"ef"], a.binary(2)),
    })
    for name, create in (("python.arrow", a.ipc.new_file), ("python-stream.arrow", a.ipc.new_stream)):
        with create(str(HERE / name), table.schema) as writer:
            writer.write_table(table, max_chunksize=3)


def write_lines(name: str, items: list[Any]) -> None:
    lines = (json.dumps(item, ensure_ascii=True) for item in items)
    (HERE / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main() -> None:
    spark = session()
    frames = [simple(spark), nested(spark)]
    write_lines("json.jsonl", [{"schema": json.loads(f.schema.json()), "lines": f.toJSON().collect()} for f in frames])
    arrow()
    with tempfile.TemporaryDirectory() as folder:
        for k, frame in enumerate(frames):
            parquet(frame, Path(folder), f"json-{k}.parquet")
        write_lines("csv.jsonl", csv_cases(spark, Path(folder)))
    spark.stop()


if __name__ == "__main__":
    main()
