"""Lines of CSV to structs and back."""

LEAVES = {
    "line": [
        "'1,2,3'", "'\"a\"\"b\",c'", "'\"a\\\\\"b\",c'", "'\"a,b\" ,c'", "'\"a\" x,c'", "'a\"b\",c'", "' \"a\",c'", "'\"a,c'", "'\"\",c'", "',c'", "'c,'", "'c,\"\"'", "''", "'  '", "'\"\"'", "'\"a\"\"'", "'\"a\\\\\\\\\",b'", "'x\\n'", "'#1,2'",
        "' 1 , 2 '", "'1;2;3'", "'1||2'", "'NA,2'", "'true,FALSE'", "'1.5,1e3'", "'Inf,-Inf'", "'NaN,Infinity'", "'127,128'", "'+5,1.0'", "'1234.567,\"1,234.5\"'", "'2024-01-02,2024-1-2'", "'2024-01-02T03:04:05Z,2024-01-02 03:04:05'",
        "'02/01/2024,26/08/2015'", "'inf,1d'", "'-1,99999999999'", "s", "t", "n", "js", "ds", "concat_ws(',', s, t)", "'''a,b'',c'", "'\"\",\"\"\"\"'", "'\"a\\\\x\",\"\\\\\"'",
    ],
    "csv_schema": [
        "'a STRING, b STRING'", "'a INT, b DOUBLE'", "'a STRING'", "'a BIGINT, b FLOAT, c STRING'", "'a DATE, b DATE'", "'a TIMESTAMP, b TIMESTAMP_NTZ'", "'a BOOLEAN, b BOOLEAN'", "'a DECIMAL(10,2), b DECIMAL(4,1)'", "'a TINYINT, b SMALLINT'",
        "'a INT, _corrupt_record STRING'", "'a INT, b STRING, c STRING'", "'STRUCT<a: INT, b: STRING>'", "'INT'", "'a BINARY'",
    ],
    "csv_read_options": [
        "map('sep', ';')", "map('sep', '||')", "map('nullValue', 'NA')", "map('emptyValue', 'E')", "map('escape', '\"')", "map('quote', '''')", "map('mode', 'FAILFAST')", "map('mode', 'PERMISSIVE', 'columnNameOfCorruptRecord', 'c')",
        "map('ignoreLeadingWhiteSpace', 'true')", "map('ignoreLeadingWhiteSpace', 'true', 'ignoreTrailingWhiteSpace', 'true')", "map('dateFormat', 'dd/MM/yyyy')", "map('timestampFormat', 'dd/MM/yyyy')", "map('comment', '#')", "map('header', 'true')",
        "map('delimiter', '\\\\t')", "map('positiveInf', 'inf', 'nanValue', '1d')", "map('unknown', 'x')",
    ],
    "csv_write_options": [
        "map('sep', ';')", "map('sep', '||')", "map('quoteAll', 'true')", "map('nullValue', 'N')", "map('emptyValue', 'E')", "map('escape', '\"')", "map('quote', '''')", "map('escapeQuotes', 'false')", "map('ignoreLeadingWhiteSpace', 'false')",
        "map('ignoreTrailingWhiteSpace', 'false')", "map('dateFormat', 'dd/MM/yyyy')", "map('timestampFormat', 'yyyy HH')", "map('quoteAll', 'true', 'emptyValue', 'E', 'nullValue', 'N')", "map('comment', '!')", "map('quote', '')",
    ],
    "csv_text": ["s", "t", "js", "' x,y '", "'q\"r'", "''", "NULL", "'\"x\"'", "'#a'", "'a\\\\b'", "'a\"\\\\b'", "'x\\ny'", "'\\t'", "'it''s'", "'!a'", "'a,\\\\'"],
}

PRODUCTIONS = {
    "struct": "from_csv({line}, {csv_schema})|from_csv({line}, {csv_schema}, {csv_read_options})|from_csv({line}, 'a STRING, b STRING')|from_csv({line}, 'a STRING, b STRING', {csv_read_options})|from_csv({string}, {csv_schema})",
    "string": """to_csv(named_struct('a', {csv_text}, 'b', {csv_text}, 'c', {csv_text}))|to_csv(named_struct('a', {csv_text}, 'b', {csv_text}), {csv_write_options})|to_csv({struct})|to_csv(struct({number}, {date}, {time}, {bool}))|to_csv(struct({double}, {decimal}, {ntz}), {csv_write_options})
to_csv(struct({date}, {time}), {csv_write_options})|to_csv(struct({dti}, {ymi}))|to_csv(struct({ints}, {strings}, {map}))|to_csv(struct({binary}, {struct}))|to_csv({ints})
schema_of_csv({line})|schema_of_csv({line}, {csv_read_options})|schema_of_csv({word})""",
}
