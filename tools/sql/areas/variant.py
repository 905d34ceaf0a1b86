"""VARIANT (Spark 4.0): leaves and productions."""

LEAVES = {
    "variant": [
        "parse_json(js)", "try_parse_json(js)", "try_parse_json(s)", "try_parse_json(n)", "parse_json('null')", "CAST(NULL AS VARIANT)",
        "parse_json('{\"b\":1.50,\"a\":[1,null,\"x\",{\"c\":true}],\"B\":\"12\"}')", "parse_json('[0, 1.0, 100.00, -0.0, 1e3, 12345678901234567890, \"2020-01-02\", null]')",
        "parse_json('\"2024-02-29 01:02:03\"')", "parse_json('1.5')", "parse_json('9223372036854775807')", "parse_json('{\"a\":{\"b\":{\"c\":[[1,2],[3]]}}}')", "parse_json('[]')", "parse_json('{}')",
    ],
    "vtext": [
        "js", "s", "n", "'[1.10, 0.0, -0, 1E400, 1e-7, 0.00000000000000000000000000000000000001]'", "'{\"a\":1,\"a\":2}'", "'1 2'", "'01'", "'{\"z\":1,\"é\":[],\"Z\":{}}'", "'[1,]'", "'tru'", "''", "' true'",
        "'123456789012345678901234567890123456789.5'", "'\"\\\\u00e9\\\\n\\\\ud83d\\\\ude00\"'", "NULL", "concat('\"', s, '\"')",
    ],
    "vpath": ["'$'", "'$.a'", "'$.b'", "'$[0]'", "'$[1]'", "'$[6]'", "'$.a[3].c'", "'$.a[2]'", "'$[\"a\"]'", "'$[\\'B\\']'", "'$.a.b.c[0][1]'", "concat('$.', t)", "'x'", "'$.'", "s", "'$[1].a'"],
    "vedit": ["'$.a'", "'$.b'", "'$.x'", "'$[0]'", "'$[1]'", "'$[9]'", "'$.a[3].c'", "'$.a[5]'", "'$.x.y[2].z'", "'$.a.b.c[0]'", "'$'", "'x'", "concat('$.', t)", "'$.a.b'"],
    "vtype": [
        "boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "decimal(5,2)", "decimal(38,10)", "string", "binary", "date", "timestamp", "timestamp_ntz", "variant",
        "array<int>", "array<variant>", "array<string>", "map<string,string>", "map<string,variant>", "struct<a:string,b:double,B:int>", "struct<a:variant>",
    ],
}
PRODUCTIONS = {
    "variant": """parse_json({vtext})|try_parse_json({vtext})|CAST({atom} AS VARIANT)|CAST({decimal} AS VARIANT)|CAST({float} AS VARIANT)|CAST({ntz} AS VARIANT)|CAST({binary} AS VARIANT)|CAST({ints} AS VARIANT)|CAST({nested} AS VARIANT)|CAST({doubles} AS VARIANT)
to_variant_object({struct})|to_variant_object({map})|to_variant_object({strings})|to_variant_object(array({struct}, {struct}))|to_variant_object(array({variant}, {variant}))|to_variant_object(map('k', {variant}))
variant_get({variant}, {vpath})|try_variant_get({variant}, {vpath}, 'variant')|{variant}:a|{variant}:a[0]|{variant}:['B']|{variant}:a.b.c[0]|{variant}:[1]|coalesce({variant}, {variant})|if({bool}, {variant}, {variant})|from_json({vtext}, 'variant')|CASE WHEN {bool} THEN {variant} END
variant_insert({variant}, {vedit}, {atom})|try_variant_insert({variant}, {vedit}, {variant})|variant_set({variant}, {vedit}, {atom})|try_variant_set({variant}, {vedit}, {variant}, {bool})|variant_set({variant}, {vedit}, {ints}, false)|variant_delete({variant}, {vedit})|variant_delete({variant}, {vedit}, NULL, {vedit})
variant_array_append({variant}, {vedit}, {atom})|try_variant_array_append({variant}, {vedit}, {variant})|variant_strip_nulls({variant})|variant_strip_nulls({variant}, {bool})|element_at(array({variant}), 1)|aggregate(array({variant}), {variant}, (a, v) -> v)""",
    "string": """CAST({variant} AS STRING)|to_json({variant})|to_json(struct({variant} AS v))|to_json(array({variant}))|schema_of_variant({variant})|typeof({variant})|concat({variant}, {string})|upper({variant})|CAST(array({variant}) AS STRING)|{variant}:a::string|try_variant_get({variant}, {vpath}, 'string')|length({variant})
schema_of_variant(to_variant_object(array({variant}, {variant})))|CAST(struct({variant}) AS STRING)|md5(to_json({variant}))""",
    "bool": """is_variant_null({variant})|is_valid_variant({variant})|{variant} IS NULL|({variant} = {variant})|is_variant_null(variant_get({variant}, {vpath}))|CAST({variant} AS BOOLEAN)""",
    "vcast": """variant_get({variant}, {vpath}, '{vtype}')|try_variant_get({variant}, {vpath}, '{vtype}')|CAST({variant} AS {vtype})|TRY_CAST({variant} AS {vtype})|TRY_CAST(CAST({atom} AS VARIANT) AS {vtype})|CAST(CAST({atom} AS VARIANT) AS {vtype})|{variant}:a::{vtype}|from_json({vtext}, 'a {vtype}')|try_variant_get(CAST({decimal} AS VARIANT), '$', '{vtype}')""",
    "vwrong": """hash({variant})|parse_json({int})|variant_get({string}, '$')|CAST({map} AS VARIANT)|CAST({struct} AS VARIANT)|CAST({dti} AS VARIANT)|sort_array(array({variant}))|map({variant}, 1)|map(1, {variant})|coalesce({variant}, {atom})|to_variant_object({atom})|{struct}:a|array_distinct(array({variant}))|greatest({variant}, {variant})|variant_get({variant}, 1)|CAST({variant} AS INTERVAL DAY)|{variant} + 1|NOT {variant}""",
}
