import type { Bytes } from '../domain/hex.ts';
import { type BlockReward, type CallFrame, frameKinds, keptInputBytes, keptOutputBytes } from './blockRecord.ts';
import { Fields, MalformedField } from './fields.ts';

/** The EVM's limit on calls within calls. */
const deepest = 1_024;
const longestError = 60;
const nothing = '0x' as Bytes;

export type Trace =
  | { readonly kind: 'frame'; readonly blockNumber: number; readonly frame: CallFrame }
  | { readonly kind: 'reward'; readonly blockNumber: number; readonly reward: BlockReward };

/**
 * A trace as Parity's `trace_block` gives it, also Erigon's, Nethermind's and Reth's.
 * @throws MalformedField
 */
export function readTrace(value: unknown): Trace {
  const fields = new Fields(value, 'trace');
  const blockNumber = fields.count('blockNumber');
  const action = new Fields(fields.value('action'), 'action');
  const type = fields.value('type');
  if (type === 'reward') {
    const kind = String(action.value('rewardType') ?? 'block').slice(0, 16);
    return { kind: 'reward', blockNumber, reward: { to: action.address('author'), kind, valueWei: wei(action) } };
  }
  const result = new Fields(fields.value('result') ?? {}, 'result');
  const error = fields.value('error');
  const common = {
    transaction: fields.hash('transactionHash'),
    transactionIndex: fields.count('transactionPosition'),
    path: readPath(fields.value('traceAddress')),
    gasUsed: result.orNull((each) => each.count('gasUsed'), 'gasUsed'),
    error: error === null ? null : String(error).slice(0, longestError),
  };
  return { kind: 'frame', blockNumber, frame: { ...common, ...actionOf(type, action, result) } };
}

function actionOf(
  type: unknown,
  action: Fields,
  result: Fields,
): Pick<CallFrame, 'kind' | 'from' | 'to' | 'valueWei' | 'input' | 'inputLength' | 'output'> {
  const none = { input: nothing, inputLength: 0, output: nothing };
  if (type === 'suicide' || type === 'selfdestruct') {
    const valueWei = action.orNull((each) => each.integer('balance'), 'balance') ?? 0n;
    const to = action.address('refundAddress');
    return { kind: 'selfdestruct', from: action.address('address'), to, valueWei, ...none };
  }
  const from = action.address('from');
  if (type === 'create') {
    const to = result.orNull((each) => each.address('address'), 'address');
    return { kind: 'create', from, to, valueWei: wei(action), ...none };
  }
  const kind = frameKinds.find((each) => each === (action.value('callType') ?? 'call'));
  if (type !== 'call' || kind === undefined) throw new MalformedField('trace.type');
  const input = action.bytes('input');
  const output = result.orNull((each) => each.bytes('output'), 'output') ?? nothing;
  return {
    kind,
    from,
    to: action.address('to'),
    valueWei: wei(action),
    input: cut(input, keptInputBytes),
    inputLength: (input.length - 2) / 2,
    output: cut(output, keptOutputBytes),
  };
}

function wei(action: Fields): bigint {
  return action.orNull((each) => each.integer('value'), 'value') ?? 0n;
}

function readPath(value: unknown): readonly number[] {
  const isPlace = (each: unknown): boolean => typeof each === 'number' && Number.isSafeInteger(each) && each >= 0;
  if (!Array.isArray(value) || value.length > deepest || !value.every(isPlace))
    throw new MalformedField('trace.traceAddress');
  return value as number[];
}

function cut(bytes: Bytes, most: number): Bytes {
  return bytes.slice(0, 2 + 2 * most) as Bytes;
}
