import type { BookMeasureName, BookSeries } from '../../../app/contract/recordedBook.ts';

export interface MeasureWords {
  readonly title: string;
  readonly unit: string;
  /** What it says, in a sentence. */
  readonly says: (series: BookSeries) => string;
}

const sampled = 'as the book stood at the end of each stretch';
const impactOf = ({ impactSize }: BookSeries): string =>
  impactSize === null ? 'nothing was traded that would say of how much' : `of ${impactSize} at once, against the mid`;
const markOutAfter = (seconds: number): MeasureWords => ({
  title: `Adverse selection, ${seconds} s`,
  unit: 'bp',
  says: () => `how far the mid went with the taker ${seconds} s after the trades of each stretch, by size`,
});

export const measureWords: Readonly<Record<BookMeasureName, MeasureWords>> = {
  spread: { title: 'Spread', unit: 'bp', says: () => sampled },
  imbalance: {
    title: 'Imbalance, best',
    unit: '',
    says: () => `how much more stands on the bid side at the best prices, −1 to 1, ${sampled}`,
  },
  imbalanceFive: {
    title: 'Imbalance, five',
    unit: '',
    says: () => `the same at the five best levels, ${sampled}`,
  },
  microprice: {
    title: 'Micro-price',
    unit: 'bp',
    says: () => `the mid weighted by the other side's size, from the mid, ${sampled}`,
  },
  bidDepth: { title: 'Bid depth', unit: '', says: () => `at the ten best levels, ${sampled}` },
  askDepth: { title: 'Asked depth', unit: '', says: () => `at the ten best levels, ${sampled}` },
  impactBuy: { title: 'Impact of buying', unit: 'bp', says: impactOf },
  impactSell: { title: 'Impact of selling', unit: 'bp', says: impactOf },
  lambda: {
    title: "Kyle's lambda",
    unit: '',
    says: ({ lambdaMs }) => `the price's move for one of the base, fitted over the ${lambdaMs / 1000} s before`,
  },
  markOut1: markOutAfter(1),
  markOut5: markOutAfter(5),
  markOut30: markOutAfter(30),
  queueWait: {
    title: 'Wait in the queue',
    unit: 's',
    says: () => 'of the smallest orders that joined the best prices in each stretch and were reached within 30 s',
  },
};
