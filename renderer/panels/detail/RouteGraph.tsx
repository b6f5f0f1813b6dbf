import type { JSX } from 'react';
import type { HopRow, TokenRow } from '../../../app/contract/panelStream.ts';
import { venueLabel } from '../../../app/contract/routeText.ts';
import { displayAmount } from '../../format/amount.ts';
import { drive, useMarkedAddress } from '../../state/links.ts';
import { tokenOf } from '../../state/tokens.ts';
import { type Leg, legsOf } from './legs.ts';

function Token({
  address,
  tokens,
}: {
  address: HopRow['tokenIn'];
  tokens: ReadonlyMap<string, TokenRow>;
}): JSX.Element {
  const marked = useMarkedAddress('detail') === address;
  return (
    <button
      type="button"
      data-testid="graph-token"
      className={`max-w-28 shrink-0 truncate rounded-full border px-2.5 py-0.5 font-semibold hover:border-accent ${marked ? 'border-accent text-accent' : 'border-line text-ink'}`}
      onClick={() => drive('detail', { kind: 'token', address })}
    >
      {tokenOf(tokens, address).symbol}
    </button>
  );
}

/** The pools between two tokens, side by side where a leg is split, each with what goes in and what comes out. */
function Edge({ leg, tokens }: { leg: Leg; tokens: ReadonlyMap<string, TokenRow> }): JSX.Element {
  const marked = useMarkedAddress('detail');
  return (
    <span className="flex min-w-24 flex-1 flex-col justify-center gap-1">
      {leg.map((hop) => (
        <span key={hop.pool} className="flex flex-col items-center">
          <button
            type="button"
            data-testid="graph-pool"
            className={`max-w-full truncate text-caption hover:text-accent ${marked === hop.pool ? 'text-accent' : 'text-ink-2'}`}
            title={`${hop.pool}\nin ${hop.amountIn}\nout ${hop.amountOut}`}
            onClick={() => drive('detail', { kind: 'pool', address: hop.pool })}
          >
            {venueLabel(hop)}
          </button>
          <svg aria-hidden viewBox="0 0 100 6" preserveAspectRatio="none" className="h-1.5 w-full stroke-ink-3">
            <path d="M0 3H100M96 0L100 3L96 6" fill="none" vectorEffect="non-scaling-stroke" />
          </svg>
          <span className="text-[10px] leading-[14px] whitespace-nowrap text-ink-3">
            {displayAmount(hop.amountIn, tokenOf(tokens, hop.tokenIn).decimals)} →{' '}
            {displayAmount(hop.amountOut, tokenOf(tokens, hop.tokenOut).decimals)}
          </span>
        </span>
      ))}
    </span>
  );
}

/** Tokens as nodes, pools as the edges between them. */
export function RouteGraph({
  hops,
  tokens,
}: {
  hops: readonly HopRow[];
  tokens: ReadonlyMap<string, TokenRow>;
}): JSX.Element {
  const legs = legsOf(hops);
  const [first] = hops;
  return (
    <section aria-label="Route" data-testid="route-graph" className="flex items-center gap-1 overflow-x-auto py-2">
      {first === undefined ? null : <Token address={first.tokenIn} tokens={tokens} />}
      {legs.map((leg, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a route never reorders
        <span key={index} className="flex min-w-0 flex-1 items-center gap-1">
          <Edge leg={leg} tokens={tokens} />
          <Token address={leg[0].tokenOut} tokens={tokens} />
        </span>
      ))}
    </section>
  );
}
