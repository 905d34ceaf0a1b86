/** Who calls, and what it may do: the words that servers, fronts and security share. */

/** What a caller may do; each includes those before it. */
export const ROLES = ['predict', 'operate', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What an address asks of its callers; `public` asks nothing. */
export type Access = Role | 'public';

/** One that has shown who it is. */
export interface Caller {
  /** Never that of another: with the kind of what it showed, such as `key:web`. */
  readonly name: string;
  readonly role: Role;
}

/** What came with a request. All but the texts is looked up when it is asked for. */
export interface Credentials {
  /** The header of that name: `Bearer <key or token>`. */
  readonly authorization: string | undefined;
  /** The header `X-API-Key`. */
  readonly apiKey: string | undefined;
  /** Where the connection comes from. */
  readonly address: () => string;
  /** The names in a client's certificate that was verified, such as `CN=web`, the best first; else none. */
  readonly certificate: () => readonly string[];
}

/** What is entered, for the audit log. */
export interface Entry {
  readonly role: Role;
  /** The address or method as it was declared. */
  readonly route: string;
  readonly requestId?: string | undefined;
}

/** Lets callers in. */
export interface Guard {
  /**
   * Gives the caller where it may enter. Throws or rejects with CALLER_UNKNOWN, ACCESS_DENIED, which names the role,
   * OVERLOADED where an address has tried too often, KEYS_UNAVAILABLE.
   */
  admit(credentials: Credentials, entry: Entry): Caller | Promise<Caller>;
}

/** Who did what, when it changed something or was refused. */
export interface AuditEvent {
  /** `model.load`, `job.cancel`, `access` */
  readonly action: string;
  readonly outcome: 'done' | 'failed' | 'denied';
  /** Undefined where callers are not asked who they are. */
  readonly caller?: string | undefined;
  readonly address?: string | undefined;
  /** What it was done to: a model, a token of a job, an address. */
  readonly target?: string | undefined;
  readonly requestId?: string | undefined;
  /** Why it was refused or failed: the code of the error. */
  readonly code?: string | undefined;
  /** How many such events before it have no line of their own. */
  readonly omitted?: number | undefined;
}

export type Audit = (event: AuditEvent) => void;

/** What a server shows and asks for in TLS: texts in PEM. */
export interface TlsMaterial {
  readonly certificate: string;
  readonly key: string;
  /** Signs the certificates of clients; undefined: none is asked for. */
  readonly clientAuthority: string | undefined;
}

export interface TlsSource {
  readonly current: () => TlsMaterial;
  /** Whether a client without a certificate may connect. */
  readonly clients: 'optional' | 'required';
  /** Tells of files that have changed, until the given function is called. */
  readonly onChange: (listener: (material: TlsMaterial) => void) => () => void;
}

export function mayEnter({ role }: Pick<Caller, 'role'>, wanted: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(wanted);
}
