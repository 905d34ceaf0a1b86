"""XML to values and back, of Spark 4."""

LEAVES = {
    "record": [
        "'<p><a>1</a><b>0.8</b></p>'", "'<p a=\"1\">txt<b>2</b> <c k=\"v\">5</c></p>'", "'<p><a>x</a><b>2</b></p>'", "'<p><b>2</b><a>x</a><c>q</c></p>'", "'<p><a>1</a><a> 2 </a><a/></p>'", "'<p>'",
        "'<p><a><c>1</c><d>2</d></a><b/></p>'", "'<p><a>2024-02-29</a><b>2024-02-29T01:02:03.5Z</b></p>'", "'<p><A>true</A><b>5&amp;&lt;<i j=\"k\">z</i><![CDATA[<q>]]></b></p><x>'",
        "'<p><a>-1.55</a><b>1,234.5</b><c>NaN</c></p>'", "'<p><a>+300</a><b>N</b></p>'", "s", "js", "concat('<p><a>', i, '</a><b>', d, '</b><c>', s, '</c></p>')", "concat('<p><a>', l, '</a><b>', dt, '</b></p>')",
        "'<p><a><b>1</b><b>2</b></a><a><b>3</b>t</a></p>'", "NULL", "''", "'<p/>'", "1", "'<p><a>1<!--c-->2</a><b>1</b></p>'", "'<p> <a> <b>7</b> </a> </p>'",
    ],
    "xmlschema": [
        "'a INT, b DOUBLE'", "'a STRING, b STRING, c STRING'", "'_a INT, _VALUE STRING, b INT, c STRUCT<_k: STRING, _VALUE: INT>'", "'a ARRAY<INT>'", "'a STRUCT<b: ARRAY<INT>, c: INT>'",
        "'a MAP<STRING,INT>, b STRING'", "'a DATE, b TIMESTAMP'", "'a BOOLEAN, b BINARY'", "'a DECIMAL(5,1), b FLOAT, c DOUBLE'", "'a TINYINT, b SMALLINT'", "'a BIGINT, b DATE, _corrupt_record STRING'",
        "'a ARRAY<STRUCT<b: ARRAY<INT>, _VALUE: STRING>>'", "'xs_any ARRAY<STRING>, b STRING'", "'INT'", "s", "'a ARRAY<STRING>, b TIMESTAMP_NTZ'",
    ],
    "readoptions": [
        "map('mode', 'FAILFAST')", "map('nullValue', 'N')", "map('attributePrefix', '@')", "map('excludeAttribute', 'true')", "map('ignoreSurroundingSpaces', 'false')", "map('valueTag', 'v')",
        "map('dateFormat', 'yyyy-MM-dd')", "map('mode', 'DROPMALFORMED')", "map('columnNameOfCorruptRecord', 'c')",
    ],
    "xmlstruct": [
        "st", "named_struct('a', 1, '_b', s)", "named_struct('b', s, '_VALUE', t)", "named_struct('a', ai, 'b', m)", "named_struct('a', aa)", "named_struct('_a', i, '_b', x, '_c', dt)",
        "named_struct('a', dt, 'b', ts, 'c', ntz)", "named_struct('a', d, 'b', f, 'c', y, 'd', p, 'e', bin)", "named_struct('a b', 1)", "named_struct('a', named_struct('_x', i, 'y', at))",
        "named_struct('a', map('_k', 1, 'l', i))", "named_struct('a', array(named_struct('x', i), NULL))", "named_struct('a', NULL)", "named_struct('a', '', '_b', n)", "NULL", "ai",
        "named_struct('a', INTERVAL 1 DAY)", "named_struct('_VALUE', s, '_d', d)", "named_struct('_a', ts, '_b', p, '_c', f)",
    ],
    "xmloptions": [
        "map('rowTag', 'r')", "map('indent', '')", "map('nullValue', 'N')", "map('nullValue', '', 'indent', ' ')", "map('attributePrefix', '@')", "map('valueTag', 'b')", "map('arrayElementName', 'e')",
        "map('dateFormat', 'dd/MM/yyyy', 'timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS')", "map('validateName', 'false')", "map('valueTag', '')", "map('rowTag', '')", "map('timeZone', 'Asia/Tokyo')", "s", "map('foo', 'bar')",
        "map('timestampNTZFormat', 'HH:mm')", "map('rowTag', 'a b')", "map()",
    ],
}
PRODUCTIONS = {
    "string": "to_xml({xmlstruct})|to_xml({xmlstruct}, {xmloptions})",
    "struct": "from_xml({record}, {xmlschema})|from_xml({record}, {xmlschema})|from_xml({record}, {xmlschema}, {readoptions})",
}
