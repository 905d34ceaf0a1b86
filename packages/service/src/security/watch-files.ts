import { statSync } from 'node:fs';

const LOOK_MILLISECONDS = 2000;

/**
 * Tells when one of some files has changed, until the given function is called. Looks at them now and then: mounted
 * secrets are changed by swapping links, which no notification follows.
 */
export function watchFiles(
  paths: readonly string[],
  onChange: () => void,
  everyMilliseconds = LOOK_MILLISECONDS,
): () => void {
  let known = signatureOf(paths);
  const timer = setInterval(() => {
    const now = signatureOf(paths);
    if (now === known) return;
    known = now;
    onChange();
  }, everyMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}

/** Of time, size and place of each; a file that is missing has one too. */
function signatureOf(paths: readonly string[]): string {
  return paths
    .map((path) => {
      const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
      return stat === undefined ? '' : `${stat.mtimeNs},${stat.size},${stat.ino}`;
    })
    .join(';');
}
