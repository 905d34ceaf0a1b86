"""Values to XML, of Spark 4."""

LEAVES = {
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
PRODUCTIONS = {"string": "to_xml({xmlstruct})|to_xml({xmlstruct}, {xmloptions})"}
