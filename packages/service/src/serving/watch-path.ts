import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** Changes come in crowds: one look for many. */
const GATHER_MILLISECONDS = 50;

/**
 * Calls `look` whenever something may have changed at a path: at every interval, and soon where the system tells of
 * changes. Ends with the function that it gives.
 */
export function watchPath(path: string, look: () => void, intervalMilliseconds: number): () => void {
  const full = resolve(path);
  let gathering: NodeJS.Timeout | undefined;
  const gather = () => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      look();
    }, GATHER_MILLISECONDS).unref();
  };
  const above = tryWatch(dirname(full), (name) => name === basename(full) && gather());
  let inside = tryWatch(full, gather);
  const timer = setInterval(() => {
    // Another folder may have the name by now.
    inside?.close();
    inside = tryWatch(full, gather);
    look();
  }, intervalMilliseconds).unref();
  return () => {
    clearInterval(timer);
    clearTimeout(gathering);
    above?.close();
    inside?.close();
  };
}

/** Undefined where the system does not tell: then the interval must do. */
function tryWatch(path: string, onChange: (name: string | null) => void): FSWatcher | undefined {
  try {
    const watcher = watch(path, { persistent: false }, (_, name) => onChange(name));
    return watcher.on('error', () => watcher.close());
  } catch {
    return undefined;
  }
}
