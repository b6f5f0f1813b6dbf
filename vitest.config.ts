import { defineConfig } from 'vitest/config';

const sources = 'app,main,preload,renderer,scripts';
const slow = ['**/*.slow.test.{ts,tsx}'];
const integration = ['**/*.integration.test.{ts,tsx}'];
const never = ['**/node_modules/**', 'out/**', 'build/**', '.syndicate/**'];

/** Real processes on a shared machine: one second try, which the runner prints. A fault that is there fails both. */
const secondTry = 1;

/** Four tiers; `npm test` runs the first three, `npm run test:slow` the last. All run on Electron's own Node. */
export default defineConfig({
  cacheDir: '.syndicate/vitest',
  test: {
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`{${sources}}/**/*.test.{ts,tsx}`],
          exclude: [...never, ...slow, ...integration],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          retry: secondTry,
          include: [`{${sources},e2e}/**/*.integration.test.{ts,tsx}`],
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          retry: secondTry,
          include: ['e2e/**/*.e2e.ts'],
          exclude: never,
          setupFiles: ['scripts/vitest/windowed.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          retry: secondTry,
          include: [`{${sources},e2e}/**/*.slow.test.{ts,tsx}`],
          exclude: never,
          testTimeout: 0,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
