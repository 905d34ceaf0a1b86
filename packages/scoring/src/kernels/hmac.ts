import { joinBytes } from './join-bytes.ts';

/** HMAC (RFC 2104): a digest under a key. `block` is the digest's block in bytes. */
export function hmac(
  key: Uint8Array,
  text: Uint8Array,
  { digest, block }: { readonly digest: (bytes: Uint8Array) => Uint8Array; readonly block: number },
): Uint8Array {
  const padded = new Uint8Array(block);
  padded.set(key.length > block ? digest(key) : key);
  const under = (mask: number, bytes: Uint8Array) => digest(joinBytes([padded.map((byte) => byte ^ mask), bytes]));
  return under(0x5c, under(0x36, text));
}
