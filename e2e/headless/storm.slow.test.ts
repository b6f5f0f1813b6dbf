import { appendFileSync } from 'node:fs';
import { afterEach, it } from 'vitest';
import { type Random, seededRandom } from '../../app/domain/random.ts';
import { audit } from './testing/audit.ts';
import { type EndpointBroker, startBroker } from './testing/endpointBroker.ts';
import { forceEther, giveToken } from './testing/gifts.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun, kill } from './testing/headlessRun.ts';
import { countersOf } from './testing/journalView.ts';
import { sleep } from './testing/waiting.ts';

/** Of the slow tier's budget. */
const shareOfBudget = 0.05;
const fewestRuns = 2;
const stepsInOneRun = 8;
/** Deeper than any reorg here: before it the wallet had nothing. */
const blocksBefore = 12;

const budgetMs = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 0) * shareOfBudget;

let run: HeadlessRun | null = null;
let broker: EndpointBroker | null = null;
let kills = 0;

afterEach(async () => {
  run?.dispose();
  await broker?.stop();
  [run, broker] = [null, null];
  const { SYNDICATE_COVERED_FILE: file } = process.env;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ kills })}\n`);
});

type Blow = (on: HeadlessRun, random: Random) => Promise<void>;

async function reorg(on: HeadlessRun, random: Random): Promise<void> {
  await on.builder.reorg(1 + random.below(10));
}

async function killPart(on: HeadlessRun, part: 'main/engine' | 'main/signer'): Promise<void> {
  const pid = await on.until(() => on.pidOf(part), part);
  kill(pid);
  kills += 1;
  await on.until(() => (on.pidOf(part) ?? pid) !== pid, `${part} again`);
}

const blows: readonly Blow[] = [
  reorg,
  (on) => killPart(on, 'main/engine'),
  (on) => killPart(on, 'main/signer'),
  async () => broker?.proxy.cut(),
  async () => broker?.proxy.inject('no frame of a node'),
  (on, random) => forceEther(on, BigInt(1 + random.below(1_000_000))),
  (on, random) => giveToken(on, BigInt(10 ** 12 + random.below(1_000_000))).then(() => undefined),
  // The chain changes while nobody is looking, and the engine that comes back has another branch in its journal.
  async (on, random) => {
    process.kill(on.pidOf('main/engine') ?? 0, 'SIGSTOP');
    await reorg(on, random);
    await killPart(on, 'main/engine');
  },
];

/** Up to three blows at times of chance, the later ones into what the first has begun. */
async function storm(on: HeadlessRun, random: Random): Promise<void> {
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    await sleep(random.below(700));
    await blows[random.below(blows.length)]?.(on, random);
  }
}

it('survives whatever comes together: reorgs, kills, cuts, garbage and gifts', async () => {
  const beganAtMs = performance.now();
  for (let seed = 1; seed <= fewestRuns || performance.now() - beganAtMs < budgetMs; seed += 1) {
    const random = seededRandom(seed);
    broker = await startBroker();
    const started = await HeadlessRun.start({ seed, broker });
    run = started;
    await started.until(() => (countersOf(started.data)?.blocks ?? 0) > blocksBefore, 'the first blocks', 60_000);
    for (let step = 0; step < stepsInOneRun; step += 1) {
      await storm(started, random);
      await started.landMore(1, 60_000);
      await audit(started);
    }
    await endWell(started);
    started.dispose();
    await broker.stop();
  }
});
