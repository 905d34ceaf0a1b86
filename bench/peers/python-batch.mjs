// What the batch suite takes from PyPI.

export const PYTHON_PACKAGES = ['onnxruntime==1.32.0', 'pyarrow==26.0.1', 'duckdb==2.0.0', 'numpy==2.4.6'];
