/** The names that a wrong one is nearest to, three at most; none where all are far. Of `a.b` the `b` counts. */
export function nearNames(wrong: string, names: readonly string[]): readonly string[] {
  if (wrong.length > 64) return [];
  const folded = fold(wrong);
  const distances = names.map((name) => editDistance(folded, fold(name.slice(name.lastIndexOf('.') + 1))));
  const nearest = Math.min(...distances);
  if (nearest > Math.ceil(folded.length / 3)) return [];
  return names.filter((_, k) => distances[k] === nearest).slice(0, 3);
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
