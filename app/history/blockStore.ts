import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { blockOfFacets, type Facet, facetsOf } from '../blocks/blockFacets.ts';
import type { BlockRecord } from '../blocks/blockRecord.ts';
import { BugError } from '../domain/errors.ts';
import type { PutReport } from './candleStore.ts';
import { type Catalog, prepareFile } from './catalog.ts';
import { fromHistoryFile, historyError } from './historyErrors.ts';

const blocksSchema = [
  `CREATE TABLE facets (
     number INTEGER NOT NULL, kind TEXT NOT NULL, crc INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (number, kind)
   ) STRICT;`,
] as const;

/** Blocks of one file: about a day and a half of Ethereum. */
const blocksPerFile = 10_000;
/** Above any part of a block that we write. */
const mostBytes = 1024 * 1024 * 1024;
const schema = 'chainblocks';

/** What of a file's blocks one commit may hold: those of one chain and of one file. */
export interface BlockFile {
  readonly chain: number;
  readonly firstBlock: number;
}

interface FacetRow {
  readonly number: number;
  readonly kind: Facet['kind'];
  readonly crc: number;
  readonly bytes: Buffer;
}

/** Blocks of EVM chains, in files of ten thousand, one of which is attached to the catalog's connection while it is used. */
export class BlockStore {
  readonly #catalog: Catalog;
  readonly #folder: string;
  #attached: string | null = null;

  constructor(catalog: Catalog, folder: string) {
    this.#catalog = catalog;
    this.#folder = folder;
  }

  fileOf({ chain, firstBlock }: BlockFile): string {
    return join(this.#folder, `blocks-${chain}-${firstBlock}.sqlite`);
  }

  /** Every file that has blocks, by chain and number. */
  files(): readonly BlockFile[] {
    return this.#catalog.database
      .prepare<[], BlockFile>('SELECT chain, first_block AS firstBlock FROM block_files ORDER BY chain, first_block')
      .all();
  }

  /** Attaches a file, outside a transaction. @throws ExpectedError HISTORY_* */
  attach(block: BlockFile): void {
    const file = this.fileOf(block);
    if (this.#attached === file) return;
    const { database } = this.#catalog;
    if (this.#attached !== null) database.exec(`DETACH ${schema}`);
    this.#attached = null;
    if (!this.#isListed(block)) this.#remove(block);
    try {
      database.prepare(`ATTACH ? AS ${schema}`).run(file);
      this.#attached = file;
      prepareFile(database, schema, blocksSchema);
    } catch (thrown) {
      throw fromHistoryFile(thrown, file);
    }
  }

  /**
   * Within a transaction, into the attached file. A part that is there with other content is kept, and nothing of a block with another hash
   * is taken. Counts parts of blocks.
   */
  put(chain: number, block: BlockRecord): PutReport {
    const file = blockFileOf(chain, block.number);
    if (this.fileOf(file) !== this.#attached) throw new BugError('a block of a file that is not attached was put');
    const { database } = this.#catalog;
    const report = { added: 0, same: 0, differing: 0 };
    const facets = facetsOf(block);
    const known = new Map(this.#facets(block.number, block.number).map((row) => [row.kind, row]));
    const isSame = ({ kind, text }: Facet): boolean | null => {
      const row = known.get(kind);
      return row === undefined ? null : openFacet(row, this.#where(file, row)) === text;
    };
    const ofAnother = facets.some((facet) => facet.kind === 'hash' && isSame(facet) === false);
    for (const facet of facets) {
      const { kind, text } = facet;
      const same = ofAnother ? false : isSame(facet);
      if (same === null) {
        const bytes = zstdCompressSync(Buffer.from(text));
        database
          .prepare(`INSERT INTO ${schema}.facets (number, kind, crc, bytes) VALUES (?, ?, ?, ?)`)
          .run(block.number, kind, crc32(bytes), bytes);
      }
      if (kind === 'hash') continue;
      if (same === null) report.added += 1;
      else if (same) report.same += 1;
      else report.differing += 1;
    }
    database
      .prepare('INSERT INTO block_files (chain, first_block) VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(file.chain, file.firstBlock);
    return report;
  }

  /** Blocks of a chain from one number to another, that one included, in order. @throws ExpectedError HISTORY_CORRUPT */
  *read(chain: number, from: number, to: number): IterableIterator<BlockRecord> {
    for (const file of this.files()) {
      if (file.chain !== chain || file.firstBlock > to || file.firstBlock + blocksPerFile <= from) continue;
      for (const number of this.#numbers(file, from, to)) {
        this.#require(file);
        const rows = this.#facets(number, number);
        const facets = rows.map((row) => ({ kind: row.kind, text: openFacet(row, this.#where(file, row)) }));
        yield blockOfFacets(number, facets);
      }
    }
  }

  /** How many blocks there are of a chain, and their span; null where there are none. */
  summary(chain: number): { readonly count: number; readonly first: number; readonly last: number } | null {
    const spans = this.files()
      .filter((each) => each.chain === chain)
      .flatMap((file) => {
        this.#require(file);
        const row = this.#catalog.database
          .prepare<[], { count: number; first: number | null; last: number | null }>(
            `SELECT count(DISTINCT number) AS count, min(number) AS first, max(number) AS last FROM ${schema}.facets`,
          )
          .get();
        if (row === undefined || row.first === null || row.last === null) return [];
        return [{ count: row.count, first: row.first, last: row.last }];
      });
    const [first, last] = [spans.at(0), spans.at(-1)];
    if (first === undefined || last === undefined) return null;
    return { count: spans.reduce((sum, { count }) => sum + count, 0), first: first.first, last: last.last };
  }

  /**
   * The first block of a chain that is no older than a time, by what headers say; the one after the last header where all are older, and
   * null where none says its time.
   */
  firstSince(chain: number, atMs: number): number | null {
    let after: number | null = null;
    for (const file of this.files()) {
      if (file.chain !== chain) continue;
      this.#require(file);
      const headers = this.#catalog.database.prepare<[], FacetRow>(
        `SELECT * FROM ${schema}.facets WHERE kind = 'header' ORDER BY number`,
      );
      for (const row of headers.iterate()) {
        const text = openFacet(row, this.#where(file, row));
        const timestampMs = blockOfFacets(row.number, [{ kind: 'header', text }]).header?.timestampMs ?? null;
        if (timestampMs === null) continue;
        if (timestampMs >= atMs) return row.number;
        after = row.number + 1;
      }
    }
    return after;
  }

  /** Forgets a chain's blocks below a number; a file of which none is left goes. Returns how many were forgotten. */
  dropBefore(chain: number, number: number): number {
    const { database } = this.#catalog;
    let dropped = 0;
    for (const file of this.files()) {
      if (file.chain !== chain || file.firstBlock >= number) continue;
      dropped += this.#numbers(file, 0, number - 1).length;
      if (this.#numbers(file, number, Number.MAX_SAFE_INTEGER).length > 0) {
        database.prepare(`DELETE FROM ${schema}.facets WHERE number < ?`).run(number);
        continue;
      }
      database.exec(`DETACH ${schema}`);
      this.#attached = null;
      // No longer listed first: a file that is gone and still listed would read as damage. One that is left over goes when it is met.
      database.prepare('DELETE FROM block_files WHERE chain = ? AND first_block = ?').run(chain, file.firstBlock);
      this.#remove(file);
    }
    return dropped;
  }

  #remove(file: BlockFile): void {
    for (const each of [this.fileOf(file), `${this.fileOf(file)}-journal`]) rmSync(each, { force: true });
  }

  #isListed({ chain, firstBlock }: BlockFile): boolean {
    const sql = 'SELECT 1 FROM block_files WHERE chain = ? AND first_block = ?';
    return this.#catalog.database.prepare<[number, number]>(sql).get(chain, firstBlock) !== undefined;
  }

  /** Checks every part of every block. Returns the places of the damaged ones, in words. */
  damaged(): readonly string[] {
    const places: string[] = [];
    for (const file of this.files()) {
      try {
        for (const number of this.#numbers(file, 0, Number.MAX_SAFE_INTEGER)) {
          for (const row of this.#facets(number, number)) openFacet(row, this.#where(file, row));
        }
      } catch (error) {
        places.push(error instanceof Error ? error.message : String(error));
      }
    }
    return places;
  }

  #require(file: BlockFile): void {
    if (!existsSync(this.fileOf(file)))
      throw historyError('HISTORY_CORRUPT', 'A file of the history is missing.', { file: this.fileOf(file) });
    this.attach(file);
  }

  #numbers(file: BlockFile, from: number, to: number): readonly number[] {
    this.#require(file);
    return this.#catalog.database
      .prepare<[number, number], number>(
        `SELECT DISTINCT number FROM ${schema}.facets WHERE number BETWEEN ? AND ? ORDER BY number`,
      )
      .pluck()
      .all(from, to);
  }

  #facets(from: number, to: number): readonly FacetRow[] {
    return this.#catalog.database
      .prepare<[number, number], FacetRow>(
        `SELECT * FROM ${schema}.facets WHERE number BETWEEN ? AND ? ORDER BY number, kind`,
      )
      .all(from, to);
  }

  #where(file: BlockFile, { number, kind }: Pick<FacetRow, 'number' | 'kind'>): string {
    return `${this.fileOf(file)}: ${kind} of block ${number}`;
  }
}

/** The file that a block belongs in. */
export function blockFileOf(chain: number, number: number): BlockFile {
  return { chain, firstBlock: number - (number % blocksPerFile) };
}

function openFacet({ bytes, crc }: Pick<FacetRow, 'bytes' | 'crc'>, where: string): string {
  if (crc32(bytes) !== crc) throw historyError('HISTORY_CORRUPT', 'A block of the history is damaged.', { where });
  return zstdDecompressSync(bytes, { maxOutputLength: mostBytes }).toString();
}
