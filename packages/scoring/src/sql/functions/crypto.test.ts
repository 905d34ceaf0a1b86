import { describe, expect, it } from 'vitest';
import { sqlTransformer } from '../../stages/feature/sql-transformer.ts';
import { expressionRunner } from '../../testing/run-expression.ts';

const { answerOf } = expressionRunner(sqlTransformer, 'Spark');

// Answers of Spark 4.3.0.
describe('cryptography in SQL', () => {
  it.each([
    ["hex(hmac('a', 'b'))", '08DE329931E295683776AA9A43529BD0B275286DF3160300C49BA4E841833013'],
    ["hex(hmac('a', 'b', 'md5'))", 'E630E7BA6E333361D5C626A542D0A1C6'],
    ["to_base32('abc')", 'MFRGG==='],
    ["hex(from_base32('MFRGGZDFA'))", '616263646528'],
    ["hex(from_base32('M!R'))", '64'],
    [
      "string(aes_decrypt(unhex('83F16B2AA704794132802D248E6BFD4E380078182D1544813898AC97E709B28A94'), '0000111122223333'))",
      'Spark',
    ],
    ["try_aes_decrypt(x'00', 'short')", null],
  ])('%s is %j', async (expression, expected) => {
    expect(await answerOf(expression)).toBe(expected);
  });

  it.each([
    ["aes_encrypt(s, 'short', 'ECB')", 'AES_KEY_LENGTH'],
    ["aes_encrypt(s, 'abcdefghijklmnop', 'XTS', 'DEFAULT', X'00')", 'AES_MODE'],
    ["aes_encrypt(s, 'abcdefghijklmnop', 'CBC', 'DEFAULT', X'00')", 'AES_IV_LENGTH'],
    ["aes_encrypt(s, 'abcdefghijklmnop', 'ECB', 'DEFAULT', '', 'x')", 'AES_MODE_AAD'],
    ["aes_decrypt(X'00', 'abcdefghijklmnop', 'ECB')", 'AES_CRYPTO_ERROR'],
    ["aes_decrypt(X'00', 'abcdefghijklmnop')", 'AES_CRYPTO_ERROR'],
    ["aes_decrypt(X'000102030405060708090A0B0C', 'abcdefghijklmnop')", 'java.security.ProviderException'],
    ["decode(X'FF', 'US-ASCII')", 'MALFORMED_CHARACTER_CODING'],
    ["decode(X'D800', 'UTF-16BE')", 'MALFORMED_CHARACTER_CODING'],
    ["encode('é', 'US-ASCII')", 'MALFORMED_CHARACTER_CODING'],
    ["hmac('', s)", 'HMAC_CRYPTO_ERROR'],
  ])('%s fails the row', async (expression, condition) => {
    await expect(answerOf(expression)).rejects.toThrow(condition);
  });

  it('failed other decryptions, and no bytes of texts, before Spark 4', async () => {
    await expect(answerOf("aes_decrypt(X'00', 'abcdefghijklmnop', 'CBC')", '3.5.9')).rejects.toThrow('IllegalArgument');
    expect(await answerOf("decode(X'FF', 'US-ASCII')", '3.5.9')).toBe('\ufffd');
    expect(await answerOf("hex(encode('é', 'US-ASCII'))", '3.5.9')).toBe('3F');
  });

  it('refuses encryption with a vector of chance', async () => {
    await expect(answerOf("aes_encrypt(s, 'abcdefghijklmnop')")).rejects.toThrow('differently at each run');
  });

  it('refuses sketches, collations and other kinds by name', async () => {
    await expect(answerOf('theta_sketch_estimate(s)')).rejects.toThrow('the sketch function theta_sketch_estimate');
    await expect(answerOf("collate(s, 'UNICODE')")).rejects.toThrow('another collation, by collate');
    await expect(answerOf('st_srid(s)')).rejects.toThrow('the geospatial function st_srid');
  });
});

it('takes long texts', async () => {
  const long = 'repeat(s, 40000)';
  expect(
    await answerOf(`length(aes_encrypt(${long}, 'abcdefghijklmnop', 'GCM', 'DEFAULT', X'000102030405060708090A0B'))`),
  ).toBe(200_028);
  expect(await answerOf(`length(hmac('k', ${long}))`)).toBe(32);
});
