import type { JSX } from 'react';
import { Fragment } from 'react';
import type { HopRow, TokenRow } from '../../app/contract/panelStream.ts';
import { displayFeePercent } from '../format/fee.ts';
import { tokenOf } from '../state/tokens.ts';

type Hop = Pick<HopRow, 'venue' | 'kind' | 'feePpm' | 'tokenIn' | 'tokenOut'>;

/** `UniV2`, `V3 0.05`: the fee only where a venue has several; Uniswap's own V3 is the V3. */
export function venueLabel(hop: Pick<HopRow, 'venue' | 'kind' | 'feePpm'>): string {
  if (hop.kind === 'uniswapV2') return hop.venue;
  return `${hop.venue === 'UniV3' ? 'V3' : hop.venue} ${displayFeePercent(hop.feePpm)}`;
}

/** `WETH UniV2 LINK V3 0.3 WETH` */
export function routeText(hops: readonly Hop[], tokens: ReadonlyMap<string, TokenRow>): string {
  const [first] = hops;
  if (first === undefined) return '';
  const steps = hops.map((hop) => `${venueLabel(hop)} ${tokenOf(tokens, hop.tokenOut).symbol}`);
  return [tokenOf(tokens, first.tokenIn).symbol, ...steps].join(' ');
}

function TokenChip({ symbol }: { symbol: string }): JSX.Element {
  return <span className="rounded-sm bg-raised px-[3px] text-ink">{symbol}</span>;
}

/** A route as token chips with the venue between them. */
export function Route({ hops, tokens }: { hops: readonly Hop[]; tokens: ReadonlyMap<string, TokenRow> }): JSX.Element {
  const [first] = hops;
  return (
    <span className="fading-edge flex items-center gap-1 overflow-hidden" title={routeText(hops, tokens)}>
      {first === undefined ? null : <TokenChip symbol={tokenOf(tokens, first.tokenIn).symbol} />}
      {hops.map((hop, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a route never reorders, and a pool may occur twice
        <Fragment key={index}>
          <span className="text-[10px] text-ink-3">{venueLabel(hop)}</span>
          <TokenChip symbol={tokenOf(tokens, hop.tokenOut).symbol} />
        </Fragment>
      ))}
    </span>
  );
}
