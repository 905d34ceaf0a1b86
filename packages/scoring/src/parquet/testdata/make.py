"""Writes the test files and what pyarrow reads from them. Needs Python 3 and pyarrow (made with 26.0).

    python make.py

`<data>.<variant>.parquet` holds the rows of `<data>.jsonl`, one JSON object a line. Numbers as such; NaN, infinities, -0 and integers beyond 2^53 as strings;
decimals as plain text; dates as days and timestamps as microseconds since 1970; bytes as "hex:..."; maps as pairs.
"""

import datetime
import decimal
import io
import json
import math
import os
import random
import struct

import pyarrow as pa
import pyarrow.parquet as pq

from thrift_compact import read_struct, write_struct

HERE = os.path.dirname(os.path.abspath(__file__))
MICROS = {"s": 1_000_000, "ms": 1000, "us": 1}


def canonical(scalar):
    kind = scalar.type
    if not scalar.is_valid:
        return None
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return [canonical(item) for item in scalar.values]
    if pa.types.is_map(kind):
        return [[canonical(entry["key"]), canonical(entry["value"])] for entry in scalar.values]
    if pa.types.is_struct(kind):
        return {name: canonical(scalar[name]) for name in scalar}
    if pa.types.is_timestamp(kind):
        micros = scalar.value // 1000 if kind.unit == "ns" else scalar.value * MICROS[kind.unit]
        return exact(micros)
    if pa.types.is_date32(kind):
        return scalar.value
    value = scalar.as_py()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return "hex:" + value.hex()
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return "-0" if value == 0 and math.copysign(1, value) < 0 else value
    if pa.types.is_uint64(kind):
        return str(value)
    return exact(value) if isinstance(value, int) and not isinstance(value, bool) else value


def exact(value):
    return value if abs(value) < 2**53 else str(value)


def save(name, data, table=None):
    """`table` is the truth where pyarrow cannot be."""
    with open(os.path.join(HERE, name + ".parquet"), "wb") as file:
        file.write(data)
    table = table or pq.read_table(io.BytesIO(data))
    columns = [[canonical(value) for value in column] for column in table.columns]
    rows = [dict(zip(table.column_names, values)) for values in zip(*columns)] if columns else []
    text = "".join(json.dumps(row, separators=(",", ":"), ensure_ascii=False) + "\n" for row in rows)
    expected = name.split(".")[0]
    assert EXPECTED.setdefault(expected, text) == text, name
    with open(os.path.join(HERE, expected + ".jsonl"), "w") as file:
        file.write(text)


EXPECTED = {}


def write(table, **options):
    sink = io.BytesIO()
    small = {"compression": "none", "store_schema": False, "write_statistics": False}
    pq.write_table(table, sink, **{**small, **options})
    return sink.getvalue()


def flat(rows, seed=7):
    chance = random.Random(seed)

    def column(kind, make, nulls=0.2):
        return pa.array([None if chance.random() < nulls else make() for _ in range(rows)], kind)

    def text():
        return "".join(chance.choice("abcxyz é漢😀") for _ in range(chance.randrange(0, 30)))

    specials = [0.0, -0.0, math.nan, math.inf, -math.inf, 5e-324, 1.7976931348623157e308]
    return pa.table(
        {
            "b": column(pa.bool_(), lambda: chance.random() < 0.5),
            "i8": column(pa.int8(), lambda: chance.randrange(-128, 128)),
            "u32": column(pa.uint32(), lambda: chance.randrange(0, 2**32)),
            "u64": column(pa.uint64(), lambda: chance.randrange(0, 2**64)),
            "i32": column(pa.int32(), lambda: chance.randrange(-(2**31), 2**31)),
            "i64": column(pa.int64(), lambda: chance.randrange(-(2**63), 2**63) >> chance.randrange(0, 60)),
            "f32": column(pa.float32(), lambda: chance.uniform(-9, 9)),
            "f64": column(pa.float64(), lambda: chance.choice(specials + [chance.gauss(0, 1)] * 7)),
            "full": column(pa.float64(), lambda: chance.gauss(0, 1), nulls=0),
            "none": column(pa.int32(), lambda: 0, nulls=1),
            "text": column(pa.string(), text),
            "word": column(pa.string(), lambda: chance.choice(["red", "green", "blue", ""])),
            "bytes": column(pa.binary(), lambda: chance.randbytes(chance.randrange(0, 12))),
            "fixed": column(pa.binary(5), lambda: chance.randbytes(5)),
            "dec9": column(pa.decimal128(9, 2), lambda: decimal.Decimal(chance.randrange(-(10**8), 10**8)).scaleb(-2)),
            "dec38": column(pa.decimal128(38, 10), lambda: decimal.Decimal(chance.randrange(-(10**27), 10**27)).scaleb(-10)),
            "date": column(pa.date32(), lambda: datetime.date(1900 + chance.randrange(200), 2, 3)),
            "ms": column(pa.timestamp("ms", "UTC"), lambda: chance.randrange(-(10**13), 10**13)),
            "us": column(pa.timestamp("us"), lambda: chance.randrange(-(10**16), 10**16)),
            "ns": column(pa.timestamp("ns"), lambda: chance.randrange(-(10**18), 10**18)),
        }
    )


VECTOR = pa.struct(
    [
        pa.field("type", pa.int8(), nullable=False),
        pa.field("size", pa.int32()),
        pa.field("indices", pa.list_(pa.field("element", pa.int32(), nullable=False))),
        pa.field("values", pa.list_(pa.field("element", pa.float64(), nullable=False))),
    ]
)


def nested(rows, seed=11):
    chance = random.Random(seed)

    def maybe(make, share=0.2):
        return None if chance.random() < share else make()

    def items(make, most=4):
        return [make() for _ in range(chance.randrange(0, most))]

    def number():
        return chance.randrange(-100, 100)

    def point():
        return {"x": maybe(number), "tags": maybe(lambda: items(lambda: maybe(lambda: chance.choice("abc"))))}

    def vector():
        if chance.random() < 0.5:
            return {"type": 1, "size": None, "indices": None, "values": [chance.gauss(0, 1) for _ in range(3)]}
        at = sorted(chance.sample(range(9), 2))
        return {"type": 0, "size": 9, "indices": at, "values": [1.5, -2.0]}

    def array(kind, make):
        return pa.array([maybe(make) for _ in range(rows)], kind)

    inner = pa.struct([("x", pa.int32()), ("tags", pa.list_(pa.string()))])
    keys = ["k1", "k2", "k3"]
    deep = pa.list_(pa.list_(pa.list_(pa.int64())))
    return pa.table(
        {
            "list": array(pa.list_(pa.int32()), lambda: items(lambda: maybe(number))),
            "struct": array(inner, point),
            "structs": array(pa.list_(inner), lambda: items(lambda: maybe(point))),
            "deep": array(deep, lambda: items(lambda: maybe(lambda: items(lambda: maybe(lambda: items(number)))))),
            "map": array(pa.map_(pa.string(), pa.float64()), lambda: [(k, maybe(chance.random)) for k in keys[: number() % 4]]),
            "mapped": array(pa.map_(pa.string(), pa.list_(inner)), lambda: [("k", maybe(lambda: items(point)))]),
            "nest": array(pa.struct([("a", pa.struct([("b", pa.struct([("c", pa.string())]))]))]), lambda: {"a": maybe(lambda: {"b": maybe(lambda: {"c": maybe(lambda: "v")})})}),
            "vector": array(VECTOR, vector),
        }
    )


def footer_of(data):
    length = struct.unpack("<I", data[-8:-4])[0]
    return len(data) - 8 - length, read_struct(data[-8 - length : -8], 0)[0]


def with_footer(body, footer):
    written = write_struct(footer)
    return body + written + struct.pack("<I", len(written)) + b"PAR1"


def reshape(data, change):
    """The file with another schema: `change` gets the list of schema elements."""
    at, footer = footer_of(data)
    change(footer[2][1][1])
    footer[5] = (9, (12, []))
    return with_footer(data[:at], footer)


def rename(old, new):
    def change(elements):
        for element in elements:
            if element[4][1] == old:
                element[4] = (8, new)

    return change


def drop_elements(name):
    """list -> element becomes name: the two-level lists of old writers. The levels are the same."""

    def change(elements):
        at = 0
        while at < len(elements):
            if elements[at][4][1] == b"list":
                del elements[at]
                elements[at][3] = (5, 2)
                elements[at][4] = (8, name)
            at += 1

    return change


def drop_annotated(elements):
    """A required list becomes a repeated field without annotation."""
    name = elements[1][4]
    del elements[1:3]
    elements[1][3] = (5, 2)
    elements[1][4] = name


def rewrite_page(data, change):
    """The file of one column and one v1 page with another body; `change` gets header, column metadata and body."""
    at, footer = footer_of(data)
    metadata = footer[4][1][1][0][1][1][1][0][3][1]
    start = metadata[9][1]
    header, body_at = read_struct(data, start)
    body = change(header, metadata, data[body_at : body_at + header[3][1]])
    header[3] = (5, len(body))
    page = write_struct(header) + body
    metadata[7] = (6, len(page))
    return with_footer(data[:start] + page, footer)


def hadoop_lz4(header, metadata, body):
    metadata[4] = (5, 5)
    half = len(body) // 2
    frames = b""
    for part in (body[:half], body[half:]):
        block = pa.Codec("lz4_raw").compress(part, asbytes=True)
        frames += struct.pack(">II", len(part), len(block)) + block
    return frames


def bare_lz4(header, metadata, body):
    metadata[4] = (5, 5)
    return pa.Codec("lz4_raw").compress(body, asbytes=True)


def bit_packed(header, metadata, body):
    """Definition levels 0,1,1,0,1,1,1,1,0,1 of an optional column, most significant bit first."""
    header[5][1][3] = (5, 4)
    header[2] = (5, header[2][1] - 4 - struct.unpack("<I", body[:4])[0] + 2)
    return bytes([0b01101111, 0b01000000]) + body[4 + struct.unpack("<I", body[:4])[0] :]


DELTAS = {
    "u32": "DELTA_BINARY_PACKED",
    "u64": "DELTA_BINARY_PACKED",
    "i32": "DELTA_BINARY_PACKED",
    "i64": "DELTA_BINARY_PACKED",
    "none": "DELTA_BINARY_PACKED",
    "text": "DELTA_LENGTH_BYTE_ARRAY",
    "bytes": "DELTA_BYTE_ARRAY",
    "word": "DELTA_BYTE_ARRAY",
    "fixed": "DELTA_BYTE_ARRAY",
    "date": "DELTA_BINARY_PACKED",
    "us": "DELTA_BINARY_PACKED",
    "b": "RLE",
}


def make():
    flats, nests, many = flat(24), nested(24), flat(160, 5).select(DELTAS)
    for codec in ("none", "snappy", "gzip", "zstd", "lz4"):
        for version in ("1.0", "2.0"):
            name = f"{codec}-v{version[0]}"
            save(f"flat.{name}", write(flats, compression=codec, data_page_version=version, row_group_size=15))
            save(f"nested.{name}", write(nests, compression=codec, data_page_version=version))
    save("flat.default", write(flats, compression="snappy", store_schema=True, write_statistics=True))
    save("nested.plain-pages", write(nests, use_dictionary=False, data_page_size=32, write_batch_size=4, row_group_size=20))
    save("many.pages", write(many, compression="snappy", data_page_size=128, write_batch_size=16))
    save("many.plain", write(many, compression="snappy", use_dictionary=False))
    save("many.delta", write(many, use_dictionary=False, column_encoding=DELTAS, compression="zstd"))
    split = {name: "BYTE_STREAM_SPLIT" for name in ("f32", "f64", "full", "i32", "i64", "fixed")}
    save("flat.split", write(flats, use_dictionary=False, column_encoding=split))
    steps = pa.table({"step": pa.array(range(300), pa.int64()), "back": pa.array(range(0, -900, -3), pa.int32())})
    packed = {name: "DELTA_BINARY_PACKED" for name in steps.column_names}
    save("steps.delta", write(steps, use_dictionary=False, column_encoding=packed, data_page_version="2.0"))
    sums = {"compression": "snappy", "write_page_checksum": True}
    save("steps.checksums", write(steps, use_dictionary=False, **sums))
    save("nested.checksums-v2", write(nests, data_page_version="2.0", **sums))
    save("steps.dictionary", write(steps, compression="snappy"))
    times = pa.table({"t": pa.array([0, -1_000_001, None, 1_700_000_000_123_456], pa.timestamp("us"))})
    save("times.int96-plain", write(times, use_deprecated_int96_timestamps=True, use_dictionary=False))
    save("times.int96-dictionary", write(times, use_deprecated_int96_timestamps=True))
    save("empty.one-group", write(flat(0)))
    save("empty.no-group", without_groups(write(flat(3))))
    make_legacy()


def without_groups(data):
    """The same schema with no row group."""
    at, footer = footer_of(data)
    footer[3] = (6, 0)
    footer[4] = (9, (12, []))
    return with_footer(data[:4], footer)


def make_legacy():
    def required(kind):
        return pa.list_(pa.field("element", kind, nullable=False))

    numbers = pa.table({"f": pa.array([[1, 2], None, [], [3]], required(pa.int32()))})
    pair = pa.struct([("a", pa.int32()), ("b", pa.string())])
    single = pa.struct([("a", pa.int32())])
    pairs = pa.table({"f": pa.array([[{"a": 1, "b": "x"}], None, [], [{"a": None, "b": None}] * 2], required(pair))})
    singles = pa.table({"f": pa.array([[{"a": 1}], None, [], [{"a": None}, {"a": 4}]], required(single))})
    save("numbers.array", reshape(write(numbers), drop_elements(b"array")))
    save("pairs.array", reshape(write(pairs), drop_elements(b"array")))
    save("singles.array", reshape(write(singles), drop_elements(b"array")))
    save("singles.tuple", reshape(write(singles), drop_elements(b"f_tuple")))
    optional = pa.table({"f": pa.array([[1, None], None, [], [3]], pa.list_(pa.int32()))})

    def bag(elements):
        rename(b"list", b"bag")(elements)
        rename(b"element", b"array_element")(elements)

    save("optional.bag", reshape(write(optional), bag))
    maps = pa.table({"f": pa.array([[("k", 1)], None, [], [("k", None), ("l", 2)]], pa.map_(pa.string(), pa.int32()))})
    save("entries.map", reshape(write(maps), rename(b"key_value", b"map")))
    field = pa.field("f", required(pa.int32()), nullable=False)
    repeated = pa.table([pa.array([[1, 2], [], [3]], field.type)], pa.schema([field]))
    save("repeated.field", reshape(write(repeated), drop_annotated))
    values = pa.table({"f": pa.array([None if bit == "0" else float(i) for i, bit in enumerate("0110111101")])})
    plain = write(values, use_dictionary=False)
    # pyarrow takes BIT_PACKED levels from the wrong end of the byte; the format and Spark begin at the high bit.
    save("levels.bit-packed", rewrite_page(plain, bit_packed), values)
    save("levels.lz4-hadoop", rewrite_page(plain, hadoop_lz4))
    save("levels.lz4-bare", rewrite_page(plain, bare_lz4))


if __name__ == "__main__":
    make()
