/** As `Float64Array.of`, which engines compile badly. */
export function pairOf(first: number, second: number): Float64Array {
  const pair = new Float64Array(2);
  pair[0] = first;
  pair[1] = second;
  return pair;
}
