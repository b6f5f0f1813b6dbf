import { expect, test } from 'vitest';
import { untouchedChoice } from '../../../app/domain/ticketChoice.ts';
import { isChosen, offeredChoices } from './choices.ts';

const row = (id: string, value: string) => ({
  id,
  value,
  default: value,
  group: '',
  title: '',
  effect: '',
  takesEffect: 'now' as const,
  kind: 'text' as const,
  unit: '%',
  whenEmpty: '',
  choices: [],
});
const rows = [row('ticket.sizesPercent', '25 50'), row('ticket.leastProfitsPercent', '80 95')];
const ticket = { choice: untouchedChoice, leastProfitPpm: 900_000 };

test('offers what the settings say and what is chosen now, in order', () => {
  const { sizes, leastProfits, ways } = offeredChoices(rows, ticket, false);
  expect(sizes.map(({ words }) => words)).toEqual(['25 %', '50 %', '100 %']);
  expect(leastProfits.map(({ words }) => words)).toEqual(['80 %', '90 %', '95 %']);
  expect(ways.map(({ id }) => id)).toEqual(['way-engine', 'way-public']);
  expect(offeredChoices(rows, ticket, true).ways).toHaveLength(3);
});

test('the strategy’s own least profit counts as chosen until a person chooses one', () => {
  expect(isChosen(ticket, { leastProfitPpm: 900_000 })).toBe(true);
  expect(isChosen(ticket, { leastProfitPpm: 950_000 })).toBe(false);
  expect(isChosen(ticket, { submission: null })).toBe(true);
  expect(isChosen({ ...ticket, choice: { ...untouchedChoice, submission: 'public' } }, { submission: null })).toBe(
    false,
  );
  expect(isChosen({ ...ticket, choice: { ...untouchedChoice, sizePpm: 500_000 } }, { sizePpm: 500_000 })).toBe(true);
});
