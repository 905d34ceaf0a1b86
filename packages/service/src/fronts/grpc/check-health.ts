import { ScoringError } from '@tinderbox/scoring';
import type { Serving } from '../../app/serving.ts';
import type { Draft } from './protobuf/message.ts';
import { type ProtoFile, serviceName } from './protobuf/message.ts';
import { type HealthCheckResponse, NOT_SERVING, SERVICE_UNKNOWN, SERVING } from './protocols/health.ts';

type Health = Draft<typeof HealthCheckResponse>;
type Emit = (answer: Health) => void;

/** The health of the server (the service without a name), its services and models. */
export function createHealth(serving: Serving, files: readonly ProtoFile[]) {
  const watchers = new Set<() => void>();
  const services = new Set(['', ...files.map(serviceName)]);
  let draining = false;
  const isReady = () => !draining;
  const isKnown = (name: string) => services.has(name) || serving.models().some((model) => model.name === name);
  const statusOf = (name: string) => (!isKnown(name) ? SERVICE_UNKNOWN : isReady() ? SERVING : NOT_SERVING);
  return {
    isReady,
    check({ service }: { readonly service: string }): Health {
      const status = statusOf(service);
      if (status !== SERVICE_UNKNOWN) return { status };
      throw new ScoringError('MODEL_NOT_FOUND', 'expected a service or model of this server, got another');
    },
    /** Emits at once and whenever the status is another, until the server drains or the caller has gone. */
    watch({ service }: { readonly service: string }, emit: Emit, signal: AbortSignal): Promise<void> {
      return new Promise((resolve) => {
        let last: number | undefined;
        const look = () => {
          const status = statusOf(service);
          if (status !== last) emit({ status });
          last = status;
          if (draining) end();
        };
        const timer = setInterval(look, 1000);
        const end = () => {
          clearInterval(timer);
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        signal.addEventListener('abort', end);
        look();
      });
    },
    /** From now on nothing is ready. */
    drain(): void {
      draining = true;
      for (const look of [...watchers]) look();
    },
  };
}
