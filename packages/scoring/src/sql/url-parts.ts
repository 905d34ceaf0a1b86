/** The parts of a URL as `java.net.URI` names them. */

const URI = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;

/** Undefined for a text that is no URI; null for a part that it does not have. */
export function urlPart(url: string, part: string, key?: string): string | null | undefined {
  const match = URI.exec(url);
  if (match === null || /[\s<>"{}|\\^`]/.test(url)) return undefined;
  const [, scheme, authority, path = '', query, fragment] = match;
  const user = authority?.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : undefined;
  const host = authority?.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  switch (part) {
    case 'PROTOCOL':
      return scheme ?? null;
    case 'HOST':
      return host === '' ? null : (host ?? null);
    case 'PATH':
      return path;
    case 'QUERY':
      return key === undefined ? (query ?? null) : queryValue(query, key);
    case 'REF':
      return fragment ?? null;
    case 'FILE':
      return query === undefined ? path : `${path}?${query}`;
    case 'AUTHORITY':
      return authority ?? null;
    case 'USERINFO':
      return user ?? null;
    default:
      return null;
  }
}

function queryValue(query: string | undefined, key: string): string | null {
  const pair = query?.split('&').find((item) => item.startsWith(`${key}=`));
  return pair === undefined ? null : pair.slice(key.length + 1);
}
