import type { Hash } from '../domain/hex.ts';
import type { BlockHeader, BlockReward, CallFrame, TransactionReceipt } from './blockRecord.ts';
import { Fields, MalformedField } from './fields.ts';
import { readHeader } from './readHeader.ts';
import { readReceipt } from './readReceipt.ts';
import { readTrace } from './readTrace.ts';

/** One record of a block, of whichever kind. `blockHash` is null where the record does not name it. */
export type PartOfBlock = { readonly blockNumber: number; readonly blockHash: Hash | null } & (
  | { readonly kind: 'header'; readonly header: BlockHeader }
  | { readonly kind: 'receipt'; readonly receipt: TransactionReceipt }
  | { readonly kind: 'frame'; readonly frame: CallFrame }
  | { readonly kind: 'reward'; readonly reward: BlockReward }
);

/** Why a record is no part of a block. */
export interface BadRecord {
  readonly kind: 'bad';
  readonly problem: 'malformed' | 'unknownRecord';
  readonly detail: string;
}

const shownText = 80;

/** The part of a block that a piece of JSON is; null for one that only wraps others, as a node's answer does. */
export function readRecord(text: string): PartOfBlock | BadRecord | null {
  let value: unknown;
  try {
    value = parseExactly(text);
  } catch {
    return { kind: 'bad', problem: 'malformed', detail: `not JSON: ${text.slice(0, shownText)}` };
  }
  try {
    const answer = unwrapped(new Fields(value, 'record'));
    return answer === null ? null : partOf(answer, text);
  } catch (error) {
    if (!(error instanceof MalformedField)) throw error;
    return { kind: 'bad', problem: 'malformed', detail: `${error.message}: ${text.slice(0, shownText)}` };
  }
}

function unwrapped(record: Fields): unknown {
  if (!record.has('jsonrpc')) return record.isEmpty() ? null : record.raw;
  const failure = record.value('error');
  if (failure !== null) throw new MalformedField('result');
  return record.value('result');
}

function partOf(value: unknown, text: string): PartOfBlock | BadRecord {
  const fields = new Fields(value, 'record');
  const blockHash = fields.orNull((each) => each.hash('blockHash'), 'blockHash');
  if (fields.has('action')) {
    const trace = readTrace(value);
    return trace.kind === 'frame'
      ? { kind: 'frame', blockNumber: trace.blockNumber, blockHash, frame: trace.frame }
      : { kind: 'reward', blockNumber: trace.blockNumber, blockHash, reward: trace.reward };
  }
  if (fields.has('transactionHash') && fields.has('gasUsed'))
    return { kind: 'receipt', blockHash, ...readReceipt(value) };
  if (fields.has('number') || (fields.has('blockNumber') && !fields.has('transactionHash'))) {
    return { kind: 'header', ...readHeader(value) };
  }
  return { kind: 'bad', problem: 'unknownRecord', detail: text.slice(0, shownText) };
}

/** JSON in which a whole number that a double cannot hold is given as its digits, never rounded. */
function parseExactly(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const exact = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? (context?.source ?? value)
      : value;
  return JSON.parse(text, exact);
}
