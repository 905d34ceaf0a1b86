/** The last result again where the argument is the same. */
export function remember<T>(f: (argument: string) => T): (argument: string) => T {
  let last: { readonly argument: string; readonly result: T } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, result: f(argument) };
    return last.result;
  };
}
