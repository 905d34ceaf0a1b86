import { isObject } from '@tinderbox/scoring';
import { ROLES, type Role } from '../app/access.ts';

/** The highest role that the values of a claim give; undefined where they give none. */
export function roleOfClaims(
  claims: Readonly<Record<string, unknown>>,
  path: string,
  values: { readonly [R in Role]?: readonly string[] | undefined },
): Role | undefined {
  const found = new Set(textsOf(claimAt(claims, path)));
  return ROLES.findLast((role) => (values[role] ?? [role]).some((value) => found.has(value)));
}

/** The claim of that name, else the one at the path: `https://a.example/roles`, `realm_access.roles`. */
function claimAt(claims: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** A list of texts, or one text with spaces between, as of `scope`. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(' ');
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
