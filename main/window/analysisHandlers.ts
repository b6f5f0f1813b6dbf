import { intervalMs } from '../../app/candles/interval.ts';
import type { analysisRequests, BarsRead, Basket } from '../../app/contract/analyses.ts';
import { type ChartColumns, type ChartPage, type ChartRequest, mostBarsInPage } from '../../app/contract/charts.ts';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { ComputeDesk } from '../session/computeDesk.ts';
import type { OwnerOf } from './chartHandlers.ts';

/** Bars from whoever has them, an analysis from the compute process; main only carries them from one to the other. */
export function analysisHandlers(
  ownerOf: OwnerOf,
  compute: Pick<ComputeDesk, 'call'>,
): RequestHandlers<typeof analysisRequests> {
  return {
    correlation: async ({ basket, settings }) =>
      compute.call('correlation', { read: await readBars(basket), settings }),
    optimisation: async ({ basket, settings }) =>
      compute.call('optimisation', { read: await readBars(basket), settings }),
    tailRisk: async ({ basket, settings }) => compute.call('tailRisk', { read: await readBars(basket), settings }),
  };

  async function readBars({ interval, bars, holdings }: Basket): Promise<BarsRead> {
    const read = await Promise.all(
      holdings.map(async ({ source, name, value }) => {
        const pages = await newestPages(source, interval, bars);
        // The newest bar of a pool still changes.
        const end = source.kind === 'pool' ? -1 : undefined;
        return {
          name,
          value,
          isPool: source.kind === 'pool',
          timeS: joined(pages, 'timeS').slice(0, end),
          close: joined(pages, 'close').slice(0, end),
        };
      }),
    );
    const empty = read.find(({ timeS }) => timeS.length === 0);
    if (empty === undefined) return { intervalS: intervalMs(interval) / 1_000, holdings: read };
    throw new ExpectedError('SERIES_EMPTY', `${empty.name} has no bars of ${interval} yet`, {
      advice: 'Choose shorter bars, wait for its first trades, or leave it out.',
    });
  }

  /** In order of time. */
  async function newestPages(
    source: ChartRequest<'chartPage'>['source'],
    interval: Basket['interval'],
    bars: number,
  ): Promise<ChartColumns[]> {
    const pages: ChartColumns[] = [];
    let [left, beforeMs]: [number, number | null] = [bars, null];
    while (left > 0) {
      const count = Math.min(left, mostBarsInPage);
      const page: ChartPage = await ownerOf(source).chart('chartPage', { source, interval, beforeMs, count });
      const { columns, earlier } = page;
      const firstS = columns.timeS[0];
      if (firstS === undefined) break;
      pages.unshift(columns);
      left -= columns.timeS.length;
      beforeMs = firstS * 1_000;
      if (!earlier) break;
    }
    return pages;
  }
}

function joined(pages: readonly ChartColumns[], name: 'timeS' | 'close'): Float64Array {
  const all = new Float64Array(pages.reduce((sum, { timeS }) => sum + timeS.length, 0));
  let at = 0;
  for (const page of pages) {
    all.set(page[name], at);
    at += page[name].length;
  }
  return all;
}
