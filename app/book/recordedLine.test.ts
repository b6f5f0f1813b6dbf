import { expect, test } from 'vitest';
import { ClockOffset } from './clockOffset.ts';
import { InstrumentInference } from './inferInstruments.ts';
import { bookTexts } from './levelTexts.ts';
import { mergeRecordings, parsed, recordedLine } from './recordedLine.ts';
import { RecordingSurvey } from './recordingSurvey.ts';

test.each([
  ['1723161253937085768 {"a":1}', 'received', 1723161253937.0857, null, '{"a":1}'],
  // Microseconds, milliseconds and seconds, behind a mark of the file's encoding or before a tab.
  ['1723161253937085 {"a":1}', 'received', 1723161253937.085, null, '{"a":1}'],
  ['1723161253937\t{"a":1}', 'received', 1723161253937, null, '{"a":1}'],
  ['\ufeff1723161253.5 [1]', 'received', 1723161253500, null, '[1]'],
  ['1618677817.061845: [1,2]', 'received', 1618677817061.845, null, '[1,2]'],
  [
    'wss://host/ws <- 1618677817.02: {"type":"subscribe"}',
    'sent',
    1618677817020,
    'wss://host/ws',
    '{"type":"subscribe"}',
  ],
  [
    'https://host/depth?symbol=AB -> 1633998512.5: {"x":1}',
    'answered',
    1633998512500,
    'https://host/depth?symbol=AB',
    '{"x":1}',
  ],
  ['wss://host/ws <-> 1618677816.5', 'connected', 1618677816500, 'wss://host/ws', ''],
  ['{"bare":true}', 'received', null, null, '{"bare":true}'],
  ['configuration: {}', 'other', null, null, 'configuration: {}'],
])('a recorded line: %s', (line, direction, receivedMs, request, text) => {
  expect(recordedLine(line)).toEqual({ direction, receivedMs, request, text });
});

test('an empty line is none', () => {
  expect(recordedLine('  ')).toBeNull();
});

test('recordings of one clock are merged by time; what has none stays where it was', () => {
  const read = (lines: readonly string[]) => lines.flatMap((line) => recordedLine(line) ?? []);
  const first = read(['1700000001.0: a', '1700000003.0: c', '{"after":"c"}']);
  const second = read(['1700000002.0: b', '1700000004.0: d']);
  expect(mergeRecordings([first, second]).map(({ text }) => text)).toEqual(['a', 'b', 'c', '{"after":"c"}', 'd']);
});

test('a clock is behind by what the fastest message shows', () => {
  const clock = new ClockOffset();
  expect([clock.behindMs, clock.sentMs(5)]).toEqual([null, null]);
  clock.see(1000, 300);
  clock.see(2000, 1100);
  clock.see(null, 1);
  expect([clock.behindMs, clock.sentMs(1500)]).toEqual([900, 2400]);
});

test('digits and tick are told from texts, for books alone', () => {
  const inference = new InstrumentInference();
  for (const texts of bookTexts({ s: 'AB', b: [['1.2500', '3']], a: [['1.3', '0.125']] }))
    inference.seeBook(texts, 'AB');
  const quote = {
    kind: 'quote',
    bid: '1.27500',
    bidSize: null,
    ask: '1.3',
    askSize: '1',
    updateId: 1,
    venueMs: null,
  } as const;
  inference.seeQuote({ ...quote, symbol: 'AB' });
  inference.seeQuote({ ...quote, symbol: 'CD' });
  expect(inference.instruments()).toEqual([{ symbol: 'AB', priceDigits: 5, sizeDigits: 3, tickUnits: 100n }]);
});

test('a bare decimal keeps the zeros at its end, and whole numbers stay numbers', () => {
  expect(parsed('{"price":45285.20,"qty":[0.00100000, 5e-08],"seq":12,"text":"1.50"}')).toEqual({
    price: '45285.20',
    qty: ['0.00100000', '5e-08'],
    seq: 12,
    text: '1.50',
  });
  expect(parsed('{"a":1')).toBeUndefined();
});

const book = (level: string, checksum: number): string =>
  `{"channel":"book","type":"snapshot","data":[{"symbol":"A/B","bids":[${level}],"asks":[],"checksum":${checksum}}]}`;
const digitsOf = (...texts: string[]) => {
  const survey = new RecordingSurvey('kraken');
  for (const text of texts) survey.see({ direction: 'received', receivedMs: null, request: null, text });
  return survey.instruments();
};

test("Kraken's digits are those that are written, however small the number, or that its instrument channel says", () => {
  const [written] = digitsOf(book('{"price":1.250,"qty":5e-08}', 1));
  expect(written).toEqual({ symbol: 'A/B', priceDigits: 3, sizeDigits: 8, tickUnits: 10n });
  const instrument =
    '{"channel":"instrument","type":"snapshot","data":{"assets":[],"pairs":[{"symbol":"A/B","price_precision":4,"qty_precision":6},{"symbol":"C/D","price_precision":1,"qty_precision":1}]}}';
  expect(digitsOf(instrument, book('{"price":1.25,"qty":5}', 1))).toEqual([
    { symbol: 'A/B', priceDigits: 4, sizeDigits: 6, tickUnits: 100n },
  ]);
});
