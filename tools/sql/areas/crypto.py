"""AES, HMAC and Base32."""

LEAVES = {
    "key": ["'0000111122223333'", "'abcdefghijklmnop12345678'", "'abcdefghijklmnop12345678ABCDEFGH'", "'short'", "X'000102030405060708090A0B0C0D0E0F'", "NULL"],
    "padding": ["'DEFAULT'", "'PKCS'", "'none'", "'x'"],
    "mode": ["'ECB'", "'GCM'", "'cbc'", "'XXX'", "NULL"],
    "vector": ["X'000102030405060708090A0B'", "X'000102030405060708090A0B0C0D0E0F'", "X'00'", "NULL"],
    "covered": ["'aad'", "''", "'0123456789abcdefg'"],
    "digest": ["'MD5'", "'sha1'", "'SHA-224'", "'sha256'", "'sha-384'", "'SHA512'", "'SHA'", "'x'", "NULL"],
    "base32": ["'MFRGG==='", "'mfrgg'", "'MFR'", "'M!R'", "'M'", "'MFRGGZDFA'", "'AAAA=AAAA'", "'0189'", "'MFRGGZDFMZTWQ2'"],
    "text": ["s", "t", "js", "'a'", "''", "'0123456789abcdef'", "repeat('xyz', 30)", "bin"],
}

PRODUCTIONS = {
    "binary": """aes_encrypt({text}, {key}, 'ECB')|aes_encrypt({text}, {key}, 'ECB', {padding})|aes_encrypt({text}, {key}, 'CBC', 'PKCS', X'000102030405060708090A0B0C0D0E0F')|aes_encrypt({text}, {key}, 'GCM', 'NONE', X'000102030405060708090A0B')
aes_encrypt({text}, {key}, 'GCM', {padding}, X'000102030405060708090A0B', {covered})|aes_encrypt({text}, {key}, {mode}, {padding}, {vector})|aes_encrypt({text}, {key}, {mode}, 'DEFAULT', {vector}, {covered})|aes_encrypt({text}, {key}, 'ECB', 'DEFAULT', '', {covered})
aes_decrypt(aes_encrypt({text}, {key}, 'ECB'), {key}, 'ECB')|aes_decrypt(aes_encrypt({text}, {key}, 'CBC', 'DEFAULT', X'000102030405060708090A0B0C0D0E0F'), {key}, 'CBC')|aes_decrypt(aes_encrypt({text}, {key}, 'GCM', 'DEFAULT', X'000102030405060708090A0B', {covered}), {key}, 'GCM', 'DEFAULT', {covered})
aes_decrypt({binary}, {key}, {mode}, {padding})|aes_decrypt({text}, {key})|try_aes_decrypt(aes_encrypt({text}, {key}, 'GCM', 'DEFAULT', X'000102030405060708090A0B'), {key})|try_aes_decrypt({binary}, {key}, {mode}, {padding}, {covered})|aes_encrypt({int}, {key}, 'ECB')
hmac({text}, {text})|hmac({key}, {text}, {digest})|hmac(repeat('k', 200), {text}, {digest})|from_base32({base32})|from_base32({string})|from_base32(to_base32({text}))""",
    "string": "to_base32({text})|to_base32({binary})|to_base32({int})|hex(from_base32({base32}))",
}
