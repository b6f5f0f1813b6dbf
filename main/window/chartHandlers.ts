import type { WebContents } from 'electron';
import type { chartMarkRequests } from '../../app/contract/chartMarks.ts';
import type { ChartAnswer, ChartName, ChartRequest, chartRequests } from '../../app/contract/charts.ts';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import type { ImportDesk } from '../session/importDesk.ts';
import type { ChartMarksDesk } from './chartMarksDesk.ts';

/** Whose engine follows the pools that a window charts. */
export interface ChartedPools {
  /** @throws ExpectedError CHART_UNKNOWN, and when the engine does not answer */
  chart<N extends ChartName>(name: N, request: ChartRequest<N>): Promise<ChartAnswer<N>>;
}

/** Pools are the engine's to answer, recorded series the history process's. A list lacks what its owner cannot give now. */
export function chartHandlers(
  pools: ChartedPools,
  imports: Pick<ImportDesk, 'chart'>,
): RequestHandlers<typeof chartRequests> {
  const ownerOf = ownerOfBars(pools, imports);
  return {
    chartSeries: async () => {
      const lists = await Promise.allSettled([pools.chart('chartSeries', {}), imports.chart('chartSeries', {})]);
      const given = lists.flatMap((list) => (list.status === 'fulfilled' ? [list.value] : []));
      const [failed] = lists.flatMap((list) => (list.status === 'rejected' ? [list.reason] : []));
      if (given.length === 0) throw failed;
      const all = given.flatMap(({ series }) => series);
      const more = given.reduce((sum, list) => sum + list.more, 0);
      return { series: all.slice(0, mostSeries), more: more + Math.max(0, all.length - mostSeries) };
    },
    chartPage: (request) => ownerOf(request.source).chart('chartPage', request),
    chartBar: (request) => ownerOf(request.source).chart('chartBar', request),
    chartStudies: (request) => ownerOf(request.source).chart('chartStudies', request),
    chartProfile: (request) => ownerOf(request.source).chart('chartProfile', request),
    // Both have the same core; the engine is there already.
    studyCatalogue: (request) =>
      pools.chart('studyCatalogue', request).catch(() => imports.chart('studyCatalogue', request)),
  };
}

/** Whose bars a series are. */
export type OwnerOf = (source: ChartRequest<'chartPage'>['source']) => ChartedPools;

export function ownerOfBars(pools: ChartedPools, imports: ChartedPools): OwnerOf {
  return ({ kind }) => (kind === 'pool' ? pools : imports);
}

/** What a page keeps of the symbols that it charts. */
export function chartMarkHandlers(marks: ChartMarksDesk, page: WebContents): RequestHandlers<typeof chartMarkRequests> {
  return {
    chartMarks: ({ symbol }) => ({ marks: marks.marks(symbol) }),
    keepChartMarks: ({ symbol, marks: changed }) => ({ marks: marks.keep(page, symbol, changed) }),
  };
}

const mostSeries = 2_000;
