import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TlsSettings } from '../settings/security-settings.ts';
import { certificatePath, readCertificate } from './testdata/certificates.ts';
import { openTlsFiles, type TlsFiles } from './tls-files.ts';

let folder: string;
let files: TlsFiles | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
});
afterEach(() => {
  files?.close();
  files = undefined;
  rmSync(folder, { recursive: true });
});

const SETTINGS: TlsSettings = {
  certificate: certificatePath('server.crt'),
  key: certificatePath('server.key'),
  clientAuthority: certificatePath('authority.crt'),
};

function open(more: Partial<TlsSettings> = {}): TlsFiles {
  files = openTlsFiles({ ...SETTINGS, ...more }, { onReload: () => undefined });
  return files;
}

describe('files of TLS', () => {
  it('are read, and tell when the certificate ends', () => {
    const { current, clients, expiresAt } = open();
    expect(current()).toEqual({
      certificate: readCertificate('server.crt'),
      key: readCertificate('server.key'),
      clientAuthority: readCertificate('authority.crt'),
    });
    expect(clients).toBe('required');
    expect(new Date(expiresAt()).getUTCFullYear()).toBe(2126);
    expect(open({ clientCertificates: 'optional' }).clients).toBe('optional');
  });

  it.each<[string, Partial<TlsSettings>, string, RegExp]>([
    ['are missing', { certificate: '/nowhere.crt' }, 'FILE_NOT_FOUND', /^\/nowhere\.crt: expected a file/],
    ['are folders', { key: tmpdir() }, 'FILE_DENIED', /EISDIR/],
    [
      'are swapped',
      { certificate: certificatePath('server.key'), key: certificatePath('server.crt') },
      'INPUT_FORMAT',
      /server\.key: expected a certificate in PEM/,
    ],
    [
      'are of two pairs',
      { key: certificatePath('web.key') },
      'INPUT_FORMAT',
      /web\.key: expected the private key of .*server\.crt in PEM, got what OpenSSL refuses \(key values mismatch\)/,
    ],
    ['are locked', { key: certificatePath('server-locked.key') }, 'INPUT_FORMAT', /without a passphrase/],
    [
      'are no certificates',
      { clientAuthority: certificatePath('server.key') },
      'INPUT_FORMAT',
      /expected a certificate in PEM/,
    ],
  ])('that %s are refused by name', (_, settings, code, message) => {
    const refused = (() => {
      try {
        return open(settings);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(String(refused)).not.toMatch(/BEGIN|MHc/);
  });

  it('that are damaged are refused', () => {
    const certificate = join(folder, 'broken.crt');
    writeFileSync(certificate, readCertificate('server.crt').replace(/^MI.*$/m, 'AAAA'));
    expect(() => open({ certificate })).toThrow(/broken\.crt: expected a certificate in PEM, got what OpenSSL refuses/);
  });

  it('are read again when they have changed; what does not fit leaves the former', async () => {
    const [certificate, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
    const put = (name: string) => {
      copyFileSync(certificatePath(`${name}.crt`), certificate);
      copyFileSync(certificatePath(`${name}.key`), key);
    };
    put('server');
    const seen: (string | undefined)[] = [];
    const onReload = (error: Error | undefined) => seen.push(error?.message);
    files = openTlsFiles({ certificate, key }, { onReload, everyMilliseconds: 20 });
    const told: string[] = [];
    const end = files.onChange(({ certificate: pem }) => told.push(pem));
    writeFileSync(key, 'nothing');
    await expect.poll(() => seen.length).toBe(1);
    expect(seen[0]).toMatch(/tls\.key: expected a private key in PEM/);
    expect(files.current().certificate).toBe(readCertificate('server.crt'));
    put('server-next');
    await expect.poll(() => seen.at(-1)).toBeUndefined();
    expect(told).toEqual([readCertificate('server-next.crt')]);
    expect(files.current().key).toBe(readCertificate('server-next.key'));
    end();
    put('server');
    await expect.poll(() => files?.current().key).toBe(readCertificate('server.key'));
    expect(told.length).toBe(1);
  });
});
