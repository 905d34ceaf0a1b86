import type { Caller } from '../app/access.ts';
import type { CertificateSettings } from '../settings/security-settings.ts';

/** The caller by the first rule that fits one of its names; undefined where none does. */
export function callerOfCertificate(
  names: readonly string[],
  rules: readonly CertificateSettings[],
): Caller | undefined {
  for (const { name, role } of rules) {
    const found = name === '*' ? names[0] : names.find((each) => each === name);
    if (found !== undefined) return { name: found, role };
  }
  return undefined;
}
