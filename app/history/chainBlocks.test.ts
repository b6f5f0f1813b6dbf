import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlockRecord, CallFrame } from '../blocks/blockRecord.ts';
import { parseAddress, parseBytes, parseHash } from '../domain/hex.ts';
import { exportParquet } from './exportParquet.ts';
import { MarketHistory } from './marketHistory.ts';
import { forget } from './retention.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2024, 5, 1);
const hash = (i: number) => parseHash(`0x${i.toString(16).padStart(64, '0')}`);
const account = (i: number) => parseAddress(`0x${i.toString(16).padStart(40, '0')}`);
const largest = 2n ** 256n - 1n;

let folder: string;
let history: MarketHistory;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chain-blocks-'));
  history = new MarketHistory(join(folder, 'history'));
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

function blockAt(number: number, ageDays: number | null): BlockRecord {
  const header = {
    parentHash: hash(number - 1),
    timestampMs: ageDays === null ? null : nowMs - ageDays * dayMs,
    feeRecipient: account(9),
    baseFeeWei: 7n,
  };
  return { number, hash: hash(number), header, receipts: null, traces: null };
}

function keep(chain: number, blocks: readonly BlockRecord[]): void {
  for (const block of blocks) {
    if (!history.canAppendBlock(chain, block.number)) history.commit();
    history.appendBlock(chain, block);
  }
  history.commit();
}

const numbers = (chain: number): number[] => [...history.blocks(chain, 0, 1e9)].map(({ number }) => number);
const forgetBlocks = (chain: number, days: number): number =>
  forget(history, { tradesDays: null, candlesDays: {}, blocksDays: { [chain]: days } }, nowMs).blocks;

describe('blocks of a chain', () => {
  it('are forgotten once they are older than they are kept, by the chain, and their files with them', () => {
    const old = [9_998, 9_999, 10_000, 10_001, 20_000, 20_005].map((number, i) => blockAt(number, 60 - 10 * i));
    keep(1, old);
    keep(10, [blockAt(5, 90)]);
    expect(forgetBlocks(1, 100)).toBe(0);
    expect(forgetBlocks(1, 35)).toBe(3);
    expect(numbers(1)).toEqual([10_001, 20_000, 20_005]);
    const files = (): string[] =>
      readdirSync(join(folder, 'history'))
        .filter((name) => /^blocks-1-\d+.sqlite$/.test(name))
        .sort();
    expect(files()).toEqual(['blocks-1-10000.sqlite', 'blocks-1-20000.sqlite']);
    expect(forgetBlocks(1, 5)).toBe(3);
    expect(files()).toEqual([]);
    expect(history.chains()).toEqual([10]);
    expect(history.check()).toEqual([]);
  });

  it('whose age nothing tells stay, and go with those after them', () => {
    keep(1, [blockAt(1, null), blockAt(2, null)]);
    expect(forgetBlocks(1, 1)).toBe(0);
    keep(1, [blockAt(3, 50), blockAt(4, null), blockAt(5, 0)]);
    expect(forgetBlocks(1, 1)).toBe(4);
    expect(numbers(1)).toEqual([5]);
  });

  it('begin anew in the place of a file that a crash left behind', () => {
    writeFileSync(join(folder, 'history', 'blocks-1-0.sqlite'), 'left over');
    keep(1, [blockAt(3, 1)]);
    expect(numbers(1)).toEqual([3]);
    expect(history.check()).toEqual([]);
  });
});

describe('the export of blocks', () => {
  async function asked(sql: string): Promise<unknown[][]> {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(sql)).getRows();
    connection.closeSync();
    instance.closeSync();
    return rows.map((row) => row.map((value) => (value === null ? null : String(value))));
  }
  const table = (name: string): string =>
    `read_parquet('${folder}/out/${name}/**/*.parquet', hive_partitioning = true)`;

  it('has every receipt, log, call and reward exactly, and says which parts no source gave', async () => {
    const frame: CallFrame = {
      transaction: hash(70),
      transactionIndex: 0,
      path: [0, 2],
      kind: 'call',
      from: account(1),
      to: null,
      valueWei: largest,
      gasUsed: null,
      input: parseBytes('0x12'),
      inputLength: 4_000,
      output: parseBytes('0x'),
      error: "it's out of gas",
    };
    const log = { index: 3, address: account(4), topics: [hash(1), hash(2)], data: parseBytes('0xabcd') };
    const receipt = {
      hash: hash(70),
      index: 0,
      from: account(1),
      to: account(2),
      created: null,
      succeeded: true,
      gasUsed: 21_000,
      cumulativeGasUsed: 21_000,
      effectiveGasPriceWei: 10n ** 30n,
      logs: [log],
    };
    const traces = {
      frames: [frame, { ...frame, path: [] }],
      rewards: [{ to: account(9), kind: 'block', valueWei: 5n }],
    };
    keep(1, [{ ...blockAt(7, 1), receipts: [receipt, { ...receipt, hash: hash(71), index: 1, logs: null }], traces }]);
    keep(1, [blockAt(10_001, 0)]);
    keep(10, [{ ...blockAt(7, null), hash: null, header: null, receipts: [] }]);
    const report = await exportParquet(history, join(folder, 'out'));
    expect(report).toEqual({ files: 7, candles: 0, trades: 0, books: 0, blocks: 3 });
    expect(
      await asked(
        `SELECT chain, from_block, number, hash, epoch_ms(mined_at), base_fee_wei, has_receipts, has_traces FROM ${table('blocks')} ORDER BY chain, number`,
      ),
    ).toEqual([
      ['1', '0', '7', hash(7), String(nowMs - dayMs), '7', 'true', 'true'],
      ['1', '10000', '10001', hash(10_001), String(nowMs), '7', 'false', 'false'],
      ['10', '0', '7', null, null, null, 'true', 'false'],
    ]);
    expect(
      await asked(`SELECT transaction_hash, effective_gas_price_wei, has_logs FROM ${table('receipts')} ORDER BY ALL`),
    ).toEqual([
      [hash(70), String(10n ** 30n), 'true'],
      [hash(71), String(10n ** 30n), 'false'],
    ]);
    expect(await asked(`SELECT log_index, address, topic0, topic1, topic2, data FROM ${table('logs')}`)).toEqual([
      ['3', account(4), hash(1), hash(2), null, '0xabcd'],
    ]);
    expect(
      await asked(
        `SELECT path, recipient, value_wei, gas_used, input_length, error FROM ${table('traces')} ORDER BY path`,
      ),
    ).toEqual([
      ['', null, String(largest), null, '4000', "it's out of gas"],
      ['0.2', null, String(largest), null, '4000', "it's out of gas"],
    ]);
    expect(await asked(`SELECT recipient, kind, value_wei FROM ${table('rewards')}`)).toEqual([
      [account(9), 'block', '5'],
    ]);
  });

  it('makes no table where there are no blocks', async () => {
    expect(await exportParquet(history, join(folder, 'out'))).toMatchObject({ files: 0, blocks: 0 });
    expect(existsSync(join(folder, 'out', 'blocks'))).toBe(false);
  });
});
