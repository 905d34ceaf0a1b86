"""tritonclient against the Open Inference Protocol: `oip_client.py url folder`."""

import sys

import numpy
import tritonclient.http as triton
from customers import read_customers
from tritonclient.utils import InferenceServerException

url, folder = sys.argv[1:]
client = triton.InferenceServerClient(url.removeprefix("http://"))
customers, expected = read_customers(folder)

assert client.is_server_live() and client.is_server_ready() and client.is_model_ready("churn", "1")
assert "binary_tensor_data" in client.get_server_metadata()["extensions"]
assert {"name": "churn", "version": "1", "state": "READY", "reason": ""} in client.get_model_repository_index()
metadata = client.get_model_metadata("churn")
datatypes = {tensor["name"]: tensor["datatype"] for tensor in metadata["inputs"]}

OF_DATATYPE = {"BYTES": object, "FP64": numpy.float64, "INT32": numpy.int32, "INT64": numpy.int64}


def tensor_of(name, datatype, binary):
    column = customers[name]
    rows = [str(row) for row in numpy.flatnonzero(column.isna())]
    values = column.fillna("" if datatype == "BYTES" else 0).to_numpy(OF_DATATYPE[datatype])
    tensor = triton.InferInput(name, [len(values)], datatype)
    tensor.set_data_from_numpy(values, binary_data=binary)
    if rows:
        # The client keeps what it sends for each tensor here; its own interface has no way to add to it.
        tensor._parameters["nulls"] = ",".join(rows)
    return tensor


def check(result):
    assert result.get_response()["id"] == "r1"
    assert [text.decode() if isinstance(text, bytes) else text for text in result.as_numpy("outlook")] == [
        row["outlook"] for row in expected
    ]
    assert result.as_numpy("prediction").tolist() == [row["prediction"] for row in expected]
    assert result.as_numpy("probability").tolist() == [row["probability"]["values"] for row in expected]
    assert result.as_numpy("monthly_charge_filled").tolist() == [row["monthly_charge_filled"] for row in expected]


for binary_input in (True, False):
    inputs = [tensor_of(name, datatype, binary_input) for name, datatype in datatypes.items()]
    check(client.infer("churn", inputs, request_id="r1"))
    for binary_output in (True, False):
        names = ["outlook", "prediction", "probability", "monthly_charge_filled"]
        outputs = [triton.InferRequestedOutput(name, binary_data=binary_output) for name in names]
        check(client.infer("churn", inputs, outputs=outputs, request_id="r1"))
    check(client.infer("churn", inputs, request_id="r1", request_compression_algorithm="gzip"))

try:
    client.infer("churn", inputs[1:])
    raise AssertionError("expected a failure")
except InferenceServerException as error:
    assert "plan" in error.message(), error

def models(**asked):
    return [(model["name"], model["state"]) for model in client.get_model_repository_index(**asked)]


client.unload_model("churn")
assert not client.is_model_ready("churn")
assert models() == [("churn", "UNAVAILABLE")]
client.load_model("churn")
client.load_model("churn")
assert client.is_model_ready("churn") and models() == [("churn", "READY")]
check(client.infer("churn", inputs, request_id="r1"))
for call in (client.load_model, client.unload_model):
    try:
        call("other")
        raise AssertionError("expected a failure")
    except InferenceServerException as error:
        assert error.status() == "404" and "have: churn" in error.message(), error
print("all equal")
