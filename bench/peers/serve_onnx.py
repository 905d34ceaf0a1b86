"""A model in ONNX Runtime behind three servers: serve_onnx.py fastapi|mlflow|mlserver <model.onnx> <columns> <port> <folder>."""

import json
import os
import sys

import numpy
import onnxruntime


class Model:
    """Scores lists of rows of numbers: the probabilities of both classes of each."""

    def __init__(self, path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def score(self, rows):
        (found,) = self.session.run(["score"], {"rows": numpy.asarray(rows, dtype=numpy.float32)})
        return [[1 - float(x), float(x)] for x in found.reshape(-1)]


def serve_fastapi(path, columns, port, _):
    import fastapi
    import uvicorn

    model = Model(path)
    app = fastapi.FastAPI()

    @app.post("/predict")
    async def predict(record: dict[str, float]):
        (probability,) = model.score([[record[name] for name in columns]])
        return {"probability": probability}

    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_level="warning")


MLFLOW_MODEL = """
import sys
sys.path.insert(0, {here!r})
import mlflow
from serve_onnx import Model

class Forest(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        self.model = Model({path!r})

    def predict(self, context, model_input, params=None):
        rows = model_input[{columns!r}].to_numpy()
        return [dict(probability=found) for found in self.model.score(rows)]

mlflow.models.set_model(Forest())
"""


def serve_mlflow(path, columns, port, folder):
    import mlflow

    code = os.path.join(folder, "forest.py")
    with open(code, "w") as file:
        file.write(MLFLOW_MODEL.format(here=os.path.dirname(os.path.abspath(__file__)), path=path, columns=columns))
    saved = os.path.join(folder, "mlflow")
    mlflow.pyfunc.save_model(saved, python_model=code, pip_requirements=["mlflow"])
    program = os.path.join(os.path.dirname(sys.executable), "mlflow")
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    command = ["models", "serve", "-m", saved, "-h", "127.0.0.1", "-p", str(port), "--env-manager", "local", "-w", "1"]
    os.execv(program, [program, *command])


MLSERVER_MODEL = """
import sys
sys.path.insert(0, {here!r})
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceResponse
from serve_onnx import Model

class Forest(MLModel):
    async def load(self):
        self.model = Model({path!r})
        return True

    async def predict(self, payload):
        rows = NumpyCodec.decode_input(payload.inputs[0])
        import numpy
        output = NumpyCodec.encode_output("probability", numpy.asarray(self.model.score(rows)))
        return InferenceResponse(model_name=self.name, outputs=[output])
"""


def serve_mlserver(path, _, port, folder):
    with open(os.path.join(folder, "forest.py"), "w") as file:
        file.write(MLSERVER_MODEL.format(here=os.path.dirname(os.path.abspath(__file__)), path=path))
    # The fastest of its ways: the model in the process that answers, nothing logged of requests.
    settings = {"host": "127.0.0.1", "http_port": port, "grpc_port": port + 1, "metrics_port": port + 2}
    settings.update({"parallel_workers": 0, "debug": False, "metrics_endpoint": None})
    model = {"name": "gbt100", "implementation": "forest.Forest"}
    for name, content in (("settings", settings), ("model-settings", model)):
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump(content, file)
    program = os.path.join(os.path.dirname(sys.executable), "mlserver")
    os.execv(program, [program, "start", folder])


if __name__ == "__main__":
    _, server, model_path, names, wanted, scratch = sys.argv
    servers = {"fastapi": serve_fastapi, "mlflow": serve_mlflow, "mlserver": serve_mlserver}
    servers[server](model_path, names.split(","), int(wanted), scratch)
