import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { killImports } from './testing/killImports.ts';

/** Part of the slow tier's time that this file may use; one kill takes some four seconds. */
const share = 0.05;
const oneKillMs = 4_000;
const mostKills = 30;

test('imports, candles and backups killed at random moments, as often as the budget lets', async () => {
  const budgetMs = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 60_000) * share;
  const seed = Number(process.env.SYNDICATE_SLOW_SEED ?? Date.now() % 2 ** 31);
  console.log(`seed ${seed}`);
  const kills = await killImports(seed, Math.max(3, Math.min(mostKills, Math.floor(budgetMs / oneKillMs))));
  const coveredFile = process.env.SYNDICATE_COVERED_FILE;
  if (coveredFile !== undefined) appendFileSync(coveredFile, `${JSON.stringify({ kills })}\n`);
  expect(kills).toBeGreaterThan(0);
});
