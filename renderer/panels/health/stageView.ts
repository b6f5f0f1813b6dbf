import type { StageRow } from '../../../app/contract/panelStream.ts';

const order: readonly StageRow['id'][] = ['analysed', 'decided', 'simulated', 'submitted', 'landed', 'total'];

/** What each row measures: the time from the stage before it. */
export const stageNames: Readonly<Record<StageRow['id'], string>> = {
  analysed: 'seen → analysed',
  decided: 'decided',
  simulated: 'simulated',
  submitted: 'submitted',
  landed: 'landed',
  total: 'seen → landed',
};

/** The name of a stage as the engine's histogram has it. */
export function stageName(stage: string): string {
  return (stageNames as Readonly<Record<string, string>>)[stage] ?? stage;
}

/** In the order in which an opportunity goes through them. */
export function inOrder(rows: Iterable<StageRow>): StageRow[] {
  return [...rows].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

/** Whether a percentile is over the stage's budget; a stage without one is never over. */
export function overBudget(row: Pick<StageRow, 'budgetMs'>, measuredMs: number): boolean {
  return row.budgetMs !== null && measuredMs > row.budgetMs;
}
