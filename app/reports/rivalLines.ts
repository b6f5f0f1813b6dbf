import type { Order } from '../domain/order.ts';
import type { RivalTotals } from '../domain/rival.ts';
import type { Rivals } from '../portfolio/rivals.ts';
import { safeText, type Wording } from './wording.ts';

/** What one rival took. Native currency; the counts of what is unknown stand beside the sums that lack it. */
export interface RivalLine {
  readonly rival: string;
  readonly lost: number;
  readonly lostNet: string;
  readonly missed: number;
  readonly missedNet: string;
  readonly transactions: number;
  readonly tips: string;
  readonly tipsUnknown: number;
  readonly earnedUnknown: number;
  readonly lastBlock: number;
  readonly lastRoute: string;
  readonly lastTransaction: string;
}

export interface RivalEarning {
  readonly rival: string;
  readonly token: string;
  readonly address: string;
  readonly earned: string;
}

/** What these figures are and are not. */
export const rivalCaveat =
  'Lost and missed are our own predictions at the last block before, net of gas; that we would have got them is not certain. ' +
  'Tips are priority fees; payments inside a transaction are not seen. Earned is what transfers left with sender and called ' +
  'contract, where that is exact; else it is unknown.';

export function rivalLines(
  totals: readonly RivalTotals[],
  wording: Wording,
): { readonly rivals: readonly RivalLine[]; readonly rivalEarnings: readonly RivalEarning[] } {
  const taken = (rival: RivalTotals): bigint => rival.lostNet + rival.missedNet;
  const sorted = [...totals].sort((a, b) => (taken(a) > taken(b) ? -1 : taken(a) < taken(b) ? 1 : 0));
  return {
    rivals: sorted.map((rival) => ({
      rival: rival.rival,
      lost: rival.lost,
      lostNet: wording.native(rival.lostNet),
      missed: rival.missed,
      missedNet: wording.native(rival.missedNet),
      transactions: rival.transactions,
      tips: wording.native(rival.tips),
      tipsUnknown: rival.tipsUnknown,
      earnedUnknown: rival.earnedUnknown,
      lastBlock: rival.lastBlock,
      lastRoute: safeText(rival.lastRoute),
      lastTransaction: rival.lastTransaction,
    })),
    rivalEarnings: sorted.flatMap(({ rival, earned }) =>
      [...earned].map(([address, amount]) => ({
        rival,
        token: wording.name(address),
        address,
        earned: wording.amount(amount, address),
      })),
    ),
  };
}

/** Of a part of an epoch: who took its orders. Missed routes are counted over the whole epoch only. */
export function addTaker(rivals: Rivals, { lostTo, route, resolvedAt, predicted }: Order): void {
  if (lostTo === null) return;
  const blockNumber = resolvedAt?.number ?? 0;
  rivals.add({ how: 'lost', taker: lostTo, route, blockNumber, predictedNet: predicted.net });
}
