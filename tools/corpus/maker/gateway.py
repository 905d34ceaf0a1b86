"""A JVM running Spark, spoken to through py4j.

Only the JVM's classes are used, never the Python side of pyspark: so every release since 2.4 is
driven the same way, whatever Python it was written for.
"""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from py4j.java_gateway import GatewayParameters, JavaGateway, is_instance_of, java_import

from maker.versions import Release, spark_home

SPARK_CONF = {
    "spark.master": "local[2]",
    "spark.ui.enabled": "false",
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.default.parallelism": "2",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.jsonGenerator.ignoreNullFields": "false",
    "spark.log.level": "OFF",
}


class Spark:
    """A running Spark session and the few JVM conveniences the corpus needs."""

    def __init__(self, release: Release, work: Path) -> None:
        self.release = release
        self.process, port, secret = _launch(release, work)
        parameters = GatewayParameters(port=port, auth_token=secret, auto_convert=True)
        self.gateway = JavaGateway(gateway_parameters=parameters)
        self.jvm = self.gateway.jvm
        self.session = self._session()
        self.session.sparkContext().setLogLevel("OFF")

    def _session(self) -> Any:
        package = "org.apache.spark.sql.classic" if self.release.number >= (4,) else "org.apache.spark.sql"
        java_import(self.jvm, f"{package}.SparkSession")
        builder = self.jvm.SparkSession.builder()
        for key, value in SPARK_CONF.items():
            builder = builder.config(key, value)
        return builder.getOrCreate()

    def java_class(self, name: str) -> Any:
        """The class called `name`, ready to be constructed or asked for statics."""
        found: Any = self.jvm
        for part in name.split("."):
            found = getattr(found, part)
        return found

    def array(self, java_type: str, values: list[Any]) -> Any:
        """A Java array; `java_type` is a class name or a primitive such as double."""
        primitive = getattr(self.jvm, java_type) if "." not in java_type else self.java_class(java_type)
        result = self.gateway.new_array(primitive, len(values))
        for index, value in enumerate(values):
            result[index] = value
        return result

    def array_of_arrays(self, java_type: str, rows: list[list[Any]]) -> Any:
        """A Java array of arrays, each row of its own length."""
        reflect = self.jvm.java.lang.reflect.Array
        first = self.array(java_type, rows[0])
        result = reflect.newInstance(first.getClass(), len(rows))
        for index, row in enumerate(rows):
            result[index] = self.array(java_type, row)
        return result

    def is_a(self, thing: Any, class_name: str) -> bool:
        return is_instance_of(self.gateway, thing, class_name)

    def stop(self) -> None:
        self.session.stop()
        self.gateway.shutdown()
        self.process.stdin.close()
        self.process.wait(timeout=60)


def _launch(release: Release, work: Path) -> tuple[subprocess.Popen[bytes], int, str]:
    """Start Spark's own Python gateway, by Spark's own launcher and with its default JVM flags."""
    home = spark_home()
    with tempfile.TemporaryDirectory(dir=work) as folder:
        told = Path(folder) / "connection"
        command = [
            str(home / "bin" / "spark-submit"),
            "--driver-memory", "1500m",
            "--conf", f"spark.sql.warehouse.dir={work / 'warehouse'}",
            "--driver-java-options", " ".join(release.java_options + ["-Dfile.encoding=UTF-8", "-Duser.timezone=UTC"]),
            "pyspark-shell",
        ]
        settings = {
            **os.environ, "SPARK_HOME": str(home), "_PYSPARK_DRIVER_CONN_INFO_PATH": str(told),
            "SPARK_LOCAL_IP": "127.0.0.1", "LC_ALL": "C.UTF-8",
        }
        log = (work / f"spark-{release.pyspark}.log").open("wb")
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log, env=settings)
        deadline = time.monotonic() + 120
        while not told.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"Spark {release.pyspark} did not start, see {log.name}")
            time.sleep(0.1)
        content = told.read_bytes()
        port, length = struct.unpack(">ii", content[:8])
        return process, port, content[8 : 8 + length].decode()
