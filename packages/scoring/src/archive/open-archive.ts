/** Archives of a saved model, recognised by their content. */

import { inflate } from '../compression/inflate.ts';
import { ScoringError } from '../core/errors.ts';
import type { Files } from '../core/files.ts';
import { type Archive, type ArchiveLimits, DEFAULT_LIMITS, damaged, overLimit, ratioCap } from './archive.ts';
import { openTar } from './tar.ts';
import { isTar } from './tar-header.ts';
import { isZip, openZip } from './zip.ts';

/**
 * The files of a zip, tar or tar.gz archive; undefined where the bytes are none of these. `name` is for messages.
 * Archives inside are plain files. Rejects with MODEL_ARCHIVE (damaged or unsafe), MODEL_LIMIT, or
 * MODEL_UNRECOGNISED for gzip around anything but tar. `bytes` must not change afterwards.
 */
export async function openArchive(
  name: string,
  bytes: Uint8Array,
  limits: Partial<ArchiveLimits> = {},
): Promise<Files | undefined> {
  // A Node Buffer's slice() does not copy; a plain Uint8Array's does.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const archive: Archive = { name, bytes: plain, limits: { ...DEFAULT_LIMITS, ...limits } };
  if (isZip(bytes)) return openZip(archive);
  if (isGzip(bytes)) return openTarGz(archive);
  return isTar(bytes) ? openTar(archive, 'tar') : undefined;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

async function openTarGz(archive: Archive): Promise<Files> {
  const cap = Math.min(archive.limits.totalSize, ratioCap(archive.limits, archive.bytes.length));
  const bytes = await inflate(archive.bytes, 'gzip', cap);
  if (bytes === 'damaged') throw damaged(archive, 'expected gzip data, got damaged or missing bytes');
  if (bytes === 'over') throw overLimit(archive, `expected at most ${cap} bytes out of gzip, got more`);
  if (isTar(bytes)) return openTar({ ...archive, bytes }, 'tar.gz');
  throw new ScoringError('MODEL_UNRECOGNISED', 'expected a tar archive inside gzip, got other data', {
    file: archive.name,
  });
}
