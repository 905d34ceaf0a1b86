"""What JSON Schema cannot say of requests, put into the description before requests are made from it.

Schema-valid requests are made with `on_error=report`: then no value of a row, such as a label that the model has never
seen, may fail them. Schema-violating ones ask for all columns and fail at the first bad row: what nobody wants is not
looked at.
"""

import os

import schemathesis

IS_VALID = os.environ["CONTRACT_MODE"] == "positive"
ROWS = 2


@schemathesis.hook
def before_load_schema(context, raw_schema):
    for path, operations in raw_schema["paths"].items():
        if path.endswith("/predict"):
            adjust_predict(operations["post"])
    if IS_VALID:
        adjust_jobs(raw_schema)


def adjust_predict(predict):
    predict["parameters"] = [
        narrow_parameter(parameter)
        for parameter in predict["parameters"]
        # Any text is a list of columns, and in an address null is the text null, which `missing` may be.
        if IS_VALID or parameter["name"] not in ("columns", "missing")
    ]
    body = predict["requestBody"]["content"]["application/json"]
    # Examples have options of their own; tests of the server run them.
    body.pop("examples", None)
    for schema in body["schema"]["anyOf"]:
        if "on_error" in schema.get("properties", {}):
            narrow_body(schema)


def narrow_parameter(parameter):
    narrowed = narrow_option(parameter["name"])
    return parameter if narrowed is None else {**parameter, "required": IS_VALID, "schema": narrowed}


def narrow_body(schema):
    properties = schema["properties"]
    for name in ("on_error", "missing"):
        properties[name] = narrow_option(name) or properties[name]
    if IS_VALID:
        schema["required"] = [*schema["required"], "on_error"]
    else:
        del properties["columns"]
    if IS_VALID and "data" in properties:
        even(properties["data"])


def even(data):
    """Lists of one length."""
    for values in data.get("properties", {}).values():
        values.update(minItems=ROWS, maxItems=ROWS)
    data["additionalProperties"].update(minItems=ROWS, maxItems=ROWS)


def narrow_option(name):
    if name == "on_error":
        return {"enum": ["report" if IS_VALID else "fail"]}
    return None if IS_VALID or name != "missing" else {"enum": ["error"]}


def adjust_jobs(raw_schema):
    """Columns of the model, and no range beyond the end of a result."""
    for schema in raw_schema["components"]["schemas"]["NewJob"]["oneOf"]:
        properties = schema["properties"]
        del properties["columns"]
        if properties["data"]:
            even(properties["data"])
    result = raw_schema["paths"]["/v1/jobs/{token}/result"]["get"]
    result["parameters"] = [parameter for parameter in result["parameters"] if parameter["in"] == "path"]
