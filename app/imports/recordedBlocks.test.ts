import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { movementsOf } from '../blocks/balanceChanges.ts';
import type { BlockRecord } from '../blocks/blockRecord.ts';
import type { PoolSwap } from '../blocks/poolSwap.ts';
import { poolSwaps } from '../blocks/poolSwaps.ts';
import { recordedDataFolder } from '../conformance/testing/dataFolder.ts';
import { fileSource } from './fileSource.ts';
import { type BlockPosition, importBlocks } from './importBlocks.ts';
import { steppingClock } from './testing/manualClock.ts';

const data = recordedDataFolder();
const mev = data === null ? '' : join(data, 'mev');
const folder = join(mev, 'mev_inspect_blocks');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^blocks_\d+\.json\.gz$/.test(name)) : [];
const recorded = files.length === 0 ? test.skip : test;
const counts = { blocks: 0, swaps: 0 };

afterAll(() => {
  const skipped = files.length === 0 ? ' (no recorded blocks: set SYNDICATE_DATA to their folder)' : '';
  console.log(`recorded blocks: ${counts.blocks} read, ${counts.swaps} swaps compared${skipped}`);
});

async function read(name: string): Promise<{ block: BlockRecord; report: BlockPosition['report'] }> {
  for await (const { block, position } of importBlocks(fileSource(join(folder, name)), {
    clock: steppingClock(1_000),
  })) {
    counts.blocks += 1;
    return { block, report: position.report };
  }
  throw new Error(`no block in ${name}`);
}

interface Vector {
  readonly tx: string;
  readonly pair: string;
  readonly zero_for_one: boolean;
  readonly reserve0: string;
  readonly reserve1: string;
  readonly amount_in: string;
  readonly amount_out: string;
  readonly exact: boolean;
}

/** Derived beforehand, by others' code, by replaying the transfers of each block. */
recorded('the 225 swaps of V2 pairs: reserves before, amounts, and so the state after each', async () => {
  const { vectors } = JSON.parse(readFileSync(join(mev, 'v2_swaps_mainnet.json'), 'utf8')) as {
    vectors: (Vector & { block: number })[];
  };
  let taxed = 0;
  let compared = 0;
  for (const name of files) {
    const { block } = await read(name);
    const swaps = poolSwaps(block).swaps.filter(({ kind }) => kind === 'uniswapV2');
    const found = new Map<string, PoolSwap[]>();
    const last = new Map<string, { reserve0: bigint; reserve1: bigint }>();
    for (const swap of swaps)
      found.set(`${swap.transaction} ${swap.pool}`, [...(found.get(`${swap.transaction} ${swap.pool}`) ?? []), swap]);
    for (const vector of vectors.filter((each) => each.block === block.number)) {
      const [first, ...rest] = found.get(`${vector.tx} ${vector.pair}`) ?? [];
      found.set(`${vector.tx} ${vector.pair}`, rest);
      expect(first?.after, `${vector.tx} ${vector.pair}`).toMatchObject({ kind: 'reserves' });
      if (first?.after?.kind !== 'reserves') continue;
      const [gained, paid] = [BigInt(vector.amount_in), -BigInt(vector.amount_out)];
      const amounts = vector.zero_for_one ? [gained, paid] : [paid, gained];
      const after = [BigInt(vector.reserve0) + (amounts[0] ?? 0n), BigInt(vector.reserve1) + (amounts[1] ?? 0n)];
      const before = last.get(vector.pair);
      if (before !== undefined)
        expect([before.reserve0, before.reserve1]).toEqual([BigInt(vector.reserve0), BigInt(vector.reserve1)]);
      last.delete(vector.pair);
      const equal = [first.after.reserve0 === after[0], first.after.reserve1 === after[1]];
      // A token that keeps or shares out a part of a transfer leaves the pair another balance than what was sent: the other side is exact.
      if (equal.includes(false)) {
        expect(equal, `${vector.tx} ${vector.pair}`).toContain(true);
        taxed += 1;
        continue;
      }
      expect([first.after.reserve0, first.after.reserve1], `${vector.tx} ${vector.pair}`).toEqual(after);
      if (first.amounts !== null) expect(first.amounts).toEqual(amounts);
      last.set(vector.pair, first.after);
      compared += 1;
    }
  }
  counts.swaps += compared;
  expect([compared, taxed]).toEqual([191, 34]);
});

interface LabelledSwap {
  readonly transaction_hash: string;
  readonly contract_address: string;
  readonly token_in_amount: bigint;
  readonly token_out_amount: bigint;
}

recorded('the sandwich of block 12775690: each swap of it with its labelled amounts', async () => {
  const text = gunzipSync(readFileSync(join(folder, 'sandwiches_12775690.json.gz'))).toString();
  const [sandwich] = JSON.parse(text.replaceAll(/(_amount": )(\d+)/g, '$1"$2"')) as [
    { frontrun_swap: LabelledSwap; backrun_swap: LabelledSwap; sandwiched_swaps: LabelledSwap[] },
  ];
  const { block } = await read('blocks_12775690.json.gz');
  const { swaps } = poolSwaps(block);
  expect(swaps).toHaveLength(21);
  for (const label of [sandwich.frontrun_swap, ...sandwich.sandwiched_swaps, sandwich.backrun_swap]) {
    const swap = swaps.find(
      (each) => each.transaction === label.transaction_hash && each.pool === label.contract_address,
    );
    const sizes = (swap?.amounts ?? [])
      .map((amount) => (amount < 0n ? -amount : amount))
      .sort((a, b) => (a < b ? -1 : 1));
    const wanted = [BigInt(label.token_in_amount), BigInt(label.token_out_amount)].sort((a, b) => (a < b ? -1 : 1));
    expect(sizes).toEqual(wanted);
  }
});

recorded('the labelled liquidations: the debt paid moved, to the unit', async () => {
  const text = readFileSync(join(folder, 'labels.json'), 'utf8').replaceAll(/(_amount": )(\d+)/g, '$1"$2"');
  const { liquidations } = JSON.parse(text) as {
    liquidations: {
      block_number: number;
      transaction_hash: string;
      debt_purchase_amount: string;
      debt_token_address: string;
    }[];
  };
  for (const label of liquidations) {
    const { block } = await read(`blocks_${label.block_number}.json.gz`);
    const { frames } = block.traces ?? { frames: [] };
    const index = frames.find(({ transaction }) => transaction === label.transaction_hash)?.transactionIndex;
    const token = label.debt_token_address === `0x${'e'.repeat(40)}` ? null : label.debt_token_address;
    const paid = movementsOf(block).filter((each) => each.transactionIndex === index && each.token === token);
    expect(
      paid.map(({ amount }) => amount),
      label.transaction_hash,
    ).toContain(BigInt(label.debt_purchase_amount));
  }
});

/** Counted beforehand over the files' own JSON. */
const findings: Readonly<Record<string, readonly [records: number, counts: object]>> = {
  '12775690': [879, { noLogs: 1 }],
  '13404932': [451, { noLogs: 1 }],
};

recorded.each(Object.entries(findings))(
  'block %s: what its file leaves out is said',
  async (number, [records, found]) => {
    const { report } = await read(`blocks_${number}.json.gz`);
    expect(report).toMatchObject({ rows: records, skipped: 0, counts: found });
    expect(Object.keys(report.counts).sort()).toEqual(Object.keys(found).sort());
  },
);
