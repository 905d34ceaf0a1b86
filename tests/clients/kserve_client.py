"""KServe's client against both of its protocols: `kserve_client.py url folder`."""

import asyncio
import sys

import httpx
import numpy
from customers import read_customers
from kserve import InferInput, InferRequest, InferenceRESTClient
from kserve.inference_client import RESTConfig

url, folder = sys.argv[1:]
customers, expected = read_customers(folder)
predictions = [row["prediction"] for row in expected]
OF_DATATYPE = {"BYTES": object, "FP64": numpy.float64, "INT32": numpy.int32, "INT64": numpy.int64}


def tensor_of(name, datatype, binary):
    column = customers[name]
    rows = [str(row) for row in numpy.flatnonzero(column.isna())]
    values = column.fillna("" if datatype == "BYTES" else 0).to_numpy(OF_DATATYPE[datatype])
    tensor = InferInput(name, [len(values)], datatype, parameters={"nulls": ",".join(rows)} if rows else {})
    tensor.set_data_from_numpy(values, binary_data=binary)
    return tensor


async def status_of(call):
    try:
        await call
    except httpx.HTTPStatusError as error:
        return error.response.status_code


async def ask_v2():
    client = InferenceRESTClient(RESTConfig(protocol="v2"))
    assert await client.is_server_live(url) and await client.is_server_ready(url)
    assert await client.is_model_ready(url, "churn")
    assert not await client.is_model_ready(url, "other")
    metadata = httpx.get(f"{url}/v2/models/churn").json()
    for binary in (True, False):
        inputs = [tensor_of(tensor["name"], tensor["datatype"], binary) for tensor in metadata["inputs"]]
        answer = await client.infer(url, InferRequest("churn", inputs, request_id="r1"), model_name="churn")
        assert answer.id == "r1" and answer.model_name == "churn"
        outputs = {output.name: output.as_numpy() for output in answer.outputs}
        assert outputs["prediction"].tolist() == predictions
        assert outputs["probability"].tolist() == [row["probability"]["values"] for row in expected]
        texts = [text.decode() if isinstance(text, bytes) else text for text in outputs["outlook"]]
        assert texts == [row["outlook"] for row in expected]
        assert await status_of(client.infer(url, InferRequest("churn", inputs[1:]), model_name="churn")) == 400


async def ask_v1():
    client = InferenceRESTClient(RESTConfig(protocol="v1"))
    assert await client.is_model_ready(url, "churn")
    assert await status_of(client.is_model_ready(url, "other")) == 404
    instances = [
        {name: None if value != value else value for name, value in row.items()}
        for row in customers.to_dict(orient="records")
    ]
    answer = await client.infer(url, {"instances": instances}, model_name="churn")
    assert [row["prediction"] for row in answer["predictions"]] == predictions
    assert await status_of(client.infer(url, {"instances": [{}]}, model_name="churn")) == 400
    assert await status_of(client.infer(url, {"instances": instances}, model_name="other")) == 404


asyncio.run(ask_v2())
asyncio.run(ask_v1())
print("all equal")
