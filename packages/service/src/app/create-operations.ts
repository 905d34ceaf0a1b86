import type { Operations } from './operations.ts';
import { predict } from './predict.ts';
import { type VerifyPorts, verify } from './verify.ts';

/** The operations over an engine and the ports to models and row data. */
export function createOperations(ports: VerifyPorts): Operations {
  return {
    inspect: async ({ model, ...options }) => ports.engine.inspect(await ports.openModel(model), options),
    predict: (request) => predict(ports, request),
    verify: (request) => verify(ports, request),
  };
}
