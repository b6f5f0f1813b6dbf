import { Interface, type TransactionDescription } from 'ethers';
import { z } from 'zod';
import { tokenAmount } from '../domain/amount.ts';
import {
  type CallTrace,
  deepestTraceStep,
  longestTraceError,
  mostTraceSteps,
  type TraceAmount,
  type TraceStep,
} from '../domain/callTrace.ts';
import type { Address } from '../domain/hex.ts';
import type { Pool } from '../domain/pool.ts';
import { executorInterface } from './executorCalldata.ts';
import { revertReason } from './revertReason.ts';
import { addressReplySchema, bytesReplySchema, integerSchema, parseReply } from './rpc.ts';

/** What the contracts of a route are: a trace's amounts are read from these alone. */
export interface KnownContracts {
  readonly executor: Address;
  readonly wallet: Address;
  readonly pools: ReadonlyMap<Address, Pick<Pool, 'kind' | 'token0' | 'token1'>>;
  readonly tokens: ReadonlySet<Address>;
  readonly lenders: ReadonlySet<Address>;
}

/** Frames looked at; a trace that goes on has its rest counted as left out. */
const mostFrames = 20_000;

/** What tells a frame's place: of every frame. */
const shapeSchema = z.object({
  type: z.string().max(32),
  error: z.string().max(65_536).optional(),
  calls: z.array(z.unknown()).optional(),
});
/** What a step is made of: only of frames that are listed. */
const frameSchema = z.object({
  to: addressReplySchema.nullish(),
  input: bytesReplySchema.default('0x' as never),
  output: bytesReplySchema.optional(),
  gasUsed: integerSchema,
  logs: z.array(z.unknown()).max(10_000).default([]),
});
type Frame = z.infer<typeof frameSchema>;
const logSchema = z.object({
  address: addressReplySchema,
  topics: z.array(z.string().max(66)).max(4),
  data: bytesReplySchema,
});

const calls = new Interface([
  'function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes data)',
  'function swap(address recipient, bool zeroForOne, int256 amountSpecified, uint160 sqrtPriceLimitX96, bytes data) returns (int256 amount0, int256 amount1)',
  'function uniswapV2Call(address sender, uint256 amount0, uint256 amount1, bytes data)',
  'function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes data)',
  'function flashLoan(address recipient, address[] tokens, uint256[] amounts, bytes userData)',
  'function flashLoanSimple(address receiver, address asset, uint256 amount, bytes params, uint16 referralCode)',
  'function receiveFlashLoan(address[] tokens, uint256[] amounts, uint256[] fees, bytes data)',
  'function executeOperation(address asset, uint256 amount, uint256 premium, address initiator, bytes data)',
  'function transfer(address to, uint256 amount)',
  'function transferFrom(address from, address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function balanceOf(address owner)',
  'function allowance(address owner, address spender)',
  'function getReserves()',
  'function token0()',
  'function token1()',
  'event Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)',
]);

/**
 * A node's answer to `debug_traceCall` with the callTracer, as steps: who was called, by which method, what it moved, what
 * it cost and where it failed. The answer is hostile, as are the contracts in it: it is walked without recursion, listed up
 * to a number and a depth, and amounts are read only where a contract's role is known.
 * @throws ExpectedError RPC_MALFORMED_REPLY
 */
export function readTrace(reply: unknown, known: KnownContracts): CallTrace {
  const steps: TraceStep[] = [];
  let reads = 0;
  let leftOut = 0;
  const waiting = [{ raw: reply, depth: 0 }];
  for (let frames = 0; waiting.length > 0; frames += 1) {
    if (frames === mostFrames) {
      leftOut += waiting.length;
      break;
    }
    const { raw, depth } = waiting.pop() as { raw: unknown; depth: number };
    const shape = parseReply(shapeSchema, raw, method);
    const isQuiet = shape.error === undefined && /^(STATICCALL|DELEGATECALL|CALLCODE)$/.test(shape.type);
    for (const inner of (shape.calls ?? []).toReversed())
      waiting.push({ raw: inner, depth: depth + (isQuiet ? 0 : 1) });
    if (isQuiet) reads += 1;
    else if (steps.length >= mostTraceSteps || depth > deepestTraceStep) leftOut += 1;
    else steps.push(stepOf(parseReply(frameSchema, raw, method), shape, depth, known));
  }
  return { outcome: outcomeOf(reply), gasUsed: steps[0]?.gasUsed ?? 0, steps, reads, leftOut };
}

const method = 'debug_traceCall';

function outcomeOf(reply: unknown): CallTrace['outcome'] {
  const { error } = parseReply(shapeSchema, reply, method);
  if (error !== undefined) {
    const { output } = parseReply(frameSchema, reply, method);
    return { kind: 'reverted', reason: failureWords(error, output) };
  }
  const { output } = parseReply(z.object({ output: z.string().regex(/^0x[0-9a-f]{64}$/i) }), reply, method);
  return { kind: 'profit', profit: BigInt(output) };
}

/** What the contract said, or where it said nothing, what the node did: `out of gas`. */
function failureWords(error: string, output: string | undefined): string {
  const said = output !== undefined && output.length > 2 ? revertReason(output) : error.replace(/[^\x20-\x7e]/g, '?');
  return said.slice(0, longestTraceError);
}

function stepOf(
  frame: Frame,
  { error, type }: z.infer<typeof shapeSchema>,
  depth: number,
  known: KnownContracts,
): TraceStep {
  const contract = frame.to ?? null;
  const call = parsed(frame.input);
  const role = contract === null ? 'unknown' : roleOf(contract, known);
  const isCreation = type.startsWith('CREATE');
  const read = contract === null || call === null || isCreation ? nothingMoved : moved(contract, call, frame, known);
  return {
    depth,
    contract,
    role,
    method: isCreation ? 'creation' : (call?.name ?? (frame.input.length < 10 ? 'payment' : frame.input.slice(0, 10))),
    amounts: read.amounts,
    to: read.to,
    gasUsed: frame.gasUsed,
    error: error === undefined ? null : failureWords(error, frame.output),
  };
}

function roleOf(contract: Address, known: KnownContracts): TraceStep['role'] {
  if (contract === known.executor) return 'executor';
  if (known.pools.has(contract)) return 'pool';
  if (known.tokens.has(contract)) return 'token';
  if (known.lenders.has(contract)) return 'lender';
  return contract === known.wallet ? 'wallet' : 'unknown';
}

interface Moved {
  readonly amounts: readonly TraceAmount[];
  readonly to: Address | null;
}
const nothingMoved: Moved = { amounts: [], to: null };

function moved(contract: Address, call: TransactionDescription, frame: Frame, known: KnownContracts): Moved {
  const pool = known.pools.get(contract);
  if (pool !== undefined && call.name === 'swap') return { amounts: swapped(contract, pool, call, frame), to: null };
  if (known.tokens.has(contract)) return tokenMoved(contract, call);
  if (known.lenders.has(contract)) return { amounts: lent(call), to: null };
  return nothingMoved;
}

function tokenMoved(token: Address, { name, args }: TransactionDescription): Moved {
  const to = (at: number): Address => String(args[at]).toLowerCase() as Address;
  if (name === 'transfer') return { amounts: [{ way: 'sent', token, amount: tokenAmount(args[1]) }], to: to(0) };
  if (name === 'transferFrom') return { amounts: [{ way: 'sent', token, amount: tokenAmount(args[2]) }], to: to(1) };
  if (name === 'approve') return { amounts: [{ way: 'allowed', token, amount: tokenAmount(args[1]) }], to: to(0) };
  return nothingMoved;
}

function lent({ name, args }: TransactionDescription): readonly TraceAmount[] {
  const loan = (token: unknown, amount: bigint): TraceAmount => ({
    way: 'lent',
    token: String(token).toLowerCase() as Address,
    amount: tokenAmount(amount),
  });
  if (name === 'flashLoanSimple') return [loan(args[1], args[2])];
  if (name === 'flashLoan' && args[1].length === 1 && args[2].length === 1) return [loan(args[1][0], args[2][0])];
  return [];
}

/** What went in and what came out: of a V3 pool as it answers, of a V2 pair as its own event says; before that only what was asked of it. */
function swapped(
  address: Address,
  pool: Pick<Pool, 'kind' | 'token0' | 'token1'>,
  call: TransactionDescription,
  frame: Frame,
): readonly TraceAmount[] {
  const amount = (way: 'in' | 'out', token: Address, value: bigint): TraceAmount => ({
    ...{ way, token },
    amount: tokenAmount(value),
  });
  if (pool.kind === 'uniswapV3') {
    if (call.args.length !== 5) return [];
    const [tokenIn, tokenOut] = call.args[1] ? [pool.token0, pool.token1] : [pool.token1, pool.token0];
    const answer = frame.output?.length === 130 ? calls.decodeFunctionResult(call.fragment, frame.output) : null;
    if (answer === null) return call.args[2] > 0n ? [amount('in', tokenIn, call.args[2])] : [];
    const [paid, received] = call.args[1] ? [answer[0], answer[1]] : [answer[1], answer[0]];
    return paid > 0n && received <= 0n ? [amount('in', tokenIn, paid), amount('out', tokenOut, -BigInt(received))] : [];
  }
  if (call.args.length !== 4) return [];
  const isZeroOut = call.args[0] > 0n;
  const [tokenIn, tokenOut] = isZeroOut ? [pool.token1, pool.token0] : [pool.token0, pool.token1];
  const out = amount('out', tokenOut, isZeroOut ? call.args[0] : call.args[1]);
  const told = swapEvent(address, frame.logs);
  if (told === null) return [out];
  return [amount('in', tokenIn, isZeroOut ? told.amount1In : told.amount0In), out];
}

function swapEvent(pool: Address, logs: readonly unknown[]): { amount0In: bigint; amount1In: bigint } | null {
  for (const raw of logs) {
    const log = logSchema.safeParse(raw);
    if (!log.success || log.data.address !== pool) continue;
    const event = quietly(() => calls.parseLog({ topics: log.data.topics, data: log.data.data }));
    if (event !== null) return { amount0In: event.args[1], amount1In: event.args[2] };
  }
  return null;
}

function parsed(data: string): TransactionDescription | null {
  return quietly(() => executorInterface.parseTransaction({ data }) ?? calls.parseTransaction({ data }));
}

/** Calldata and logs that carry a known selector and do not decode are a stranger's: nothing is said of them. */
function quietly<T>(decode: () => T | null): T | null {
  try {
    return decode();
  } catch {
    return null;
  }
}
