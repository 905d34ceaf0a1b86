import { basename, resolve } from 'node:path';
import { ScoringError } from '@tinderbox/scoring';

/** What a server is to answer for: a saved model, or a folder of versions of one. */
export interface ModelSpec {
  /** Undefined: that of the folder, else the uid of the pipeline. */
  readonly name: string | undefined;
  readonly path: string;
}

/** Another name of a version. */
export interface AliasSpec {
  readonly model: string;
  readonly alias: string;
  readonly version: string;
}

/** Stands in addresses, metrics and logs as it is. */
const NAME = /^[A-Za-z0-9][\w.-]{0,127}$/;

/** The version that is meant where none is named: the highest. */
export const LATEST = 'latest';

export function isModelName(text: string): boolean {
  return NAME.test(text);
}

/** `[name=]<path>`; a path that begins with `x=` is written `./x=...`. Throws INPUT_FORMAT. */
export function parseModelSpec(text: string): ModelSpec {
  const [, name, path = text] = /^([A-Za-z0-9][\w.-]{0,127})=(.*)$/s.exec(text) ?? [];
  if (path !== '') return { name, path };
  throw new ScoringError('INPUT_FORMAT', 'expected [name=]<path of a model>, got no path');
}

/** `name:alias=version`. Throws INPUT_FORMAT. */
export function parseAliasSpec(text: string): AliasSpec {
  const [, model, alias, version] = /^([^:=]+):([^:=]+)=([^:=]+)$/.exec(text) ?? [];
  if (model === undefined || alias === undefined || version === undefined) {
    throw new ScoringError('INPUT_FORMAT', `expected name:alias=version, got "${text}"`);
  }
  if (alias === LATEST)
    throw new ScoringError('INPUT_FORMAT', 'expected an alias other than latest, the highest version');
  if (!isModelName(alias))
    throw new ScoringError('INPUT_FORMAT', `expected an alias of letters, digits, ".", "_" and "-"`);
  return { model, alias, version };
}

/** The name of a model that was given none: that of its folder or archive, or its uid where that is no name. */
export function defaultName(path: string, uid: string): string {
  const folder = withoutExtension(basename(resolve(path)));
  return isModelName(folder) ? folder : uid.replace(/[^\w.-]/g, '_').slice(0, 128);
}

/** The name of an archive without what tells its kind. */
export function withoutExtension(name: string): string {
  return name.replace(ARCHIVE, '');
}

export const ARCHIVE = /\.(zip|tar|tar\.gz|tgz)$/i;
