/** Base64 without a line break. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Characters that are no digits are passed over; undefined where the digits do not make bytes. */
export function fromBase64(text: string): Uint8Array | undefined {
  const digits = text.replace(/[^A-Za-z0-9+/]/g, '');
  if (digits.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(digits), (character) => character.charCodeAt(0));
}

/** Base64 in lines of 76 digits, as Java's MIME encoder breaks them. */
export function toMimeBase64(bytes: Uint8Array): string {
  return (toBase64(bytes).match(/.{1,76}/g) ?? []).join('\r\n');
}
