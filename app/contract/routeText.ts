import { displayFeePercent } from '../domain/feePercent.ts';
import { type Address, shortHex } from '../domain/hex.ts';
import type { HopRow, OpportunityRow, TokenRow } from './panelStream.ts';

export type RouteTextHop = Pick<HopRow, 'venue' | 'kind' | 'feePpm' | 'tokenIn' | 'tokenOut' | 'leg'>;

/** `UniV2`, `V3 0.05`: the fee only where a venue has several; Uniswap's own V3 is the V3. */
export function venueLabel(hop: Pick<HopRow, 'venue' | 'kind' | 'feePpm'>): string {
  if (hop.kind === 'uniswapV2') return hop.venue;
  return `${hop.venue === 'UniV3' ? 'V3' : hop.venue} ${displayFeePercent(hop.feePpm)}`;
}

/** Whether the next hop goes on beside this one, as another part of its leg. */
export function goesOnBeside(hops: readonly RouteTextHop[], index: number): boolean {
  const leg = hops[index]?.leg;
  return leg !== undefined && hops[index + 1]?.leg === leg;
}

/** `WETH UniV2 LINK V3 0.3 WETH`, or with a leg over two pools `WETH UniV2 + Sushi LINK V3 0.3 WETH` */
export function routeText(hops: readonly RouteTextHop[], tokens: ReadonlyMap<string, TokenRow>): string {
  const [first] = hops;
  if (first === undefined) return '';
  const steps = hops.map(
    (hop, index) => `${venueLabel(hop)} ${goesOnBeside(hops, index) ? '+' : symbolOf(tokens, hop.tokenOut)}`,
  );
  return [symbolOf(tokens, first.tokenIn), ...steps].join(' ');
}

export const opportunityStateNames: Readonly<Record<OpportunityRow['state'], string>> = {
  found: 'found',
  rejected: 'rejected',
  gone: 'gone',
  simulating: 'simulating',
  awaitingApproval: 'awaiting approval',
  submitted: 'submitted',
  landed: 'landed',
  reverted: 'reverted',
  lost: 'lost',
  dropped: 'dropped',
  expired: 'expired',
};

function symbolOf(tokens: ReadonlyMap<string, TokenRow>, address: Address): string {
  return tokens.get(address)?.symbol ?? shortHex(address);
}
