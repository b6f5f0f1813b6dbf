import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ExpectedError } from '../domain/errors.ts';
import { firstBytes } from './byteSource.ts';
import { fileSource } from './fileSource.ts';
import { ProgressMeter } from './importProgress.ts';
import type { ImportBatch, ImportOptions } from './importRows.ts';
import type { RowReader, SavedReader } from './rowReader.ts';
import { changedFile } from './textSource.ts';

/** Where the import of a Parquet file stands; plain JSON. */
export interface ParquetPosition {
  readonly sizeBytes: number;
  /** Hash of the file's end, which describes its content. */
  readonly ending: string;
  readonly rows: number;
  readonly reader: SavedReader;
}

const endingBytes = 65_536;

function identityOf(file: string): { sizeBytes: number; ending: string } {
  const handle = openSync(file, 'r');
  try {
    const sizeBytes = fstatSync(handle).size;
    const end = Buffer.alloc(Math.min(endingBytes, sizeBytes));
    readSync(handle, end, 0, end.length, sizeBytes - end.length);
    return { sizeBytes, ending: createHash('sha256').update(end).digest('hex') };
  } finally {
    closeSync(handle);
  }
}

/** Whether a file says of itself that it is Parquet, whatever its name. @throws ExpectedError IMPORT_UNREADABLE */
export async function isParquet(file: string): Promise<boolean> {
  return (await firstBytes(fileSource(file), 4)).toString('latin1') === 'PAR1';
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const named = (column: string): string => `"${column.replaceAll('"', '""')}"`;

/** A column as the text of a CSV field: times in ISO, floating numbers by the shortest text that is exactly them. */
function fieldOf(column: string, type: string): string {
  const name = named(column);
  const text = /^(?:TIMESTAMP|DATE)/.test(type)
    ? `strftime(make_timestamp(epoch_us(${name})), '%Y-%m-%dT%H:%M:%S.%fZ')`
    : type === 'VARCHAR'
      ? `'"' || replace(${name}, '"', '""') || '"'`
      : `${name}::VARCHAR`;
  return `coalesce(${text}, '')`;
}

/** A connection that can read this one file, and nothing else on disk or network. */
async function connectTo(file: string): Promise<{ connection: DuckDBConnection; close: () => void }> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '256MB',
    threads: '1',
  });
  const connection = await instance.connect();
  await connection.run(`SET allowed_paths = [${quoted(file)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  return { connection, close };
}

async function texts(connection: DuckDBConnection, query: string): Promise<string[][]> {
  const result = await connection.runAndReadAll(query);
  return result.getRows().map((row) => row.map(String));
}

async function* chunksOf(connection: DuckDBConnection, query: string): AsyncGenerator<string[]> {
  const result = await connection.stream(query);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk.getColumnValues(0).map(String);
  }
}

function damaged(cause: unknown): ExpectedError {
  const reason = cause instanceof Error ? cause.message.slice(0, 200) : String(cause);
  return new ExpectedError('IMPORT_DAMAGED', 'the file cannot be read as Parquet', {
    advice: 'Fetch the file again. The rows before the damage have been read, and the import goes on from there.',
    facts: { reason },
    cause,
  });
}

/**
 * Reads a Parquet file of rows in batches, as `importRows` reads tables of text; the line of a row is its place plus two.
 * @throws ExpectedError IMPORT_CHANGED, IMPORT_DAMAGED, IMPORT_COLUMNS, IMPORT_SYMBOLS
 */
export async function* importParquet<Value>(
  file: string,
  makeReader: (saved?: SavedReader) => RowReader<Value>,
  { clock, onProgress, from }: ImportOptions<ParquetPosition>,
): AsyncGenerator<ImportBatch<Value, ParquetPosition>> {
  const whole = path.resolve(file);
  const identity = identityOf(whole);
  if (from !== undefined && (from.sizeBytes !== identity.sizeBytes || from.ending !== identity.ending)) {
    throw changedFile(from.sizeBytes, identity.sizeBytes);
  }
  const reader = makeReader(from?.reader);
  const { connection, close } = await connectTo(whole);
  const guarded = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await work();
    } catch (error) {
      throw damaged(error);
    }
  };
  try {
    const source = `read_parquet(${quoted(whole)}, file_row_number = true)`;
    const columns = (await guarded(() => texts(connection, `DESCRIBE SELECT * FROM ${source}`)))
      .map(([name = '', type = '']) => ({ name, type }))
      .filter(({ name }) => name !== 'file_row_number');
    const [[total = '0'] = []] = await guarded(() => texts(connection, `SELECT count(*) FROM ${source}`));
    let rows = from?.rows ?? 0;
    if (from === undefined) reader.read(columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(','));
    const bytesAt = (row: number): number => Math.floor((identity.sizeBytes * row) / Math.max(1, Number(total)));
    const start = { rows: reader.report.rows, bytesRead: bytesAt(rows), sizeBytes: identity.sizeBytes };
    const meter = onProgress === undefined ? null : new ProgressMeter(clock, onProgress, start);
    const fields = columns.map(({ name, type }) => fieldOf(name, type)).join(", ',', ");
    const chunks = chunksOf(connection, `SELECT concat(${fields}) FROM ${source} WHERE file_row_number >= ${rows}`);
    for (;;) {
      const next = await guarded(() => chunks.next());
      if (next.done === true) break;
      rows += next.value.length;
      const taken = next.value.map((line) => reader.read(line)).filter((row) => row !== null);
      yield { rows: taken, position: { ...identity, rows, reader: reader.save() } };
      meter?.update(reader.report.rows, bytesAt(rows), false);
    }
    meter?.update(reader.report.rows, bytesAt(rows), true);
  } finally {
    close();
  }
}
