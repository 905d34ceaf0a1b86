import type { Metadata, ServerInterceptor } from '@grpc/grpc-js';
import type { Access, Audit, Caller, Credentials, Guard } from '../../app/access.ts';
import { certificateNames } from '../../app/certificate-names.ts';
import { statusOf } from './status.ts';

type Grpc = Pick<typeof import('@grpc/grpc-js'), 'ServerInterceptingCall'>;
type Call = Parameters<ServerInterceptor>[1];

/** What calls ask of callers, by their method; those of other services and methods ask `predict`. */
const ACCESS: Readonly<Record<string, Access>> = {
  '/grpc.health.v1.Health/Check': 'public',
  '/grpc.health.v1.Health/Watch': 'public',
  '/inference.GRPCInferenceService/ServerLive': 'public',
  '/inference.GRPCInferenceService/ServerReady': 'public',
  '/inference.GRPCInferenceService/RepositoryModelLoad': 'admin',
  '/inference.GRPCInferenceService/RepositoryModelUnload': 'admin',
};

/** What they change, for the audit log. */
const CHANGES: Readonly<Record<string, string>> = {
  '/inference.GRPCInferenceService/RepositoryModelLoad': 'model.load',
  '/inference.GRPCInferenceService/RepositoryModelUnload': 'model.unload',
};

export interface GuardOptions {
  /** Undefined: callers are not asked who they are. */
  readonly guard?: Guard | undefined;
  /** Told of what known callers have changed. */
  readonly audit?: Audit | undefined;
}

/** Lets calls in by their metadata, before their messages are read. */
export function guardCalls(
  { ServerInterceptingCall }: Grpc,
  { guard, audit }: GuardOptions & { readonly guard: Guard },
): ServerInterceptor {
  return ({ path }, call) => {
    const role = ACCESS[path] ?? 'predict';
    const changes = CHANGES[path];
    if (role === 'public') return new ServerInterceptingCall(call);
    let caller: Caller | undefined;
    const enter = (metadata: Metadata) => guard.admit(credentialsOf(call, metadata), { role, route: path });
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, forward) => {
            const accept = (found: Caller | undefined) => {
              caller = found;
              forward(metadata);
            };
            const refuse = (error: unknown) => call.sendStatus(statusOf(error));
            try {
              const found = enter(metadata);
              if (found instanceof Promise) found.then(accept, refuse);
              else accept(found);
            } catch (error) {
              refuse(error);
            }
          },
        }),
      sendStatus: (status, next) => {
        if (changes !== undefined) {
          const outcome = (status.code ?? 0) === 0 ? 'done' : 'failed';
          audit?.({ action: changes, outcome, caller: caller?.name, address: addressOf(call) });
        }
        next(status);
      },
    });
  };
}

function credentialsOf(call: Call, metadata: Metadata): Credentials {
  return {
    authorization: textOf(metadata, 'authorization'),
    apiKey: textOf(metadata, 'x-api-key'),
    address: () => addressOf(call),
    certificate: () => {
      const { sslPeerCertificate } = call.getAuthContext();
      return sslPeerCertificate === undefined ? [] : certificateNames(sslPeerCertificate);
    },
  };
}

function textOf(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  return typeof value === 'string' ? value : undefined;
}

function addressOf(call: Call): string {
  return call.getConnectionInfo().remoteAddress ?? 'unknown';
}
