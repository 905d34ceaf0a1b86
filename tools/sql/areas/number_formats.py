"""to_number and to_char: texts and numbers of number formats."""

LEAVES = {
    "format": [
        "'999'", "'000'", "'9,999'", "'$99.99'", "'$999,999.00'", "'99,999.9S'", "'S999.9'", "'MI99.9'", "'999.99MI'", "'0000.00PR'", "'999PR'", "'99G999D9'",
        "'.99'", "'9.'", "'S.99'", "'00009.999'", "'s$99'", "'$99.'", "'0,000,000.000'", "'9,09,990'", "'S9MI'", "'S999999999999999999999.99'", "'mi9.9pr'",
        "''", "'S'", "'99$'", "'9,,9'", "'9,'", "'9.9.9'", "'PR9'", "'x9'", "'S9S'", "NULL",
    ],
    "amount": [
        "s", "n", "'454'", "'12,454.8-'", "'$78.12'", "'<12.5>'", "'<12'", "'-1'", "'+7'", "' 1 2 '", "''", "'.5'", "'5.'", "'1,2,3'", "',1'", "'1,'", "'--1'", "'$'", "'1.2.3'", "'123456789012345678901.5'", "'9-'", "'-9-'",
    ],
}

PRODUCTIONS = {
    "decimal": "to_number({amount}, {format})|try_to_number({amount}, {format})|to_number({string}, {format})|try_to_number({string}, {format})|try_to_number({amount}, {format})",
    "string": "to_char({number}, {format})|to_char({decimal}, {format})|to_varchar({int}, {format})|to_char({double}, {format})|to_char({amount}, {format})|to_char({decimal}, '9999999999.99S')|to_char({decimal}, '0,000,000,000.00')"
    "|to_char({date}, 'yyyy-MM')|to_char({time}, 'HH:mm')|to_varchar({ntz}, 'yyyy')|to_char({binary}, 'hex')|to_char({binary}, 'Base64 ')|to_varchar({binary}, 'utf-8')|to_char({binary}, {format})|to_char({bool}, {format})|to_char({small}, 'S99,9')|to_char({float}, '9.999')",
}
