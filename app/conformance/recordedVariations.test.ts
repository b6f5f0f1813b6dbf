import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../domain/random.ts';
import { runConformance } from './runConformance.ts';
import { marketSteps, type Step } from './testing/marketSteps.ts';
import { type VariedInstrument, type Wording, wordings } from './testing/venueWordings.ts';

/** Of any tick and any number of digits, with prices of many sizes. */
const instruments: readonly VariedInstrument[] = [
  { symbol: 'ETHUSDT', priceDigits: 2, sizeDigits: 3, tickUnits: 10, aboutTicks: 25_000 },
  { symbol: 'PEPE-USD', priceDigits: 10, sizeDigits: 0, tickUnits: 1, aboutTicks: 84_213 },
  { symbol: 'PI_XBTUSD', priceDigits: 1, sizeDigits: 8, tickUnits: 5, aboutTicks: 130_000 },
  { symbol: 'XBT/JPY', priceDigits: 0, sizeDigits: 4, tickUnits: 1, aboutTicks: 9_500_000 },
];
const stepCount = 400;
const behindMs = 700;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'variations-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Recording {
  readonly lines: readonly string[];
  /** Holes in the venue's numbers, what it never said before, and how often it vouched for its book. */
  readonly gaps: number;
  readonly unknown: number;
  readonly words: number;
}

interface Faults {
  /** What becomes of a message before it is written down. */
  readonly change?: (line: string, step: Step) => string;
  /** One message that is lost where nothing is numbered. */
  readonly loses?: boolean;
}

/** A recording by a clock that is behind, with messages that are lost, doubled, late and unknown; after a loss the venue states its book anew three messages later. */
function recorded(wording: Wording, steps: readonly Step[], random: Random, faults: Faults = {}): Recording {
  const lines: string[] = [];
  let [gaps, unknown, words, statedAt] = [0, 0, 0, 0];
  const written: string[][] = [];
  for (const [i, step] of steps.entries()) {
    const note = (texts: readonly string[]): void => {
      const receivedMs = step.atMs - behindMs + random.below(300);
      for (const text of texts) lines.push(`${receivedMs}000000 ${text}`);
    };
    if (i === 0) {
      note(wording.whole(step));
      continue;
    }
    const change = wording.change(step).map((line) => faults.change?.(line, step) ?? line);
    const isLost = wording.isNumbered
      ? i > statedAt + 4 && i < stepCount - 10 && random.below(60) === 0
      : faults.loses === true && i === 200 && change.length > 0;
    if (isLost) {
      if (wording.isNumbered) gaps += 1;
      statedAt = i + 3;
    } else {
      note(change);
      words += change.length;
    }
    if (i === statedAt) note(wording.whole(step));
    const older = written[i - 4];
    const isSettled = i > statedAt + 6;
    if (wording.toleratesDoubles && isSettled && random.below(25) === 0) note(change);
    if (wording.isNumbered && wording.toleratesDoubles && isSettled && older !== undefined && random.below(40) === 0)
      note(older);
    if (random.below(50) === 0) {
      unknown += 1;
      note([wording.unknown]);
    }
    if (wording.quotesEachChange || random.below(2) === 0) note(wording.quote(step));
    written[i] = change;
  }
  return { lines, gaps, unknown, words };
}

function check(wording: Wording, { lines }: Recording): { readonly code: number; readonly text: string } {
  writeFileSync(path.join(folder, 'stream.jsonl'), lines.join('\n'));
  const file = path.join(folder, 'vector.json');
  writeFileSync(file, JSON.stringify({ suite: 'book', venue: wording.venue, stream: 'stream.jsonl' }));
  const printed: string[] = [];
  return { code: runConformance(['book', file], (line) => printed.push(line)), text: printed.join('\n') };
}

const each = instruments.flatMap((instrument, i) =>
  wordings(instrument).map((wording, place) => ({ name: wording.name, symbol: instrument.symbol, i, place })),
);
const made = (i: number, place: number, seed: number, faults?: Faults) => {
  const instrument = instruments[i];
  const wording = instrument === undefined ? undefined : wordings(instrument)[place];
  if (instrument === undefined || wording === undefined) throw new Error('no such wording');
  const steps = [...marketSteps(seededRandom(seed), instrument.aboutTicks, stepCount)];
  return { wording, recording: recorded(wording, steps, seededRandom(seed + 1), faults) };
};
const figureOf = (text: string, of: RegExp): number => Number(of.exec(text)?.[1] ?? Number.NaN);

describe.each(each)('$name of $symbol', ({ i, place }) => {
  test('is rebuilt with every hole found, whatever is lost, doubled, late or unknown', () => {
    const { wording, recording } = made(i, place, 1000 * i + place);
    const { code, text } = check(wording, recording);
    expect([code, text]).toEqual([0, expect.stringContaining('crossed books shown: 0')]);
    expect(text).toContain(`gaps: ${recording.gaps} in the numbering, 0 missed`);
    if (wording.isNumbered) expect(recording.gaps).toBeGreaterThan(0);
    expect(text).toMatch(new RegExp(`unknown: newKind[^,;]* ${recording.unknown}; malformed: 0; unreadable lines: 0`));
    const [compared, equal] = [figureOf(text, /, (\d+) times compared/), figureOf(text, /compared, (\d+) equal/)];
    expect(equal).toBe(compared);
    expect(compared).toBeGreaterThan(wording.hasQuotes || wording.hasChecksum ? 100 : recording.gaps);
    const behind = figureOf(text, /at least ([\d.]+) ms behind/);
    if (!wording.isTimeless) expect(behind).toBeGreaterThan(0.9 * behindMs);
    expect(text).not.toContain('refused');
  });

  test('that differs from what its venue says of it fails', () => {
    const random = seededRandom(i + place);
    let falsified = 0;
    const { wording, recording } = made(i, place, 500 + 1000 * i + place, {
      change(line, { bids }) {
        const best = bids[0];
        const size = best === undefined ? '' : wordings(instruments[i] ?? never())[place]?.size(best.size);
        const written = new RegExp(`(?<="|"qty":)${size?.replace('.', '\\.')}(?=[",}])`);
        if (!size || !written.test(line) || random.below(2) === 0) return line;
        falsified += 1;
        return line.replace(written, (text) => text.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10 || 1)));
      },
    });
    if (!wording.hasQuotes && !wording.hasChecksum) return;
    expect(falsified).toBeGreaterThan(10);
    const { code, text } = check(wording, recording);
    expect([code, text]).toEqual([1, expect.stringMatching(/\d+ of \d+ quotes are equal/)]);
  });
});

test.each(each.filter(({ place, i }) => i === 0 && wordings(instruments[0] ?? never())[place]?.hasChecksum))(
  '$name: a lost message shows as a checksum, and the book is shown again once it is stated',
  ({ i, place }) => {
    const { wording, recording } = made(i, place, 77, { loses: true });
    const { code, text } = check(wording, recording);
    expect([code, text]).toEqual([0, expect.stringContaining('badChecksum 1')]);
    expect(text).toContain('snapshot 2');
  },
);

function never(): never {
  throw new Error('no such instrument');
}
