/** What node:tls tells of a client's certificate. */
export interface PeerNames {
  readonly subject?: { readonly CN?: string | readonly string[] | undefined } | undefined;
  /** `DNS:web.example, URI:spiffe://example/web`; names with odd characters stand as JSON. */
  readonly subjectaltname?: string | undefined;
}

const ALTERNATIVE = /(?:^|, )(DNS|URI|email|IP Address|Registered ID|DirName|othername):("(?:[^"\\]|\\.)*"|[^",]*)/;

/** `URI:...`, `DNS:...`, `email:...`, `CN=...`: none where the names are not as they should be written. */
export function certificateNames({ subject, subjectaltname = '' }: PeerNames): readonly string[] {
  const common = typeof subject?.CN === 'string' ? [`CN=${subject.CN}`] : [];
  const alternatives: [kind: string, name: string][] = [];
  const next = new RegExp(ALTERNATIVE, 'y');
  while (next.lastIndex < subjectaltname.length) {
    const [, kind, name] = next.exec(subjectaltname) ?? [];
    if (kind === undefined || name === undefined) return [];
    alternatives.push([kind, name]);
  }
  const named = (wanted: string) =>
    alternatives.flatMap(([kind, name]) =>
      kind === wanted && !name.startsWith('"') && name !== '' ? [`${kind}:${name}`] : [],
    );
  return [...named('URI'), ...named('DNS'), ...named('email'), ...common];
}
