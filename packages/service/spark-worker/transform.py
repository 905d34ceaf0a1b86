"""Lets real Spark transform rows: transform.py MODEL ROWS.parquet ANSWERS.parquet TIME_ZONE

Started by `tinderbox verify --spark`, with a Python that has pyspark or by spark-submit. One partition, so that the
answers keep the order of the rows. The last line of stdout is JSON: {"spark": version, "sums": order or null}, or
{"error": one line}.
"""

import json
import sys


def load(spark, path):
    """The model by the class that its metadata names, pipelines and bare models alike."""
    jvm = spark._jvm
    first = spark.sparkContext.textFile(path + "/metadata", 1).first()
    name = json.loads(first)["class"]
    if name.startswith("pyspark."):
        from pyspark.ml.util import DefaultParamsReader

        return DefaultParamsReader.loadParamsInstance(path, spark.sparkContext)._to_java()
    found = jvm
    for part in name.split("."):
        found = getattr(found, part)
    return found.load(path)


def main(model, rows, answers, time_zone):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("tinderbox verify").config("spark.ui.enabled", "false")
    settings = {"spark.default.parallelism": "1", "spark.sql.files.maxPartitionBytes": "1t", "spark.sql.session.timeZone": time_zone}
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    frame = spark.read.parquet(rows)
    load(spark, model).transform(frame._jdf).write().parquet(answers)
    result = {"spark": spark.version, "sums": sums_of(spark._jvm)}
    spark.stop()
    return result


def sums_of(jvm):
    """The order in which this Spark adds dense products, by the name that tinderbox has for it."""
    try:
        blas = jvm.dev.ludovic.netlib.blas.JavaBLAS.getInstance().getClass().getSimpleName()
        if blas == "VectorBLAS":
            return "lanes%d" % jvm.jdk.incubator.vector.DoubleVector.SPECIES_MAX.length()
    except Exception:  # Spark before 3.2 has another library.
        return None
    return {"Java11BLAS": "fma4", "Java8BLAS": "sequential"}.get(blas)


def describe(error):
    """The innermost message of a Java failure, or Python's own, in one line."""
    cause = getattr(error, "java_exception", None)
    while cause is not None and cause.getCause() is not None:
        cause = cause.getCause()
    text = str(error) if cause is None else str(cause.toString())
    return " ".join(text.split())[:500]


if __name__ == "__main__":
    try:
        result = main(*sys.argv[1:])
    except Exception as error:  # Whatever Spark throws is told in one line.
        result = {"error": describe(error)}
    print(json.dumps(result), flush=True)
    sys.exit(1 if "error" in result else 0)
