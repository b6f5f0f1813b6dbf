import type { RowReport } from '../candles/rowReport.ts';
import type { Hash } from '../domain/hex.ts';
import type { BlockHeader, BlockRecord, BlockReward, CallFrame, TransactionReceipt } from './blockRecord.ts';
import { checkBlock } from './checkBlock.ts';
import type { PartOfBlock } from './readRecord.ts';

/** JSON text of a `BlockAssembler` between two blocks. */
export interface SavedBlockAssembler {
  readonly newest: number | null;
}

interface Building {
  readonly number: number;
  readonly firstRow: number;
  hash: Hash | null;
  header: BlockHeader | null;
  readonly receipts: Map<number, TransactionReceipt>;
  readonly frames: CallFrame[];
  readonly places: Set<string>;
  readonly rewards: BlockReward[];
  traced: boolean;
}

/** What no block of any chain reaches: a file that claims more is not one of blocks. */
const mostParts = 2_000_000;

/** Puts the records of a file together into blocks. The records of a block follow each other; blocks may have any order. */
export class BlockAssembler {
  readonly #report: RowReport;
  #building: Building | null = null;
  #newest: number | null;

  constructor(report: RowReport, saved?: SavedBlockAssembler) {
    this.#report = report;
    this.#newest = saved?.newest ?? null;
  }

  /** Whether this record begins another block than the one under way: then `finish` comes first. */
  beginsAnother(part: PartOfBlock): boolean {
    return this.#building !== null && this.#building.number !== part.blockNumber;
  }

  /** Takes a record, read from place `row`; what contradicts the block is left out and reported. */
  add(row: number, part: PartOfBlock): void {
    this.#building ??= {
      number: part.blockNumber,
      firstRow: row,
      hash: null,
      header: null,
      receipts: new Map(),
      frames: [],
      places: new Set(),
      rewards: [],
      traced: false,
    };
    const block = this.#building;
    const where = `block ${block.number}`;
    if (block.frames.length + block.receipts.size >= mostParts) {
      this.#report.note(row, 'malformed', `${where} has more than ${mostParts} records`);
      return;
    }
    if (part.blockHash !== null && block.hash !== null && part.blockHash !== block.hash) {
      this.#report.note(row, 'conflict', `${where} is ${block.hash} and ${part.blockHash}`);
      return;
    }
    block.hash ??= part.blockHash;
    if (part.kind === 'header') {
      if (block.header === null) block.header = part.header;
      else this.#report.note(row, 'duplicate', `${where}: a second header`);
    } else if (part.kind === 'receipt') {
      const known = block.receipts.get(part.receipt.index);
      if (known === undefined) block.receipts.set(part.receipt.index, part.receipt);
      else {
        const problem = known.hash === part.receipt.hash ? 'duplicate' : 'conflict';
        this.#report.note(row, problem, `${where}: a second receipt of transaction ${part.receipt.index}`);
      }
    } else {
      block.traced = true;
      if (part.kind === 'reward') block.rewards.push(part.reward);
      else this.#addFrame(block, row, part.frame);
    }
  }

  #addFrame(block: Building, row: number, frame: CallFrame): void {
    const place = `${frame.transaction} [${frame.path}]`;
    if (block.places.has(place)) this.#report.note(row, 'duplicate', `block ${block.number}: a second trace ${place}`);
    else block.frames.push(frame);
    block.places.add(place);
  }

  /** The block under way as it stands, checked, or null where none is. */
  finish(): BlockRecord | null {
    const block = this.#building;
    if (block === null) return null;
    this.#building = null;
    this.#noteOrder(block);
    const receipts = [...block.receipts.values()].sort((first, second) => first.index - second.index);
    const record: BlockRecord = {
      number: block.number,
      hash: block.hash,
      header: block.header,
      receipts: receipts.length === 0 ? null : receipts,
      traces: block.traced ? { frames: block.frames, rewards: block.rewards } : null,
    };
    checkBlock(record, block.firstRow, this.#report);
    return record;
  }

  #noteOrder({ number, firstRow }: Building): void {
    const newest = this.#newest;
    if (newest !== null && number <= newest)
      this.#report.note(firstRow, 'blockOrder', `block ${number} after block ${newest}`);
    if (newest !== null && number > newest + 1) {
      this.#report.missing += number - newest - 1;
      this.#report.note(firstRow, 'gap', `${number - newest - 1} blocks missing after block ${newest}`);
    }
    this.#newest = Math.max(newest ?? 0, number);
  }

  /** Between two blocks. */
  save(): SavedBlockAssembler {
    return { newest: this.#newest };
  }
}
