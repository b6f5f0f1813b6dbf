import type { Address } from '../domain/hex.ts';
import { parseHash } from '../domain/hex.ts';
import type { BlockRecord, CallFrame, TransactionReceipt } from './blockRecord.ts';
import { executedFrames, selectorOf, wordOf } from './executedFrames.ts';

/** One movement of one asset within a transaction. `token` null is the chain's own coin, in wei. */
export interface Movement {
  readonly transactionIndex: number;
  readonly token: Address | null;
  readonly from: Address;
  readonly to: Address;
  readonly amount: bigint;
}

/** What an account gained (positive) or lost of one asset in one transaction. */
export interface BalanceChange {
  readonly transactionIndex: number;
  readonly account: Address;
  readonly token: Address | null;
  readonly change: bigint;
}

/** Transfer(address,address,uint256) of ERC-20 */
const transferTopic = parseHash('0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef');
const [transfer, transferFrom] = ['a9059cbb', '23b872dd'];

/**
 * Every movement of coin and of ERC-20 tokens that a block's records tell, in the order of execution within each asset kind. Tokens: from the
 * logs, or where there are none from the calls that moved them, as asked for: a token that takes a part of a transfer gives less. What a
 * token does to balances without saying (rebases, wrapping of coin) is not seen. Gas is not in it: receipts say it.
 */
export function movementsOf({ receipts, traces }: BlockRecord): readonly Movement[] {
  const executed = executedFrames(traces?.frames ?? []);
  const tokens = receipts?.every(({ logs }) => logs !== null) ? ofLogs(receipts) : ofCalls(executed);
  return [...ofCoin(executed), ...tokens];
}

/** The sums of a block's movements, by transaction, account and asset; those that come to nothing left out. */
export function balanceChanges(block: BlockRecord): readonly BalanceChange[] {
  const sums = new Map<string, { transactionIndex: number; account: Address; token: Address | null; change: bigint }>();
  const add = ({ transactionIndex, token }: Movement, account: Address, change: bigint): void => {
    const key = `${transactionIndex} ${account} ${token}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { transactionIndex, account, token, change });
    else sum.change += change;
  };
  for (const movement of movementsOf(block)) {
    add(movement, movement.from, -movement.amount);
    add(movement, movement.to, movement.amount);
  }
  return [...sums.values()].filter(({ change }) => change !== 0n);
}

function* ofCoin(frames: readonly CallFrame[]): IterableIterator<Movement> {
  for (const { kind, transactionIndex, from, to, valueWei } of frames) {
    const moves = kind === 'call' || kind === 'create' || kind === 'selfdestruct';
    if (moves && to !== null && valueWei > 0n) yield { transactionIndex, token: null, from, to, amount: valueWei };
  }
}

function* ofLogs(receipts: readonly TransactionReceipt[]): IterableIterator<Movement> {
  for (const { index, logs } of receipts)
    for (const { address, topics, data } of logs ?? []) {
      const amount = data.length === 66 ? wordOf(data, 0) : null;
      // One more topic is an NFT's id.
      if (topics[0] !== transferTopic || topics.length !== 3 || amount === null) continue;
      const [, from, to] = topics.map((topic) => accountOf(BigInt(topic)));
      if (from !== undefined && to !== undefined) yield { transactionIndex: index, token: address, from, to, amount };
    }
}

function* ofCalls(frames: readonly CallFrame[]): IterableIterator<Movement> {
  for (const frame of frames) {
    const { kind, to: token, transactionIndex, output } = frame;
    // A proxy hands the call on by delegatecall: it counts once.
    if (kind !== 'call' || token === null) continue;
    if (output.length > 2 && wordOf(output, 0) !== 1n) continue;
    const words = [0, 1, 2].map((index) => wordOf(frame.input, index, 4));
    const [first, second, third] = words;
    const called = selectorOf(frame);
    if (called === transfer && first != null && second != null)
      yield { transactionIndex, token, from: frame.from, to: accountOf(first), amount: second };
    else if (called === transferFrom && first != null && second != null && third != null)
      yield { transactionIndex, token, from: accountOf(first), to: accountOf(second), amount: third };
  }
}

function accountOf(word: bigint): Address {
  return `0x${BigInt.asUintN(160, word).toString(16).padStart(40, '0')}` as Address;
}
