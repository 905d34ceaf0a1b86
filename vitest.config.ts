import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const config = defineConfig({
  resolve: { alias: { '@tinderbox/scoring': source('packages/scoring/src/node/index.ts') } },
  test: {
    include: ['packages/**/*.test.ts', 'conformance/**/*.test.ts', 'tools/**/*.test.ts'],
    // What needs real Spark runs where `npm run test:spark` has found one.
    exclude:
      process.env.TINDERBOX_TEST_SPARK === undefined
        ? ['**/*.spark.test.ts', '**/node_modules/**']
        : ['**/node_modules/**'],
    reporters: ['dot'],
    // Only what hangs should end by time, on slow and busy machines too.
    testTimeout: 120_000,
  },
});

// vitest reads its configuration from the default export.
export default config;
