"""Reads Parquet that `tinderbox batch` wrote with pyspark, and with pyarrow, pandas and DuckDB where they are installed.

Prints one JSON object: for each reader its types and a digest of the rows.
"""
import json
import sys

path = sys.argv[1]
found = {}


def plain(value):
    if hasattr(value, "toArray"):
        return [float(x) for x in value.toArray()]
    if isinstance(value, dict) and set(value) == {"type", "size", "indices", "values"}:
        if value["type"] == 1:
            return value["values"]
        dense = [0.0] * value["size"]
        for index, element in zip(value["indices"], value["values"]):
            dense[index] = element
        return dense
    return value


def describe(rows, types):
    ordered = sorted(([plain(value) for value in row] for row in rows), key=json.dumps)
    return {"types": types, "rows": ordered}


try:
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    found["pyarrow"] = describe([list(row.values()) for row in table.to_pylist()], [str(t) for t in table.schema.types])
    frame = table.to_pandas()
    found["pandas"] = {"types": [str(t) for t in frame.dtypes], "rows": len(frame)}
except ImportError:
    pass

try:
    import duckdb

    relation = duckdb.sql(f"select * from '{path}/*.parquet'")
    found["duckdb"] = describe(relation.fetchall(), [str(t) for t in relation.types])
except ImportError:
    pass

try:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    frame = spark.read.parquet(path)
    types = [field.dataType.simpleString() for field in frame.schema.fields]
    found["pyspark"] = describe([list(row) for row in frame.collect()], types)
    spark.stop()
except ImportError:
    pass

print(json.dumps(found))
