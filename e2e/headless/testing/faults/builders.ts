import { present } from '../../../../app/domain/errors.ts';
import type { Random } from '../../../../app/domain/random.ts';
import type { HeadlessRun } from '../headlessRun.ts';
import { currentEpoch } from '../journalView.ts';
import { quantity } from '../nodeRpc.ts';
import { sleep } from '../waiting.ts';
import type { Fault } from './fault.ts';
import { waitForMoment } from './moment.ts';

const timesEach = 6;

/** What the chain's builder and its public port do to everybody, or to us alone, for a while. */
function byTheBuilder(
  name: string,
  plan: (
    random: Random,
    run: HeadlessRun,
  ) => Promise<{
    readonly begin: () => Promise<unknown>;
    readonly forMs: number;
    readonly what: string;
    readonly end: () => Promise<unknown>;
  }>,
): Fault {
  return {
    name,
    kit: 'plain',
    times: timesEach,
    inject: async ({ run }, random) => {
      const when = await waitForMoment(run, random);
      const { begin, forMs, what, end } = await plan(random, run);
      await begin();
      try {
        await sleep(forMs);
      } finally {
        await end();
      }
      return { overAtMs: performance.now(), epoch: 'same', what: `${when}, ${what}` };
    },
  };
}

function walletOf(run: HeadlessRun): string {
  return present(currentEpoch(run.data), 'an epoch').epoch.wallet;
}

const lag = byTheBuilder('node lags 0.5-10 s', async (random, { builder }) => {
  const ms = Math.round(500 + 9_500 * random.next() ** 2);
  const lags = { answersMs: ms, headsMs: ms, logsMs: ms, pendingMs: ms };
  return {
    begin: () => builder.tell('builder_setLag', lags),
    forMs: ms + 3_000,
    what: `by ${ms} ms`,
    end: () => builder.tell('builder_setLag', {}),
  };
});

const lostFrames = byTheBuilder('frames are lost', async (random, { builder }) => {
  const share = 0.1 + 0.6 * random.next();
  return {
    begin: () => builder.tell('builder_dropFrames', { share }),
    forMs: 4_000,
    what: `${Math.round(100 * share)} % of what the node pushes`,
    end: () => builder.tell('builder_dropFrames', {}),
  };
});

/** Shorter than the time our orders have, or so long that it meets their cancellations too. */
function someSeconds(random: Random): number {
  return 1_000 + random.below(14_000);
}

const censored = byTheBuilder('builder leaves our transactions out', async (random, run) => {
  const forMs = someSeconds(random);
  return {
    begin: () => run.builder.tell('builder_censor', { from: [walletOf(run)] }),
    forMs,
    what: `for ${forMs} ms`,
    end: () => run.builder.tell('builder_censor', {}),
  };
});

const forgotten = byTheBuilder('node forgets the transactions it took', async (random, run) => {
  const forMs = someSeconds(random);
  return {
    begin: () => run.builder.tell('builder_dropTransactions', { from: [walletOf(run)] }),
    forMs,
    what: `for ${forMs} ms`,
    end: () => run.builder.tell('builder_dropTransactions', {}),
  };
});

/** Goes up at once and comes back at once: what was signed before the jump cannot be included while it lasts. */
const feeSpike = byTheBuilder('base fee spikes 2-100 times', async (random, { builder, node }) => {
  const head = (await node.call('eth_getBlockByNumber', 'latest', false)) as { baseFeePerGas: string };
  const usual = BigInt(head.baseFeePerGas);
  const times = 2 + random.below(99);
  const blocks = 2 + random.below(12);
  return {
    begin: () => builder.tell('builder_reprice', { baseFeePerGas: quantity(usual * BigInt(times)), blocks: 1_000 }),
    forMs: blocks * 500,
    what: `${times} times for ${blocks} blocks`,
    end: () => builder.tell('builder_reprice', { baseFeePerGas: head.baseFeePerGas, blocks: 1 }),
  };
});

export const builderFaults: readonly Fault[] = [lag, lostFrames, censored, forgotten, feeSpike];
