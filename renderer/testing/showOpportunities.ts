import type { RankingRow } from '../../app/contract/opportunityView.ts';
import type { OpportunityRow } from '../../app/contract/panelStream.ts';
import { showRows } from './jsdom.ts';

/** The engine's order is as given. */
export function showOpportunities(rows: readonly OpportunityRow[], ranking: Partial<RankingRow> = {}): void {
  const numbered = rows.map((row, index) => ({ ...row, serial: index + 1 }));
  showRows('opportunities', [...numbered].reverse());
  const serials = Uint32Array.from(numbered, ({ serial }) => serial);
  const row = {
    id: 'opportunities' as const,
    revision: 1,
    serials,
    total: rows.length,
    through: rows.length,
    problem: null,
  };
  showRows('ranking', [{ ...row, ...ranking }]);
}
