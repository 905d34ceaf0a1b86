import { batch } from './batch.ts';
import { type BenchBatchPorts, benchBatch } from './bench-batch.ts';
import { type BenchPorts, benchRow } from './bench-row.ts';
import type { Operations } from './operations.ts';
import { predict } from './predict.ts';
import { query } from './query.ts';
import { type VerifyPorts, verify } from './verify.ts';

/** The operations over an engine and the ports to models and row data. */
export function createOperations(ports: VerifyPorts & BenchBatchPorts & BenchPorts): Operations {
  return {
    inspect: async ({ model, ...options }) => ports.engine.inspect(await ports.openModel(model), options),
    value: async ({ model, value, stage, ...options }) =>
      (await ports.engine.load(await ports.openModel(model), options)).value(value, stage),
    query: (request) => query(ports, request),
    predict: (request) => predict(ports, request),
    verify: (request) => verify(ports, request),
    batch: (request) => batch(ports, request),
    benchRow: (request) => benchRow(ports, request),
    benchBatch: (request) => benchBatch(ports, request),
  };
}
