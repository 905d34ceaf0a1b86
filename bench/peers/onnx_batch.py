#!/usr/bin/env python3
"""Scores Parquet into Parquet: `onnx_batch.py <model.onnx> <schema.json> <folder> <out.parquet> <threads>`.

The model is one of make_onnx.py with two classes; the output has `id` and `prediction`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy
import onnxruntime
import pyarrow
import pyarrow.dataset as dataset
import pyarrow.parquet as parquet

ROWS = 65_536
SCHEMA = pyarrow.schema([("id", pyarrow.int64()), ("prediction", pyarrow.float64())])


def main() -> None:
    model, schema, folder, output, threads = sys.argv[1:]
    names = [field["name"] for field in json.loads(Path(schema).read_text(encoding="utf-8"))["fields"] if field["name"] != "id"]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(threads)
    pyarrow.set_cpu_count(int(threads))
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    with parquet.ParquetWriter(output, SCHEMA) as writer:
        for batch in dataset.dataset(folder, format="parquet").to_batches(batch_size=ROWS):
            rows = numpy.empty((batch.num_rows, len(names)), numpy.float32)
            for place, name in enumerate(names):
                rows[:, place] = batch.column(name).to_numpy()
            (scores,) = session.run(["score"], {"rows": rows})
            prediction = (scores[:, 0] > 0.5).astype(numpy.float64)
            writer.write_batch(pyarrow.record_batch([batch.column("id"), prediction], schema=SCHEMA))


if __name__ == "__main__":
    main()
