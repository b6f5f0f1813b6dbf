import { Interface } from 'ethers';
import { type Lender, lenderContract } from '../domain/chain.ts';
import { type Address, type Bytes, parseAddress } from '../domain/hex.ts';
import type { LenderState } from '../domain/lender.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import { aggregate, type MulticallCall, wordOf } from './multicall.ts';
import type { Rpc } from './rpc.ts';

const vault = new Interface([
  'function getProtocolFeesCollector() view returns (address)',
  'function getPausedState() view returns (bool paused, uint256 pauseWindowEndTime, uint256 bufferPeriodEndTime)',
]);
const collector = new Interface(['function getFlashLoanFeePercentage() view returns (uint256)']);
const pool = new Interface([
  'function FLASHLOAN_PREMIUM_TOTAL() view returns (uint128)',
  'function getReserveData(address asset) view',
]);
const erc20 = new Interface(['function balanceOf(address account) view returns (uint256)']);

/** Bits of Aave's reserve configuration (ReserveConfiguration.sol). */
const active = 1n << 56n;
const paused = 1n << 60n;
const flashLoanEnabled = 1n << 63n;
/** Words of Aave's ReserveData: the configuration is the first, the aToken, which holds the liquidity, the ninth. */
const aTokenWord = 8;

export interface LendersQuery {
  readonly multicall3: Address;
  readonly lenders: readonly Lender[];
  readonly tokens: readonly Address[];
  readonly block: BlockReference;
}

/** What a lender said in the first round: its fee or where to ask for it, and who holds each token that it lends now. */
interface Desk {
  readonly lender: Lender;
  readonly feeAt: Address | null;
  readonly feeRate: bigint | null;
  readonly holders: readonly (Address | null)[];
}

/**
 * What the chain's lenders ask and can lend at one block, in two rounds of calls. A lender that does not answer as its
 * kind is left out.
 * @throws ExpectedError RPC_*
 */
export async function readLenders(rpc: Rpc, query: LendersQuery): Promise<readonly LenderState[]> {
  const { multicall3, lenders, tokens, block } = query;
  const questions = lenders.map((lender) => firstCalls(lender, tokens));
  const answers = [...(await aggregate(rpc, multicall3, block, questions.flat()))];
  const desks = lenders.map((lender, index): Desk => {
    const own = answers.splice(0, questions[index]?.length ?? 0);
    return lender.kind === 'balancerV2' ? vaultDesk(lender, tokens, own) : poolDesk(lender, tokens, own);
  });

  const secondCalls = desks.map(({ feeAt, holders }): MulticallCall[] => [
    [feeAt ?? multicall3, true, collector.encodeFunctionData('getFlashLoanFeePercentage')],
    ...tokens.map((token, index): MulticallCall => {
      const holder = holders[index] ?? multicall3;
      return [token, true, erc20.encodeFunctionData('balanceOf', [holder])];
    }),
  ]);
  const second = (await aggregate(rpc, multicall3, block, secondCalls.flat())).map(wordOf);
  return desks.flatMap(({ lender, feeAt, feeRate, holders }, index): LenderState[] => {
    const [askedRate, ...balances] = second.slice(index * (1 + tokens.length), (index + 1) * (1 + tokens.length));
    const rate = feeAt === null ? feeRate : askedRate;
    if (rate === null || rate === undefined) return [];
    const liquidity = tokens.map((token, place) => {
      const balance = (holders[place] ?? null) === null ? null : balances[place];
      return { token, amount: balance ?? 0n };
    });
    return [{ kind: lender.kind, lender: lenderContract(lender), block, feeRate: rate, liquidity }];
  });
}

function firstCalls(lender: Lender, tokens: readonly Address[]): MulticallCall[] {
  if (lender.kind === 'balancerV2')
    return [
      [lender.vault, true, vault.encodeFunctionData('getProtocolFeesCollector')],
      [lender.vault, true, vault.encodeFunctionData('getPausedState')],
    ];
  return [
    [lender.pool, true, pool.encodeFunctionData('FLASHLOAN_PREMIUM_TOTAL')],
    ...tokens.map((token): MulticallCall => [lender.pool, true, pool.encodeFunctionData('getReserveData', [token])]),
  ];
}

/** A vault lends whatever it holds, while it is not paused. */
function vaultDesk(
  lender: Extract<Lender, { kind: 'balancerV2' }>,
  tokens: readonly Address[],
  [feesCollector, pausedState]: readonly (Bytes | null)[],
): Desk {
  const lends = pausedState !== null && word(pausedState, 0) === 0n;
  return {
    lender,
    feeAt: addressIn(feesCollector, 0),
    feeRate: null,
    holders: tokens.map(() => (lends ? lender.vault : null)),
  };
}

/** A pool lends what lies in the aToken of a reserve that is active, not paused and open to flash loans. */
function poolDesk(
  lender: Extract<Lender, { kind: 'aaveV3' }>,
  tokens: readonly Address[],
  [premium, ...reserves]: readonly (Bytes | null)[],
): Desk {
  return {
    lender,
    feeAt: null,
    feeRate: wordOf(premium),
    holders: tokens.map((_, index) => {
      const flags = word(reserves[index], 0) ?? 0n;
      const lends = (flags & active) !== 0n && (flags & paused) === 0n && (flags & flashLoanEnabled) !== 0n;
      return lends ? addressIn(reserves[index], aTokenWord) : null;
    }),
  };
}

function word(answer: Bytes | null | undefined, index: number): bigint | null {
  const digits = answer?.slice(2 + 64 * index, 2 + 64 * (index + 1));
  return digits?.length === 64 ? BigInt(`0x${digits}`) : null;
}

function addressIn(answer: Bytes | null | undefined, index: number): Address | null {
  const value = word(answer, index);
  return value === null || value === 0n || value >> 160n !== 0n
    ? null
    : parseAddress(`0x${value.toString(16).padStart(40, '0')}`);
}
