import type { ProfitToken } from '../detect/cycle.ts';
import { lenderGas } from '../detect/gasModel.ts';
import { mulDivUp, type TokenAmount, tokenAmount, type Wei } from '../domain/amount.ts';
import type { Address } from '../domain/hex.ts';
import type { FundingChoice, FundingSource, LenderState } from '../domain/lender.ts';
import type { RouteHop } from '../domain/opportunity.ts';
import { type FlashLoan, flashSwap } from '../domain/plan.ts';
import { flashLoanFee } from './flashLoanFee.ts';

export interface FundingRequest {
  readonly hops: readonly Pick<RouteHop, 'pool'>[];
  readonly amountIn: TokenAmount;
  /** The profit token, which the loan is of, and its value. */
  readonly value: ProfitToken;
  /** Base fee + tip, in wei per gas. */
  readonly gasPrice: Wei;
}

/**
 * The cheapest way to fund a route, by fee and gas in the native currency; null where there is none. What costs the same
 * keeps this order: flash swap, one lender, two lenders, and among lenders the given one.
 *
 * - A flash swap holds its pool's lock while the route runs, so it is none for a route that comes back to its first pool.
 * - A lender whose own contract is on the route is locked in the same way.
 * - A loan may be split over two lenders: all that the first has, the rest from the second.
 */
export function chooseFunding(
  request: FundingRequest,
  sources: readonly FundingSource[],
  lenders: readonly LenderState[],
): FundingChoice | null {
  const usable = usableLenders(request.hops, sources, lenders);
  const choices = [
    ...(sources.includes('flashSwap') && canFlashSwap(request.hops) ? [withoutLoans] : []),
    ...usable.flatMap((lender) => byLoans(request, [lender])),
    ...usable.flatMap((first) =>
      usable.filter((second) => second !== first).flatMap((second) => byLoans(request, [first, second])),
    ),
  ];
  let best: FundingChoice | null = null;
  for (const choice of choices) if (best === null || cost(choice, request) < cost(best, request)) best = choice;
  return best;
}

/** What the two allowed lenders with the most have together, in raw units of the token. */
export function mostLendable(
  hops: FundingRequest['hops'],
  token: Address,
  sources: readonly FundingSource[],
  lenders: readonly LenderState[],
): bigint {
  const amounts = usableLenders(hops, sources, lenders).map((lender) => liquidityOf(lender, token));
  const [most = 0n, second = 0n] = amounts.sort((a, b) => (a === b ? 0 : a < b ? 1 : -1));
  return most + second;
}

function usableLenders(
  hops: FundingRequest['hops'],
  sources: readonly FundingSource[],
  lenders: readonly LenderState[],
): readonly LenderState[] {
  return lenders.filter(({ kind, lender }) => sources.includes(kind) && !hops.some(({ pool }) => pool === lender));
}

/** The first pool's flash swap. */
export const withoutLoans: FundingChoice = { funding: flashSwap, fee: tokenAmount(0n), gasUnits: 0 };

function canFlashSwap([first, ...others]: FundingRequest['hops']): boolean {
  return !others.some(({ pool }) => pool === first?.pool);
}

/** Takes from each lender what is still missing. Only where all are needed, and suffice. */
function byLoans({ amountIn, value }: FundingRequest, lenders: readonly LenderState[]): FundingChoice[] {
  let missing: bigint = amountIn;
  let fee = 0n;
  let gasUnits = 0;
  const loans: FlashLoan[] = [];
  for (const lender of lenders) {
    const available = liquidityOf(lender, value.token);
    const amount = available < missing ? available : missing;
    if (amount === 0n) return [];
    missing -= amount;
    fee += flashLoanFee(lender.kind, lender.feeRate, amount);
    gasUnits += lenderGas[lender.kind];
    loans.push({ kind: lender.kind, lender: lender.lender, amount: tokenAmount(amount) });
  }
  const [first, ...others] = loans;
  if (missing > 0n || first === undefined) return [];
  return [{ funding: { kind: 'loans', loans: [first, ...others] }, fee: tokenAmount(fee), gasUnits }];
}

function liquidityOf({ liquidity }: LenderState, token: Address): bigint {
  return liquidity.find((entry) => entry.token === token)?.amount ?? 0n;
}

function cost({ fee, gasUnits }: FundingChoice, { value, gasPrice }: FundingRequest): bigint {
  return mulDivUp(fee, value.weiNumerator, value.weiDenominator) + BigInt(gasUnits) * gasPrice;
}
