"""Schemas of JSON texts, and the options of from_json and to_json."""

LEAVES = {
    "json_text": [
        "'{\"a\":1}'", "'{\"a\":\"x\"}'", "'x'", "''", "'{\"a\":1,\"a\":2}'", "'[{\"a\":1},{\"a\":2}]'", "'{\"a\":[{\"c\":1},{\"c\":\"x\"}]}'", "'{\"a\":\"x\",\"a\":3,\"b\":4}'", "'  '", "'null'", "'[{\"a\":1},{\"b\":\"x\"},null]'", "'{\"a\":1} // c'", "'/* x */{\"a\":/*y*/1}'", "'{a:1}'", "'{a-b:1, $c:2}'", "'{\"a\":01}'", "'{\"a\":-007.5}'",
        "'{\"a\":NaN,\"b\":Infinity}'", "'{\"a\":-INF,\"b\":+INF}'", "'{\"a\":\"\\\\\\\\q\"}'", "'{\"a\":1,\"a\":\"x\"}'", "'{\"b\":{\"c\":\"y\",\"d\":2},\"a\":\"1\"}'", "'[1, 12345678901234567890, 1.5]'", "'[12345678901234567890, 1]'",
        "'123456789012345678901234567890123456789012'", "'1.5'", "'[true, 1]'", "'{\"a\":'", "'{\"\":1,\"a\":{\"\":2}}'", "'[{\"a\":1},{\"a\":\"x\"},{\"a\":{\"b\":1}}]'", "'[{\"a\":[1]},{\"a\":[\"x\"]},{\"a\":null}]'", "'[]'", "'{}'", "'[{}]'",
        "'[[]]'", "'{\"d\":null,\"e\":[],\"f\":{},\"g y\":1}'", "'{\"a\":\"2024-01-02T03:04:05\"}'", "'{\"a\":\"1.5\",\"b\":2.25}'", "'[{\"B\":1,\"a\":2},{\"a\":2.5,\"C\":true}]'", "'[[1],[2.5],[null]]'", "'[1.5, 12345678901234567890123]'", "'\"abc\"'", "'{\"a\":0.05}'",
        "'[{\"a\":{\"x\":1}},{\"a\":{\"y\":2}}]'", "'{\"1a\":1,\"12\":2,\"é\":3}'",
    ],
    "json_read_options": [
        "map('allowComments', 'true')", "map('allowUnquotedFieldNames', 'true')", "map('allowNumericLeadingZeros', 'true')", "map('allowNonNumericNumbers', 'false')", "map('allowBackslashEscapingAnyCharacter', 'true')", "map('allowSingleQuotes', 'false')",
        "map('primitivesAsString', 'true')", "map('prefersDecimal', 'true')", "map('mode', 'FAILFAST')", "map('mode', 'PERMISSIVE', 'columnNameOfCorruptRecord', 'b')", "map('dropFieldIfAllNull', 'true')", "map('inferTimestamp', 'true')", "map('unknown', 'x')",
        "map('timestampFormat', 'yyyy')",
    ],
    "json_schema": ["'a INT'", "'a STRING, b STRING'", "'a DOUBLE, b DOUBLE'", "'a INT, _corrupt_record STRING'", "'b STRUCT<c: INT, d: INT>, a INT, _corrupt_record STRING'", "'array<int>'", "'map<string,string>'", "'array<struct<a:int>>'", "'a TIMESTAMP'", "'`a-b` INT, b STRING'"],
    "json_write_options": ["map('ignoreNullFields', 'false')", "map('writeNonAsciiCharacterAsCodePoint', 'true')", "map('timestampNTZFormat', 'yyyy')", "map('dateFormat', 'dd/MM/yyyy')", "map('timestampFormat', 'yyyy HH')", "map('unknown', 'x')"],
}

PRODUCTIONS = {
    "string": """schema_of_json({json_text})|schema_of_json({json_text}, {json_read_options})|schema_of_json({json})|to_json(struct({string}, {number}, {ntz}), {json_write_options})|to_json(struct({date}, {time}), {json_write_options})|to_json({struct}, {json_write_options})
schema_of_json({json_text}, {json_read_options})""",
    "struct": "from_json({json_text}, {json_schema})|from_json({json_text}, {json_schema}, {json_read_options})|from_json({json}, {json_schema}, {json_read_options})|from_json({json_text}, {json_schema}, {json_read_options})",
}
