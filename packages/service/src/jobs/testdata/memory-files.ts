import type { ResultForm } from '../../app/jobs.ts';
import type { Clock } from '../clock.ts';
import type { JobFiles, ListedFile, StoredFile } from '../files.ts';
import type { Claim } from '../store.ts';

interface Content {
  readonly text: string;
  readonly modifiedAt: number;
}

/** Files that outlive the processes of a test. Paths are `<place>/<token>` and `<place>/<token>.<attempt>`. */
export class MemoryFiles implements JobFiles {
  readonly contents = new Map<string, Content>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  write(path: string, text: string): void {
    this.contents.set(path, { text, modifiedAt: this.#clock.now() });
  }

  text(path: string): string {
    return this.contents.get(path)!.text;
  }

  async writeInput(token: string, body: Uint8Array): Promise<void> {
    this.write(this.inputPath(token), new TextDecoder().decode(body));
  }

  inputPath(token: string): string {
    return `inputs/${token}`;
  }

  stagingPath({ token, attempt }: Claim): string {
    return `staging/${token}.${attempt}`;
  }

  resultPath({ token, attempt }: Claim): string {
    return `results/${token}.${attempt}`;
  }

  async publish(claim: Claim): Promise<void> {
    this.write(this.resultPath(claim), this.text(this.stagingPath(claim)));
    this.contents.delete(this.stagingPath(claim));
  }

  async convert(claim: Claim, form: ResultForm, write: (path: string) => Promise<void>): Promise<string> {
    const path = `${this.resultPath(claim)}.${form}`;
    await write(path);
    return path;
  }

  async open(path: string): Promise<StoredFile> {
    const bytes = new TextEncoder().encode(this.text(path));
    async function* read(start: number, end: number) {
      yield bytes.subarray(start, end);
    }
    return { size: bytes.length, read };
  }

  async dropInput(token: string): Promise<void> {
    this.contents.delete(this.inputPath(token));
  }

  async dropAttempt(claim: Claim): Promise<void> {
    for (const path of [this.stagingPath(claim), this.resultPath(claim)]) this.contents.delete(path);
  }

  async drop(token: string): Promise<void> {
    for (const path of this.contents.keys()) if (path.includes(token)) this.contents.delete(path);
  }

  async list(): Promise<readonly ListedFile[]> {
    return [...this.contents].map(([path, { modifiedAt }]) => {
      const [place, name = ''] = path.split('/');
      const [token = '', attempt] = name.split('.');
      return {
        path,
        place: place as ListedFile['place'],
        token,
        attempt: attempt === undefined ? undefined : Number(attempt),
        modifiedAt,
      };
    });
  }

  async remove({ path }: ListedFile): Promise<void> {
    this.contents.delete(path);
  }
}
