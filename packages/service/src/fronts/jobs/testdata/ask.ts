import type { HttpRequest, HttpResponse, Route } from '../../../http/route.ts';

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/** A request as a server hands it to a route. */
export function requestOf(target: string, asked: Asked = {}, parameters: HttpRequest['parameters'] = {}): HttpRequest {
  const { headers = {}, body = '', signal = new AbortController().signal } = asked;
  return { parameters, query: new URL(target, 'http://x').searchParams, headers, body: Buffer.from(body), signal };
}

/** Finds the route of a request and calls it. */
export async function ask(routes: readonly Route[], line: string, asked: Asked = {}): Promise<HttpResponse> {
  const [method = '', target = ''] = line.split(' ');
  const segments = new URL(target, 'http://x').pathname.split('/');
  for (const route of routes) {
    const names = route.path.split('/');
    const fits =
      names.length === segments.length && names.every((name, k) => name.startsWith(':') || name === segments[k]);
    if (route.method !== method || !fits) continue;
    const found = names.flatMap((name, k) => (name.startsWith(':') ? [[name.slice(1), segments[k] ?? '']] : []));
    return route.handle(requestOf(target, asked, Object.fromEntries(found)));
  }
  throw new Error(`no route: ${line}`);
}

export async function bytesOf({ body = '' }: HttpResponse): Promise<Buffer> {
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export async function jsonOf(response: HttpResponse): Promise<Record<string, unknown>> {
  return JSON.parse((await bytesOf(response)).toString());
}
