import { join } from 'node:path';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import type { BlockRecord } from '../blocks/blockRecord.ts';
import type { MarketHistory } from './marketHistory.ts';
import { appendTime, copyToParquet } from './parquetFile.ts';

/** So many blocks are one file of each table. */
const blocksPerFile = 10_000;

/**
 * A table for each kind of fact. Amounts of wei are text in decimal digits: a call that failed may name any 256-bit number, which no
 * column of numbers holds.
 */
const tables = {
  blocks: `number BIGINT, hash VARCHAR, parent_hash VARCHAR, mined_at TIMESTAMP, fee_recipient VARCHAR, base_fee_wei VARCHAR,
    has_receipts BOOLEAN, has_traces BOOLEAN`,
  receipts: `block BIGINT, transaction_hash VARCHAR, transaction_index BIGINT, sender VARCHAR, recipient VARCHAR, created VARCHAR,
    succeeded BOOLEAN, gas_used BIGINT, cumulative_gas_used BIGINT, effective_gas_price_wei VARCHAR, has_logs BOOLEAN`,
  logs: `block BIGINT, transaction_hash VARCHAR, transaction_index BIGINT, log_index BIGINT, address VARCHAR, topic0 VARCHAR,
    topic1 VARCHAR, topic2 VARCHAR, topic3 VARCHAR, data VARCHAR`,
  traces: `block BIGINT, transaction_hash VARCHAR, transaction_index BIGINT, path VARCHAR, kind VARCHAR, sender VARCHAR,
    recipient VARCHAR, value_wei VARCHAR, gas_used BIGINT, input VARCHAR, input_length BIGINT, output VARCHAR, error VARCHAR`,
  rewards: 'block BIGINT, recipient VARCHAR, kind VARCHAR, value_wei VARCHAR',
} as const;
type Table = keyof typeof tables;
const names = Object.keys(tables) as readonly Table[];

type Value = string | number | bigint | boolean | null | { readonly atMs: number };

/** Writes the blocks of every chain, as `<table>/chain=1/from_block=18000000/data.parquet`. Returns how many files and blocks. */
export async function exportBlocks(
  history: Pick<MarketHistory, 'chains' | 'blockSummary' | 'blocks'>,
  connection: DuckDBConnection,
  root: string,
): Promise<{ readonly files: number; readonly blocks: number }> {
  const report = { files: 0, blocks: 0 };
  for (const chain of history.chains()) {
    const kept = history.blockSummary(chain);
    if (kept === null) continue;
    for (let from = kept.first - (kept.first % blocksPerFile); from <= kept.last; from += blocksPerFile) {
      const { blocks, rows } = await load(connection, history.blocks(chain, from, from + blocksPerFile - 1));
      report.blocks += blocks;
      for (const name of names) {
        if (rows[name] === 0) continue;
        await copyToParquet(connection, name, join(root, name, `chain=${chain}`, `from_block=${from}`));
        report.files += 1;
      }
    }
  }
  return report;
}

/** Fills the tables with these blocks alone. */
async function load(
  connection: DuckDBConnection,
  records: Iterable<BlockRecord>,
): Promise<{ readonly blocks: number; readonly rows: Readonly<Record<Table, number>> }> {
  const rows = { blocks: 0, receipts: 0, logs: 0, traces: 0, rewards: 0 };
  const appenders = new Map<Table, DuckDBAppender>();
  for (const name of names) {
    await connection.run(`CREATE OR REPLACE TABLE ${name} (${tables[name]})`);
    appenders.set(name, await connection.createAppender(name));
  }
  const put = (name: Table, values: readonly Value[]): void => {
    const appender = appenders.get(name);
    if (appender === undefined) return;
    for (const value of values) append(appender, value);
    appender.endRow();
    rows[name] += 1;
  };
  for (const record of records) putBlock(put, record);
  for (const appender of appenders.values()) appender.closeSync();
  return { blocks: rows.blocks, rows };
}

function putBlock(put: (table: Table, values: readonly Value[]) => void, block: BlockRecord): void {
  const { number, hash, header, receipts, traces } = block;
  const minedAt = header === null || header.timestampMs === null ? null : { atMs: header.timestampMs };
  put('blocks', [
    number,
    hash,
    header?.parentHash ?? null,
    minedAt,
    header?.feeRecipient ?? null,
    digits(header?.baseFeeWei ?? null),
    receipts !== null,
    traces !== null,
  ]);
  for (const receipt of receipts ?? []) {
    const { index, from, to, created, succeeded, gasUsed, cumulativeGasUsed, effectiveGasPriceWei, logs } = receipt;
    const gas = [gasUsed, cumulativeGasUsed, digits(effectiveGasPriceWei)];
    put('receipts', [number, receipt.hash, index, from, to, created, succeeded, ...gas, logs !== null]);
    for (const log of logs ?? []) {
      const topics = [0, 1, 2, 3].map((place) => log.topics[place] ?? null);
      put('logs', [number, receipt.hash, index, log.index, log.address, ...topics, log.data]);
    }
  }
  for (const frame of traces?.frames ?? []) {
    const { transaction, transactionIndex, path, kind, from, to, valueWei, gasUsed, input, inputLength, output } =
      frame;
    const place = [number, transaction, transactionIndex, path.join('.')];
    put('traces', [...place, kind, from, to, digits(valueWei), gasUsed, input, inputLength, output, frame.error]);
  }
  for (const { to, kind, valueWei } of traces?.rewards ?? []) put('rewards', [number, to, kind, digits(valueWei)]);
}

function digits(value: bigint | null): string | null {
  return value === null ? null : value.toString();
}

function append(appender: DuckDBAppender, value: Value): void {
  if (value === null) appender.appendNull();
  else if (typeof value === 'string') appender.appendVarchar(value);
  else if (typeof value === 'boolean') appender.appendBoolean(value);
  else if (typeof value === 'object') appendTime(appender, value.atMs);
  else appender.appendBigInt(BigInt(value));
}
