/** What each finding of an import means, as a person says it. */
const problemWords: Readonly<Record<string, string>> = {
  columns: 'another number of columns',
  notNumber: 'not a number',
  tooManyDigits: 'more digits than are kept',
  tooLarge: 'a larger number than can be kept',
  badTime: 'not a time',
  misaligned: 'not at a bound of its interval',
  notPositive: 'a price of zero or less',
  highBelowLow: 'high below low',
  outsideRange: 'open or close outside high and low',
  negativeSize: 'a size of zero or less',
  duplicate: 'the same row twice',
  conflict: 'the same place with other values',
  outOfOrder: 'out of order',
  overlap: 'stored already by another file',
  malformed: 'not of its shape',
  unknownRecord: 'no trace, receipt or block',
  unknownMessage: 'a message of a kind that is not known',
  unreadableLine: 'a note of the recorder',
  aggregatedTrade: 'a sum of trades that are there one by one',
  bookOverlap: 'a stretch of an order book that is stored already by another file',
  takerAboveVolume: 'more bought than traded',
  gap: 'gap',
  priceJump: 'a jump of the price',
  absurdSize: 'an absurd size',
  blockOrder: 'blocks out of order',
  noTime: 'a block without its time',
  noLogs: 'receipts without logs',
  receiptMissing: 'a missing receipt',
  traceMissing: 'a missing trace',
  gasMismatch: 'gas that does not add up',
  badLog: 'a log that is not what it says',
  priceUnknown: 'a swap without a known price',
  bookGap: 'messages of an order book are missing: none until it was stated anew',
  bookCrossed: 'a crossed order book: none until it was stated anew',
  bookChecksum: 'an order book with another checksum than its venue says: none until it was stated anew',
  bookRefused: 'a price off the tick or too large a number: no order book until it was stated anew',
  oldSnapshot: 'a snapshot from before what is known: another was needed',
  clockBehind: 'the recorder’s clock ran behind',
  timeBack: 'a time before the one before it: the order of the messages is kept',
};

export function wordsOfProblem(problem: string): string {
  return problemWords[problem] ?? problem;
}

/** `42 %`; rounded down, so that all of it is said at the end only. */
export function displayShare(done: number, whole: number): string {
  return `${whole <= 0 ? 100 : Math.min(100, Math.floor((100 * done) / whole))} %`;
}
