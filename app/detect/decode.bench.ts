import { Interface } from 'ethers';
import { seededRandom } from '../domain/random.ts';
import { loadNative } from '../native.ts';
import { logLines, poolEvents } from './testing/logLines.ts';
import { microseconds, summary } from './testing/timing.ts';

const logCount = 300;
const runs = 200;
const peerRuns = 10;

/** A block's logs as a node sends them, to pool updates in arrays: two V2 in three, the rest V3. */
export async function bench(emit: (line: object) => void): Promise<void> {
  const random = seededRandom(81);
  const names = ['Sync', 'Sync', 'Swap'];
  const lines = logLines(
    random,
    Array.from({ length: logCount }, (_, i) => names[i % names.length] ?? 'Sync'),
  );
  const text = JSON.stringify(lines.map(({ log }) => log));
  const bytes = new TextEncoder().encode(text);
  const decoder = new (loadNative().LogDecoder)();
  const addresses = new Uint8Array(20 * logCount);
  const figures = new Int32Array(4 * logCount);
  const words = new BigUint64Array(7 * logCount);
  const ours: number[] = [];
  for (let run = -20; run < runs; run += 1) {
    let count = 0;
    const time = microseconds(() => {
      count = decoder.decode(bytes);
      decoder.read(addresses, figures, words);
    });
    if (count !== logCount) throw new Error(`${count} of ${logCount} logs were decoded`);
    if (run >= 0) ours.push((1000 * time) / logCount);
  }
  const ethers = new Interface(poolEvents);
  const theirs: number[] = [];
  for (let run = -2; run < peerRuns; run += 1) {
    let count = 0;
    const time = microseconds(() => {
      for (const log of JSON.parse(text) as { topics: string[]; data: string }[]) {
        count += ethers.parseLog(log) === null ? 0 : 1;
      }
    });
    if (count !== logCount) throw new Error('the peer decodes otherwise');
    if (run >= 0) theirs.push((1000 * time) / logCount);
  }
  emit({
    bench: 'decode',
    case: `logs=${logCount} bytes=${bytes.length}`,
    unit: 'ns',
    ...summary(ours, 'js:JSON.parse and ethers parseLog', theirs),
  });
}
