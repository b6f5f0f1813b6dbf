import { appendFileSync, rmSync } from 'node:fs';
import { afterEach, it } from 'vitest';
import { type Random, seededRandom } from '../../app/domain/random.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun } from './testing/headlessRun.ts';
import { killAndGoOn, killChain, killMain } from './testing/killing.ts';

/** The whole tier shares one budget; the kills take this part of it, and never fewer than ten of each process. */
const shareOfBudget = 0.3;
const killsOfEach = 10;
const roundsInOneRun = 5;

const budgetMs = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 0) * shareOfBudget;
let run: HeadlessRun | null = null;
let kills = 0;

afterEach(() => {
  run?.dispose();
  if (run !== null) rmSync(run.data, { recursive: true, force: true });
  run = null;
  const { SYNDICATE_COVERED_FILE: file } = process.env;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ kills })}\n`);
});

/** One kill of each process, in an order of chance. */
async function killEach(random: Random, started: HeadlessRun): Promise<HeadlessRun> {
  let current = started;
  const rounds: readonly (() => Promise<void>)[] = [
    () => killAndGoOn(current, 'main/engine', random),
    () => killAndGoOn(current, 'main/signer', random),
    () => killChain(current, 'anvil', random),
    () => killChain(current, 'main/devnet', random),
    async () => {
      const frozen = random.below(2) === 0 ? [] : (['main/engine', 'main/devnet'] as const);
      current = await killMain(current, random, frozen);
      run = current;
    },
  ];
  for (const index of shuffled(rounds.length, random)) {
    await rounds[index]?.();
    kills += 1;
  }
  return current;
}

function shuffled(count: number, random: Random): readonly number[] {
  return Array.from({ length: count }, (_, index) => ({ index, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ index }) => index);
}

it('loses nothing and sends nothing twice, whichever process is killed and whenever', async () => {
  const beganAtMs = performance.now();
  for (let seed = 1; kills < 5 * killsOfEach || performance.now() - beganAtMs < budgetMs; seed += 1) {
    const random = seededRandom(seed);
    let current = await HeadlessRun.start({ seed });
    run = current;
    await current.landMore();
    for (let round = 0; round < roundsInOneRun; round += 1) current = await killEach(random, current);
    await endWell(current);
    current.dispose();
    rmSync(current.data, { recursive: true, force: true });
  }
});
