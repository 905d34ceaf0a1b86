/** `major.minor` of a Spark release; the rest of the text (patch, vendor suffix) never changes an answer. */
export interface SparkVersion {
  readonly major: number;
  readonly minor: number;
  /** As written, e.g. `3.4.1-amzn-1`. */
  readonly text: string;
}

/** Undefined where the text does not begin with two numbers. */
export function parseSparkVersion(text: string): SparkVersion | undefined {
  const match = /^(\d{1,4})\.(\d{1,4})/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]), text };
}

export function isAtLeast(version: SparkVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}
