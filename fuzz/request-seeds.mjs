// A request to every decoder of the server, all of them right: what is mutated.

const JOB = 'POST /v1/jobs';
const PREDICT = 'POST /v1/models/churn/predict';

/**
 * `{ route, headers, body, kind }`, where kind says how the body is mutated: json, or as a file: csv, json lines, parquet, arrow. Some rows as records,
 * and files of them by format.
 */
export function createSeeds({ rows, files }) {
  const [row] = rows;
  const names = Object.keys(row);
  const data = rows.map((record) => names.map((name) => record[name]));
  const byColumn = Object.fromEntries(names.map((name) => [name, rows.map((record) => record[name])]));
  const json = (route, body, headers = {}) => ({
    ...{ route, kind: 'json', body: Buffer.from(JSON.stringify(body)) },
    headers: { 'content-type': 'application/json', ...headers },
  });
  const file = (route, type, [kind, body], headers = {}) => ({
    ...{ route, kind, body },
    headers: { 'content-type': type, ...headers },
  });
  const arrow = 'application/vnd.apache.arrow.stream';
  const fields = names.map((name) => ({ name, type: 'double' }));
  return [
    json(PREDICT, row),
    json(`${PREDICT}?columns=prediction,outlook&on_error=report&missing=null`, rows),
    json(PREDICT, { records: rows, columns: ['outlook'], on_error: 'report' }, { prefer: 'respond-async, wait=5' }),
    json('POST /v1/models/churn/versions/1/predict', { data: byColumn, missing: 'null' }),
    file(PREDICT, 'text/csv', ['csv', files.csv], { accept: 'application/x-ndjson;q=0.5, text/csv' }),
    file(PREDICT, 'application/x-ndjson', ['json lines', files.json], { accept: arrow }),
    file(PREDICT, arrow, ['arrow', files.arrow], { accept: 'application/vnd.apache.parquet' }),
    file(PREDICT, 'application/vnd.apache.parquet', ['parquet', files.parquet], { accept: 'text/csv' }),
    json(JOB, { model: 'churn', records: rows, columns: ['prediction'] }, { 'idempotency-key': '"a-1"' }),
    json(JOB, { model: 'churn', input: { path: '/in.csv' }, output: { path: '/out.parquet', mode: 'overwrite' } }),
    file(`${JOB}?model=churn&columns=prediction`, 'text/csv', ['csv', files.csv]),
    { route: 'GET /v1/jobs/1/result', headers: { range: 'bytes=5-9', accept: 'text/*;q=0.3, */*' }, kind: 'none' },
    json('POST /v2/models/churn/infer', { inputs: tensorsOf(rows), outputs: [{ name: 'outlook' }] }),
    binarySeed(rows),
    json('POST /v1/models/churn:predict', { instances: rows, parameters: { columns: ['prediction'] } }),
    json('POST /invocations', { dataframe_split: { columns: names, data } }),
    json('POST /invocations', { dataframe_records: rows, params: { columns: ['outlook'] } }),
    json('POST /invocations', { inputs: byColumn }),
    file('POST /invocations', 'text/csv; charset=utf-8', ['csv', files.csv]),
    json('POST /sagemaker/invocations', { instances: data }, { accept: 'application/jsonlines' }),
    file('POST /sagemaker/invocations', 'application/jsonlines', ['json lines', files.json], { accept: 'text/csv' }),
    file('POST /sagemaker/invocations', 'text/csv', [
      'csv',
      Buffer.from(data.map((values) => values.join()).join('\n')),
    ]),
    json('POST /score', { input_data: { columns: names, index: [0, 1], data } }),
    json('POST /models/churn/transform', { schema: { fields }, rows: data }),
    json('POST /openscoring/model/churn', { id: 'a', arguments: row }),
    json('POST /openscoring/model/churn/batch', { id: 'b', requests: [{ id: 'a', arguments: row }] }),
  ];
}

/** The tensors of columns, in JSON. */
export function tensorsOf(rows) {
  return Object.keys(rows[0]).map((name) => ({
    name,
    shape: [rows.length],
    datatype: rows.some((row) => typeof row[name] === 'string') ? 'BYTES' : 'FP64',
    data: rows.map((row) => row[name]),
  }));
}

/** The bytes of a tensor as the protocol has them. */
export function rawTensor({ datatype, data }) {
  if (datatype === 'FP64') return Buffer.from(Float64Array.from(data.map(Number)).buffer);
  return Buffer.concat(
    data.flatMap((value) => {
      const text = Buffer.from(String(value));
      return [Buffer.from(Uint32Array.of(text.length).buffer), text];
    }),
  );
}

function binarySeed(rows) {
  const tensors = tensorsOf(rows).map(({ data, ...tensor }) => ({ tensor, raw: rawTensor({ ...tensor, data }) }));
  const inputs = tensors.map(({ tensor, raw }) => ({ ...tensor, parameters: { binary_data_size: raw.length } }));
  const head = Buffer.from(JSON.stringify({ inputs, parameters: { binary_data_output: true } }));
  return {
    route: 'POST /v2/models/churn/infer',
    headers: { 'inference-header-content-length': String(head.length) },
    kind: 'head',
    body: Buffer.concat([head, ...tensors.map(({ raw }) => raw)]),
  };
}
