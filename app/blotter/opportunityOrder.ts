import type { OpportunitySort } from '../contract/opportunityView.ts';
import type { OpportunityRow } from '../contract/panelStream.ts';
import { opportunityStateNames } from '../contract/routeText.ts';
import { rejectionWords } from '../domain/rejectionWords.ts';

/** A row with what its places in any order depend on and is dear to find anew. */
export interface Ranked {
  readonly row: OpportunityRow;
  readonly route: string;
}

export type Order = (a: Ranked, b: Ranked) => number;

const places = { answer: 0, underWay: 1, worthwhile: 2, ended: 3, belowCost: 4, gone: 5 } as const;

/** What a person can act upon first, then what is under way, then what would have paid; last what does not pay its gas or is gone. */
function placeOf({ state, reason, net }: OpportunityRow): number {
  switch (state) {
    case 'awaitingApproval':
      return places.answer;
    case 'found':
    case 'simulating':
    case 'submitted':
      return places.underWay;
    case 'rejected':
      return net <= 0n || reason?.code === 'DETECT_BELOW_COST' ? places.belowCost : places.worthwhile;
    case 'gone':
      return places.gone;
    default:
      return places.ended;
  }
}

function compare<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By what can be done about them, then the most profitable; what has ended newest block first. */
const byUse: Order = ({ row: a }, { row: b }) => {
  const place = placeOf(a);
  return (
    place - placeOf(b) ||
    (place === places.ended || place === places.gone ? b.blockNumber - a.blockNumber : 0) ||
    compare(b.net, a.net)
  );
};

function by<T extends bigint | number | string>(read: (ranked: Ranked) => T): Order {
  return (a, b) => compare(read(a), read(b));
}

const ascending: Readonly<Record<OpportunitySort['column'], Order>> = {
  route: by(({ route }) => route),
  // One engine follows one chain.
  chain: () => 0,
  strategy: by(({ row }) => row.strategy),
  lender: by(({ row }) => row.loans.map(({ lender }) => lender).join(' ')),
  hops: by(({ row }) => row.hops.length),
  size: by(({ row }) => row.amountIn),
  gross: by(({ row }) => row.gross),
  fee: by(({ row }) => row.flashFee),
  gas: by(({ row }) => row.gasCost),
  net: by(({ row }) => row.net),
  block: by(({ row }) => row.blockNumber),
  // The oldest was seen first.
  age: by(({ row }) => -row.seenAtMs),
  state: by(({ row }) => stateText(row)),
};

function stateText({ state, reason }: OpportunityRow): string {
  return state === 'rejected' && reason !== null ? rejectionWords[reason.code] : opportunityStateNames[state];
}

/** A total order: what is equal otherwise stands newest first. */
export function orderOf(sort: OpportunitySort | null): Order {
  const first = sort === null ? byUse : ascending[sort.column];
  const sign = sort?.descending === true ? -1 : 1;
  return (a, b) => sign * first(a, b) || b.row.serial - a.row.serial;
}
