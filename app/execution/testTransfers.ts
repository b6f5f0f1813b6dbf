import { z } from 'zod';
import type { PoolKind } from '../domain/chain.ts';
import type { Address } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Moved, TokenTransferTest, TransferTest } from '../domain/transferTest.ts';
import { bytesReplySchema, failureText, integerSchema, parseReply, type Rpc, toQuantity } from './rpc.ts';

/** A pool whose tokens are to be tried. */
export interface TransferTestSubject {
  readonly pool: Address;
  readonly kind: PoolKind;
  readonly token0: Address;
  readonly token1: Address;
}

/** keccak-256 selectors of balanceOf(address), transfer(address,uint256), getReserves(). */
const selectors = { balanceOf: '0x70a08231', transfer: '0xa9059cbb', getReserves: '0x0902f1ac' } as const;
/** Enough for a token that does much; a token that wants more than that to move is refused. */
const callGas = 500_000;
/** Of what the pool holds, the part that is moved: odd, so that a fee or a share never comes out even. */
const part = 997n;
const parallel = 8;

const callSchema = z.object({ status: integerSchema, returnData: bytesReplySchema });
const blocksSchema = z.array(z.object({ calls: z.array(callSchema).max(64) })).length(1);
type Answer = z.infer<typeof callSchema>;

/**
 * Moves each pool's tokens out of it to `holder` and back again on a copy of the state after `block` (eth_simulateV1: the
 * calls are the pool's and the holder's own, nobody signs). `holder` is the contract that would trade, because a token
 * may treat it unlike others. Never throws for what a node says or fails to say: that is a `failed` test.
 */
export async function testTransfers(
  rpc: Rpc,
  holder: Address,
  block: BlockReference,
  subjects: readonly TransferTestSubject[],
): Promise<readonly TransferTest[]> {
  const tests: TransferTest[] = new Array(subjects.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next; index < subjects.length; index = next) {
      next += 1;
      const subject = subjects[index];
      if (subject !== undefined) tests[index] = await testPool(rpc, holder, block, subject);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, subjects.length) }, worker));
  return tests;
}

async function testPool(
  rpc: Rpc,
  holder: Address,
  block: BlockReference,
  subject: TransferTestSubject,
): Promise<TransferTest> {
  const { pool, kind } = subject;
  const tokens = [subject.token0, subject.token1];
  const simulate = async (calls: readonly Record<string, string>[]): Promise<readonly Answer[]> => {
    const payload = { blockStateCalls: [{ calls }], validation: false, traceTransfers: false };
    const reply = await rpc.call('eth_simulateV1', [payload, { blockHash: block.hash }]);
    const answers = parseReply(blocksSchema, reply, 'eth_simulateV1')[0]?.calls ?? [];
    if (answers.length !== calls.length) throw new TypeError('the node left out an answer');
    return answers;
  };
  try {
    const states = kind === 'uniswapV2' ? [callOf(holder, pool, selectors.getReserves)] : [];
    const first = await simulate([...tokens.map((token) => balanceOf(holder, token, pool)), ...states]);
    const held = tokens.map((_, index) => wordOf(first[index], 0));
    const amounts = held.map((balance) => (balance === null ? 0n : (balance / part) | (balance >= part ? 1n : 0n)));
    const moves = await simulate(tokens.flatMap((token, index) => movesOf(holder, pool, token, amounts[index] ?? 0n)));
    return {
      pool,
      kind: 'tested',
      tokens: tokens.map((token, index): TokenTransferTest => {
        const answers = moves.slice(index * movesPerToken, (index + 1) * movesPerToken);
        return {
          token,
          amount: amounts[index] ?? 0n,
          held: held[index] ?? 0n,
          stated: kind === 'uniswapV2' ? wordOf(first[tokens.length], index) : null,
          out: moved(answers, 0),
          back: moved(answers, 3, 'reversed'),
        };
      }),
    };
  } catch (thrown) {
    return { pool, kind: 'failed', error: failureText(thrown) };
  }
}

const movesPerToken = 8;

/** Balances of pool and holder; out; both balances; back; both balances. */
function movesOf(holder: Address, pool: Address, token: Address, amount: bigint): readonly Record<string, string>[] {
  const balances = [balanceOf(holder, token, pool), balanceOf(holder, token, holder)];
  const transfer = (from: Address, to: Address): Record<string, string> =>
    callOf(from, token, `${selectors.transfer}${addressWord(to)}${amount.toString(16).padStart(64, '0')}`);
  return [...balances, transfer(pool, holder), ...balances, transfer(holder, pool), ...balances];
}

/** Reads (balances, transfer, balances) that begin at `start`: what the payer lost and the receiver got. */
function moved(
  answers: readonly Answer[],
  start: number,
  way: 'reversed' | 'straight' = 'straight',
): Moved | 'refused' {
  const transfer = answers[start + 2];
  if (transfer === undefined || transfer.status !== 1 || !accepted(transfer.returnData)) return 'refused';
  const [pool, holder, poolAfter, holderAfter] = [0, 1, 3, 4].map((place) => wordOf(answers[start + place], 0));
  if (pool === null || holder === null || poolAfter === null || holderAfter === null) return 'refused';
  if (pool === undefined || holder === undefined || poolAfter === undefined || holderAfter === undefined)
    return 'refused';
  return way === 'straight'
    ? { sent: pool - poolAfter, received: holderAfter - holder }
    : { sent: holder - holderAfter, received: poolAfter - pool };
}

/** As the executor sees it: nothing at all, or true. */
function accepted(returnData: string): boolean {
  return returnData === '0x' || (returnData.length >= 66 && BigInt(returnData.slice(0, 66)) === 1n);
}

function callOf(from: Address, to: Address, input: string): Record<string, string> {
  return { from, to, input, gas: toQuantity(callGas) };
}

function balanceOf(from: Address, token: Address, account: Address): Record<string, string> {
  return callOf(from, token, `${selectors.balanceOf}${addressWord(account)}`);
}

function addressWord(address: Address): string {
  return address.slice(2).padStart(64, '0');
}

/** The n-th word of a call that succeeded, or null. */
function wordOf(answer: Answer | undefined, n: number): bigint | null {
  if (answer === undefined || answer.status !== 1) return null;
  const word = answer.returnData.slice(2 + 64 * n, 66 + 64 * n);
  return word.length === 64 ? BigInt(`0x${word}`) : null;
}
