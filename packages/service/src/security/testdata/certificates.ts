import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What certificates/make.sh has made; `authority` signs all but `intruder`, which `stranger` signs. */
export function certificatePath(file: string): string {
  return fileURLToPath(new URL(`./certificates/${file}`, import.meta.url));
}

export function readCertificate(file: string): string {
  return readFileSync(certificatePath(file), 'utf8');
}

/** What a client shows. */
export function pairOf(name: string): { readonly cert: string; readonly key: string } {
  return { cert: readCertificate(`${name}.crt`), key: readCertificate(`${name}.key`) };
}
