"""The table of edge values that every expression is evaluated over."""

from __future__ import annotations

#: Name and type of each column.
COLUMNS = [
    ("p", "boolean"), ("q", "boolean"), ("b", "tinyint"), ("h", "smallint"), ("i", "int"), ("j", "int"), ("l", "bigint"),
    ("f", "float"), ("d", "double"), ("e", "double"), ("x", "decimal(10,2)"), ("y", "decimal(38,18)"), ("s", "string"),
    ("t", "string"), ("n", "string"), ("dt", "date"), ("ts", "timestamp"), ("ntz", "timestamp_ntz"), ("bin", "binary"),
    ("ai", "array<int>"), ("ad", "array<double>"), ("at", "array<string>"), ("aa", "array<array<int>>"), ("m", "map<string,int>"),
    ("st", "struct<a:int,b:string>"), ("js", "string"), ("ds", "string"),
]

ROWS = [
    {
        "p": "true", "q": "false", "b": "5", "h": "300", "i": "7", "j": "-3", "l": "9007199254740993", "f": "1.5", "d": "2.25",
        "e": "-0.5", "x": "12.34", "y": "1.000000000000000001", "s": "'Hello World'", "t": "'o'", "n": "' 42 '",
        "dt": "DATE'2024-02-29'", "ts": "TIMESTAMP'2024-02-29 13:14:15.123456'", "ntz": "TIMESTAMP_NTZ'2024-02-29 13:14:15.123456'",
        "bin": "X'00FF10'", "ai": "array(3, 1, 2, 1)", "ad": "array(1.5D, double('NaN'), -0.0D)", "at": "array('b', 'a', NULL)",
        "aa": "array(array(1, 2), array(3))", "m": "map('a', 1, 'b', NULL)", "st": "named_struct('a', 1, 'b', 'x')",
        "js": "'{\"a\":1,\"b\":[1,2.5,\"x\"],\"c\":{\"d\":null,\"e\":true}}'", "ds": "'2023-12-31 23:59:59.5'",
    },
    {
        "p": "false", "q": "false", "b": "-128", "h": "-32768", "i": "2147483647", "j": "2", "l": "-9223372036854775808", "f": "0.1",
        "d": "double('NaN')", "e": "1e300", "x": "-99999999.99", "y": "-12345678901234567890.123456789012345678",
        "s": "'ÀéÎ Straße 😀 İ'", "t": "''", "n": "'1e3'", "dt": "DATE'1969-12-31'", "ts": "TIMESTAMP'1969-12-31 23:59:59.999999'",
        "ntz": "TIMESTAMP_NTZ'0001-01-01 00:00:00'", "bin": "X''", "ai": "array()", "ad": "array()", "at": "array()", "aa": "filter(array(array(1)), v -> false)",
        "m": "map()", "st": "named_struct('a', NULL, 'b', '')", "js": "'[1, {\"a\": \"q\"}]'", "ds": "'2023-02-30'",
    },
    {},
    {
        "p": "NULL", "q": "true", "b": "0", "h": "0", "i": "0", "j": "0", "l": "0", "f": "float('-Infinity')", "d": "-0.0D", "e": "0.0D",
        "x": "0", "y": "0", "s": "'a,b;c  d'", "t": "'a'", "n": "'-12.5'", "dt": "DATE'1582-10-15'", "ts": "TIMESTAMP'1970-01-01 00:00:00'",
        "ntz": "TIMESTAMP_NTZ'9999-12-31 23:59:59.999999'", "bin": "X'616263'", "ai": "array(NULL, 5, -5, NULL)", "ad": "array(0.0D, -0.0D, NULL)",
        "at": "array('x', '', 'x')", "aa": "array(NULL, array(NULL))", "m": "map('k', 0)", "st": "named_struct('a', -1, 'b', NULL)",
        "js": "'not json'", "ds": "'1970-01-01T00:00:00Z'",
    },
    {
        "p": "true", "q": "NULL", "b": "127", "h": "32767", "i": "-2147483648", "j": "-1", "l": "9223372036854775807", "f": "float('NaN')",
        "d": "1e-5D", "e": "123456789.987654321D", "x": "99999999.99", "y": "0.000000000000000001", "s": "'  pad\\t'", "t": "' '", "n": "'abc'",
        "dt": "DATE'9999-12-31'", "ts": "TIMESTAMP'1900-01-01 00:00:00.000001'", "ntz": "TIMESTAMP_NTZ'2000-01-01 12:00:00'",
        "bin": "X'E282AC'", "ai": "array(2147483647, -2147483648)", "ad": "array(double('Infinity'), 1e-300D)", "at": "array('Z', 'é', '😀', 'a b')",
        "aa": "array(array(), array(7, 7))", "m": "map('', -5, 'z', 5)", "st": "NULL", "js": "'{\"a\": \"1\", \"a b\": 3.0}'", "ds": "'12/25/2020'",
    },
]


def columns_of(version: str) -> list[tuple[str, str]]:
    """The columns whose types that Spark has."""
    has_local_timestamps = tuple(map(int, version.split(".")[:2])) >= (3, 4)
    return [column for column in COLUMNS if has_local_timestamps or column[1] != "timestamp_ntz"]
