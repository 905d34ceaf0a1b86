import type { Operations } from './operations.ts';
import { type PredictPorts, predict } from './predict.ts';

/** The operations over an engine and the ports to models and row data. */
export function createOperations(ports: PredictPorts): Operations {
  return {
    inspect: async ({ model, semantics }) => ports.engine.inspect(await ports.openModel(model), { semantics }),
    predict: (request) => predict(ports, request),
  };
}
