import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const config = defineConfig({
  resolve: { alias: { '@tinderbox/scoring': source('packages/scoring/src/node/index.ts') } },
  test: {
    include: ['packages/**/*.test.ts', 'conformance/**/*.test.ts', 'tools/**/*.test.ts'],
    // What needs real Spark, clients of other projects, or PostgreSQL runs where `npm run test:spark`, `test:clients` and
    // `test:postgres` found them.
    exclude: [
      '**/node_modules/**',
      ...(process.env.TINDERBOX_TEST_SPARK === undefined ? ['**/*.spark.test.ts'] : []),
      ...(process.env.TINDERBOX_TEST_POSTGRES === undefined ? ['**/*.postgres.test.ts'] : []),
      ...(process.env.TINDERBOX_TEST_CLIENTS === undefined ? ['**/*.clients.test.ts'] : []),
    ],
    reporters: ['dot'],
    // Only what hangs should end by time, on slow and busy machines too.
    testTimeout: 120_000,
  },
});

// vitest reads its configuration from the default export.
export default config;
