import { defineConfig } from 'vitest/config';

const config = defineConfig({ test: { include: ['packages/**/*.test.ts', 'conformance/**/*.test.ts', 'tools/**/*.test.ts'] } });
// vitest reads its configuration from the default export.
export default config;
