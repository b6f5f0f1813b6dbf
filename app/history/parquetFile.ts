import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBAppender, type DuckDBConnection, DuckDBTimestampValue } from '@duckdb/node-api';

/** Writes a table as the one file of a folder, which is made. */
export async function copyToParquet(connection: DuckDBConnection, table: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'data.parquet').replaceAll("'", "''");
  await connection.run(`COPY ${table} TO '${file}' (FORMAT parquet, COMPRESSION zstd)`);
}

export function appendTime(appender: DuckDBAppender, atMs: number): void {
  appender.appendTimestamp(new DuckDBTimestampValue(BigInt(atMs) * 1000n));
}
