/** Names that a wrong one may have meant: the nearest first, three at most. Of `a.b` the `b` counts. */
export function nearNames(wrong: string, names: readonly string[]): readonly string[] {
  if (wrong.length > 64) return [];
  return names
    .map((name) => ({ name, distance: editDistance(fold(wrong), fold(name.slice(name.lastIndexOf('.') + 1))) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.min(wrong.length, name.length) / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** max_rows, max-rows and MaxRows are maxRows. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

/** Letters put in, left out or replaced. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++) {
      const replaced = (row[k - 1] as number) + Number(a[i - 1] !== b[k - 1]);
      next.push(Math.min(replaced, (row[k] as number) + 1, (next[k - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
