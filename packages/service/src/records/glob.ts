/** File name patterns, as Hadoop's GlobPattern reads them: `*`, `?`, `[a-z]`, `[^a-z]`, `{a,b}` inside one name. */

export function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** Tells whether a name fits a pattern of one path segment. */
export function globSegment(pattern: string): (name: string) => boolean {
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] as string;
    const bracket = character === '[' ? /^\[\^?[^\]]+\]/.exec(pattern.slice(at))?.[0] : undefined;
    if (bracket !== undefined) {
      source += bracket.replaceAll('\\', '\\\\');
      at += bracket.length - 1;
    } else if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else if (character === '{' && pattern.includes('}', at)) {
      source += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (character === ',' && depth > 0) source += '|';
    else source += character.replace(/[.+^$|()[\]{}\\]/, '\\$&');
  }
  try {
    const matcher = new RegExp(`^${source}$`, 's');
    return (name) => matcher.test(name);
  } catch {
    return (name) => name === pattern;
  }
}
