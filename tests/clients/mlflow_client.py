"""MLflow's client of its scoring server, and its serving input: `mlflow_client.py url folder`."""

import sys
from urllib.parse import urlsplit

import requests
from customers import read_customers
from mlflow.models import convert_input_example_to_serving_input
from mlflow.pyfunc.scoring_server.client import ScoringServerClient

url, folder = sys.argv[1:]
address = urlsplit(url)
client = ScoringServerClient(address.hostname, address.port)
customers, expected = read_customers(folder)
predictions = [row["prediction"] for row in expected]

client.ping()
assert client.get_version() != ""
assert client.invoke(customers).get_predictions()[0].tolist() == predictions
answer = client.invoke(customers, params={"columns": ["outlook", "prediction"]}).get_predictions()
assert answer["outlook"].tolist() == [row["outlook"] for row in expected]

serving_input = convert_input_example_to_serving_input(customers)
headers = {"Content-Type": "application/json"}
response = requests.post(f"{url}/invocations", data=serving_input, headers=headers, timeout=60)
assert response.json() == {"predictions": predictions}

headers = {"Content-Type": "text/csv"}
response = requests.post(f"{url}/invocations", data=customers.to_csv(index=False), headers=headers, timeout=60)
assert response.json() == {"predictions": predictions}
response = requests.post(f"{url}/invocations", json={}, timeout=60)
assert response.status_code == 400 and response.json()["error_code"] == "BAD_REQUEST"
print("all equal")
