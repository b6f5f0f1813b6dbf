import type { TicketRow } from '../../../app/contract/panelStream.ts';
import type { SettingRow } from '../../../app/contract/settings.ts';
import type { TicketChoice } from '../../../app/domain/ticketChoice.ts';

/** One button: what it is called, and what it changes. */
export interface Offer {
  readonly id: string;
  readonly words: string;
  readonly title: string;
  readonly choice: Partial<TicketChoice>;
}

function percentsOf(rows: readonly SettingRow[], id: string): number[] {
  const text = String(rows.find((row) => row.id === id)?.value ?? '');
  return text
    .split(' ')
    .map(Number)
    .filter((percent) => percent > 0);
}

const ppmOf = (percent: number): number => Math.round(percent * 10_000);

/** What the settings offer, and what is chosen now where they do not. */
export function offeredChoices(
  rows: readonly SettingRow[],
  ticket: Pick<TicketRow, 'choice' | 'leastProfitPpm'>,
  hasRelays: boolean,
): { readonly sizes: readonly Offer[]; readonly leastProfits: readonly Offer[]; readonly ways: readonly Offer[] } {
  const sizes = withNow(percentsOf(rows, 'ticket.sizesPercent'), ticket.choice.sizePpm);
  const leastNow = ticket.choice.leastProfitPpm ?? ticket.leastProfitPpm;
  const leastProfits = withNow(percentsOf(rows, 'ticket.leastProfitsPercent'), leastNow);
  const ways: Offer[] = [
    {
      id: 'way-engine',
      words: 'engine',
      title: 'As the engine chooses by what landed of late',
      choice: { submission: null },
    },
    {
      id: 'way-public',
      words: 'public',
      title: 'The public pool, where everybody sees it',
      choice: { submission: 'public' },
    },
  ];
  if (hasRelays)
    ways.push({ id: 'way-relay', words: 'private', title: 'A private relay only', choice: { submission: 'relay' } });
  return {
    sizes: sizes.map((percent) => ({
      id: `size-${percent}`,
      words: `${percent} %`,
      title: `${percent} % of the best size that was found, quoted anew at the newest block`,
      choice: { sizePpm: ppmOf(percent) },
    })),
    leastProfits: leastProfits.map((percent) => ({
      id: `least-${percent}`,
      words: `${percent} %`,
      title: `The contract reverts below ${percent} % of what is predicted, and below what its gas costs`,
      choice: { leastProfitPpm: ppmOf(percent) },
    })),
    ways,
  };
}

function withNow(percents: readonly number[], nowPpm: number): number[] {
  return [...new Set([...percents, nowPpm / 10_000])].sort((a, b) => a - b);
}

/** Whether the ticket is as the offer would make it. */
export function isChosen(
  { choice, leastProfitPpm }: Pick<TicketRow, 'choice' | 'leastProfitPpm'>,
  offer: Partial<TicketChoice>,
): boolean {
  const now: TicketChoice = { ...choice, leastProfitPpm: choice.leastProfitPpm ?? leastProfitPpm };
  const then = { ...now, ...offer };
  return (
    then.sizePpm === now.sizePpm && then.leastProfitPpm === now.leastProfitPpm && then.submission === now.submission
  );
}
