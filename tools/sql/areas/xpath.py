"""XPath over texts of XML."""

LEAVES = {
    "xml": [
        "'<a><b>1</b><b>2</b><b x=\"q\">3</b></a>'", "'<a x=\"1\" y=\"2\"><b><c>t1</c><d/>tail</b><c>5</c> <!--note--><?pi some data?><b>-2.50</b></a>'",
        "'<a>p<![CDATA[<x>]]>y</a>'", "'<!DOCTYPE a [<!ENTITY e \"h<b>i</b>j\"><!ATTLIST b i ID #IMPLIED t CDATA \"u\">]><a>x&e;y<b i=\"id1\">&#65;</b></a>'",
        "'<r><i v=\"1\"/><i v=\"10\"/><i v=\"9\"/><i v=\"x\"/><i/></r>'", "'<p:a xmlns:p=\"u\" p:x=\"1\"><p:b>1</p:b><b>2</b></p:a>'", "'<a>  12  </a>'",
        "concat('<a><b>', i, '</b><b>', d, '</b><c>', l, '</c></a>')", "concat('<a>', s, '</a>')", "'<a><b></a>'", "''", "s", "js", "CAST(NULL AS STRING)", "NULL", "1",
    ],
    "xpath": [
        "'a/b'", "'/a/b/text()'", "'//@*'", "'//b[1]/text()'", "'sum(a/b)'", "'count(//*)'", "'a/b[last()]'", "'//i[@v > 5]/@v'", "'string(//c)'", "'a/c * 2'", "'1 div 0'",
        "'name(/*)'", "'//b = 2'", "'not(//b)'", "'//node()'", "'a | //b'", "'id(\"id1\")'", "'concat(//b, \"-\", //c)'", "'foo()'", "'a['", "''", "NULL", "s", "'normalize-space(a)'",
        "'(//b)[2]/preceding-sibling::*'", "'-a/b'", "'a/b - 1'", "'round(//c div 3)'", "'$x'", "'substring(a, 2, 3)'", "'translate(a, \"12\", \"x\")'",
    ],
}
PRODUCTIONS = {
    "int": "xpath_int({xml}, {xpath})|xpath_short({xml}, {xpath})|xpath_long({xml}, {xpath})",
    "double": "xpath_double({xml}, {xpath})|xpath_number({xml}, {xpath})|xpath_float({xml}, {xpath})",
    "bool": "xpath_boolean({xml}, {xpath})",
    "string": "xpath_string({xml}, {xpath})",
    "strings": "xpath({xml}, {xpath})",
}
