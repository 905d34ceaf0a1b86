import { expect, it } from 'vitest';
import { certificateNames, type PeerNames } from './certificate-names.ts';

// The forms are those of Node's documentation of `subjectaltname`, and of CVE-2021-44532.
it.each<[string, PeerNames, readonly string[]]>([
  ['a common name', { subject: { CN: 'web' } }, ['CN=web']],
  [
    'all kinds, the best first',
    {
      subject: { CN: 'web' },
      subjectaltname: 'DNS:web.example, IP Address:10.0.0.1, email:a@b.example, URI:spiffe://e/web',
    },
    ['URI:spiffe://e/web', 'DNS:web.example', 'email:a@b.example', 'CN=web'],
  ],
  ['two of a kind', { subjectaltname: 'DNS:a, DNS:b' }, ['DNS:a', 'DNS:b']],
  ['a name that pretends to be two, which is left out', { subjectaltname: 'DNS:"a\\u002c DNS:ops", DNS:b' }, ['DNS:b']],
  ['a quoted one', { subjectaltname: 'URI:"http://x/, DNS:ops"' }, []],
  ['kinds that nobody knows', { subject: { CN: 'web' }, subjectaltname: 'other:x, DNS:ops' }, []],
  ['an empty one', { subjectaltname: 'DNS:' }, []],
  ['several common names', { subject: { CN: ['a', 'ops'] } }, []],
  ['nothing', {}, []],
])('names a certificate with %s', (_, peer, names) => {
  expect(certificateNames(peer)).toEqual(names);
});
