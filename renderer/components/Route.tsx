import type { JSX } from 'react';
import { Fragment } from 'react';
import type { HopRow, TokenRow } from '../../app/contract/panelStream.ts';
import { goesOnBeside, type RouteTextHop, routeText, venueLabel } from '../../app/contract/routeText.ts';
import type { LinkSubject } from '../../app/contract/workspace.ts';
import { tokenOf } from '../state/tokens.ts';

export interface RouteProps {
  readonly hops: readonly (RouteTextHop & Pick<HopRow, 'pool'>)[];
  readonly tokens: ReadonlyMap<string, TokenRow>;
  /** The token or pool to mark wherever the route goes through it. */
  readonly marked: string | null;
  /** A token or a venue of the route was clicked. The row's own click does not come then. */
  readonly onSubject: (subject: LinkSubject) => void;
}

interface PartProps {
  readonly words: string;
  readonly subject: LinkSubject;
  readonly className: string;
  readonly onSubject: (subject: LinkSubject) => void;
}

/** Reached by the pointer only: the keyboard has the row, and the ticket's lines for each of its parts. */
function RoutePart({ words, subject, className, onSubject }: PartProps): JSX.Element {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${className} hover:text-accent`}
      data-testid={`route-${subject.kind}`}
      onClick={(event) => {
        event.stopPropagation();
        onSubject(subject);
      }}
    >
      {words}
    </button>
  );
}

/** A route as token chips with the venue between them. */
export function Route({ hops, tokens, marked, onSubject }: RouteProps): JSX.Element {
  const [first] = hops;
  const chip = (address: HopRow['tokenIn']): JSX.Element => (
    <RoutePart
      words={tokenOf(tokens, address).symbol}
      subject={{ kind: 'token', address }}
      className={`rounded-sm px-[3px] ${address === marked ? 'bg-accent text-ground hover:text-ground' : 'bg-raised text-ink'}`}
      onSubject={onSubject}
    />
  );
  return (
    <span className="fading-edge flex items-center gap-1 overflow-hidden" title={routeText(hops, tokens)}>
      {first === undefined ? null : chip(first.tokenIn)}
      {hops.map((hop, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a route never reorders, and a pool may occur twice
        <Fragment key={index}>
          <RoutePart
            words={venueLabel(hop)}
            subject={{ kind: 'pool', address: hop.pool }}
            className={`text-[10px] whitespace-nowrap ${hop.pool === marked ? 'text-accent underline' : 'text-ink-3'}`}
            onSubject={onSubject}
          />
          {goesOnBeside(hops, index) ? <span className="text-[10px] text-ink-3">+</span> : chip(hop.tokenOut)}
        </Fragment>
      ))}
    </span>
  );
}
