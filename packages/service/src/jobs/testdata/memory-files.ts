import type { ResultForm } from '../../app/jobs.ts';
import type { Clock } from '../clock.ts';
import type { JobFiles, ListedFile, NewForm, StoredFile } from '../files.ts';
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
    this.write(`inputs/${token}`, new TextDecoder().decode(body));
  }

  async input({ token }: Claim): Promise<string> {
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

  async open(claim: Claim, form: ResultForm, convert: (wanted: NewForm) => Promise<void>): Promise<StoredFile> {
    const input = this.resultPath(claim);
    const output = form === 'ndjson' ? input : `${input}.${form}`;
    if (form !== 'ndjson') await convert({ form, input, output });
    const bytes = new TextEncoder().encode(this.text(output));
    async function* read(start: number, end: number) {
      yield bytes.subarray(start, end);
    }
    return { size: bytes.length, read };
  }

  async dropInput(token: string): Promise<void> {
    this.contents.delete(`inputs/${token}`);
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
        remove: async () => void this.contents.delete(path),
        place: place as ListedFile['place'],
        token,
        attempt: attempt === undefined ? undefined : Number(attempt),
        modifiedAt,
      };
    });
  }
}
