import { Interface, type Result } from 'ethers';
import { tokenAmount } from '../domain/amount.ts';
import { type ChainId, chainId, type PoolKind } from '../domain/chain.ts';
import { BugError, ExpectedError } from '../domain/errors.ts';
import { type Address, type Bytes, parseAddress, parseBytes } from '../domain/hex.ts';
import type { PlanTerms } from '../domain/plan.ts';

/** The methods and errors of resources/contracts/IExecutor.sol; a test compares the two. */
export const executorInterface = new Interface([
  'function execute(tuple(uint8 kind, address pool, bool zeroForOne, uint24 feePpm)[] hops, address profitToken, uint256 amountIn, uint256 minProfit, uint256 deadline, uint256 chainId) returns (uint256 profit)',
  'error NotOwner()',
  'error WrongChain()',
  'error Expired()',
  'error Reentered()',
  'error BadRoute()',
  'error UnexpectedCallback()',
  'error MinProfit(uint256 profit, uint256 minProfit)',
  'error TransferFailed()',
]);

/** The contract's numbering of pool kinds: the index is the `kind` of a hop. */
const kindsByNumber: readonly PoolKind[] = ['uniswapV2', 'uniswapV3'];

/** The most calldata that a route of 8 hops needs, with room: anything longer is not ours. */
const maxCalldataBytes = 2_048;

/** A hop as the contract gets it. `feePpm` is 0 for a V3 pool, which knows its own. */
export interface ExecutorHop {
  readonly kind: PoolKind;
  readonly pool: Address;
  readonly zeroForOne: boolean;
  readonly feePpm: number;
}

/** What a call of `execute` says. */
export interface ExecuteCall {
  readonly hops: readonly ExecutorHop[];
  readonly terms: PlanTerms;
  readonly chainId: ChainId;
}

/** Calldata of `execute`. A V3 hop is written with fee 0, so that the calldata holds nothing that the contract ignores. */
export function encodeExecute(call: ExecuteCall): Bytes {
  const hops = call.hops.map((hop) => [
    kindsByNumber.indexOf(hop.kind),
    hop.pool,
    hop.zeroForOne,
    hop.kind === 'uniswapV2' ? hop.feePpm : 0,
  ]);
  const { profitToken, amountIn, minProfit, deadlineS } = call.terms;
  return parseBytes(
    executorInterface.encodeFunctionData('execute', [hops, profitToken, amountIn, minProfit, deadlineS, call.chainId]),
  );
}

/**
 * The one meaning of calldata, or a refusal: another method, an unknown pool kind, fewer than two hops, a number that
 * does not fit, or any byte that encoding the decoded call again does not give back.
 * @throws ExpectedError PLAN_CALLDATA_REFUSED
 */
export function decodeExecute(data: Bytes): ExecuteCall {
  if (data.length > 2 + 2 * maxCalldataBytes) throw refused('it is too long', data);
  let call: ExecuteCall;
  try {
    call = readCall(executorInterface.decodeFunctionData('execute', data));
  } catch (cause) {
    if (cause instanceof BugError) throw cause;
    throw refused('it is not a call of execute', data, cause);
  }
  if (call.hops.length < 2 || call.hops.length > 8) throw refused('a route has 2 to 8 hops', data);
  if (call.terms.amountIn === 0n) throw refused('it borrows nothing', data);
  if (encodeExecute(call) !== data) throw refused('it is not in canonical form', data);
  return call;
}

function readCall(values: Result): ExecuteCall {
  const hops = values.getValue('hops') as Result;
  return {
    hops: hops.map((hop: Result) => readHop(hop)),
    terms: {
      profitToken: parseAddress(values.getValue('profitToken')),
      amountIn: tokenAmount(values.getValue('amountIn')),
      minProfit: tokenAmount(values.getValue('minProfit')),
      deadlineS: safeInteger(values.getValue('deadline')),
    },
    chainId: chainId(safeInteger(values.getValue('chainId'))),
  };
}

function readHop(hop: Result): ExecutorHop {
  const kind = kindsByNumber[safeInteger(hop.getValue('kind'))];
  if (kind === undefined) throw new RangeError('unknown pool kind');
  return {
    kind,
    pool: parseAddress(hop.getValue('pool')),
    zeroForOne: hop.getValue('zeroForOne'),
    feePpm: safeInteger(hop.getValue('feePpm')),
  };
}

function safeInteger(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('a number is out of range');
  return Number(value);
}

function refused(why: string, data: Bytes, cause?: unknown): ExpectedError {
  return new ExpectedError('PLAN_CALLDATA_REFUSED', `The calldata cannot be read as a trade of ours: ${why}.`, {
    advice: 'Do not sign it. If it came from this program, keep the report: it is a bug.',
    facts: { selector: data.slice(0, 10), bytes: (data.length - 2) / 2 },
    cause,
  });
}
