"""Writes schemas.json: what real Spark makes of DDL texts and how it writes schemas as JSON.

Run with pyspark 3.5: python make_schemas.py
"""

import json
import pathlib

from pyspark.ml.feature import OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession

CASES = [
  "age INT, city STRING COMMENT 'x', `we ird` DOUBLE NOT NULL, m MAP<STRING, ARRAY<INT>>, s STRUCT<a: INT, b: STRING>, d DECIMAL(10,2)",
  "a int comment'x', `r` int, r'x' int", "a int COMMENT r\"q\"", "a int comment ''",
  "a INT, b INTEGER, c BIGINT, d LONG, e SMALLINT, f SHORT, g TINYINT, h BYTE",
  "a FLOAT, b REAL, c DOUBLE, d DECIMAL, e DEC, f NUMERIC, g DEC(5), h NUMERIC(38, 18)",
  "a TIMESTAMP, b TIMESTAMP_NTZ, c TIMESTAMP_LTZ, d DATE, e STRING, f BINARY, g BOOLEAN, h VOID",
  "a CHAR(3), b VARCHAR(20), c CHARACTER(4)",
  "a char", "a varchar", "a: int, b: string", "a int,", "", "  ", "int", "a", "a int b string", "a int, a int",
  "A int, a int", "a struct<>", "a struct<x int, y: string>", "a STRUCT<x: INT NOT NULL COMMENT 'c', y: INT>",
  "a struct<x: struct<y: array<map<int,struct<>>>>>", "a array<array<int>>", "`a``b` int", "`a.b` int", "a.b int",
  "1a int", "1 int", "a1_ int", "_a int", "é int", "a-b int", "a$ int", "select int", "from string, table int, null int",
  "timestamp timestamp", "date date, array array<int>, map map<int,int>", "not int", "a int not null", "a int null",
  "a int comment 'it''s'", "a int comment \"d\"", "a int comment 'a' 'b'", "a int comment 'x\\ty\\u0041\\'q'",
  "a int comment 'x' not null", "a int not null comment 'x'", "a int comment", "a int not", "a int default 5",
  "a int default 5 comment 'x'", "a INTERVAL", "a INTERVAL DAY TO SECOND", "a VARIANT", "a vector", "a foo", "a decimal(0,0)",
  "a decimal(39,2)", "a decimal(5,6)", "a decimal(10,-2)", "a decimal()", "a decimal(10,2,3)", "a int(3)", "a string(3)",
  "a decimal ( 10 , 2 )", "a array<int", "a array<int>>", "a array", "a map<int>", "a map<int,int,int>", "a struct", "a array<>",
  "a int -- comment", "a int /* c */, b int", "a -- x\n int", "a int, -- x\n b int", "a int;", "a\tint\n,\nb\r\nint", "a:int", "a :int", "a : int", "`` int", "` ` int",
  "a array<struct<x:int>>,b int", "a struct<`x y`: int>", "a struct<x: int comment 'x', y int>", "struct<a:int,b:string>", "STRUCT<a: INT>",
  "array<int>", "decimal(3,1)", "'a' int", "\"a\" int", "a 'int'", "a `int`", "a INT UNSIGNED", "a double precision", "a float(3)", "a nvarchar(3)",
  "a null", "a int GENERATED ALWAYS AS (1)", "a int NOT  NULL", "a int NOTNULL", "a bool", "a text", "a datetime", "a number", "a any", "a decimal(10, 2) NOT NULL COMMENT 'm', b int",
  "a array<int not null>", "a array<element: int>", "a map<string,int> not null", "a struct<x: array<int>> not null comment 'q'",
  "a varchar(0)", "a char(0)", "a varchar(x)", "a decimal(x)", "a array<varchar(3)>", "a struct<x: char(3)>", "a struct<x int, x int>",
  "12e3 int", "1.5 int", "a1 int, 2b int, 3_c int", "a string collate UTF8_BINARY", "a STRING COLLATE UNICODE", "a time", "a int, , b int", ", a int", "a timestamp_ltz, b timestamp without time zone",
  "a interval year", "a interval year to month, b interval month, c interval second, d interval hour to minute", "a \u00a0int", "int int, string string", "a int comment r'x\\ty'", "a int comment 'x\\%y\\_z\\n\\0\\101\\U0001F600'",
]


def spark_schema(spark, ddl):
    """The JSON of Scala's StructType.fromDDL, or None where Spark refuses the text."""
    try:
        return spark._jvm.org.apache.spark.sql.types.StructType.fromDDL(ddl).json()
    except Exception:
        return None


def ml_schemas(spark):
    """Schemas with vectors, matrices, attributes and flags that DDL cannot say."""
    frame = spark.createDataFrame([("a", 1.0), ("b", 2.0)], ["city", "age"])
    frame = StringIndexer(inputCol="city", outputCol="index").fit(frame).transform(frame)
    frame = OneHotEncoder(inputCol="index", outputCol="hot").fit(frame).transform(frame)
    frame = VectorAssembler(inputCols=["hot", "age"], outputCol="features").transform(frame)
    yield frame._jdf.schema().json()
    matrix = spark._jvm.org.apache.spark.ml.linalg.SQLDataTypes.MatrixType()
    yield spark._jvm.org.apache.spark.sql.types.StructType().add("m", matrix, False).json()
    query = "select array(1) a, map('k', 2.5) m, named_struct('x', 1Y, 'y', array('s')) s, null n, cast(1 as decimal(7,3)) d"
    yield spark.sql(query)._jdf.schema().json()
    yield spark._jvm.org.apache.spark.sql.types.StructType().json()


def main():
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    truth = {
        "spark": spark.version,
        "ddl": [[ddl, spark_schema(spark, ddl)] for ddl in CASES],
        "json": list(ml_schemas(spark)),
    }
    text = json.dumps(truth, indent=1) + "\n"
    pathlib.Path(__file__).with_name("schemas.json").write_text(text, encoding="utf-8")


main()
