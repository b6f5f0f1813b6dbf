import { seededRandom } from '../domain/random.ts';
import { GasRanking } from './gasRanking.ts';
import { microseconds, summary } from './testing/timing.ts';

const candidates = 1_000_000;
const count = 50;
const runs = 40;
const peerRuns = 10;
const batch = 1000;

/** The same in JavaScript: nets in doubles over typed arrays, the best kept in a sorted list. It is not exact. */
function topInJavaScript(worth: Float64Array, gasUnits: Float64Array, gasPrice: number): number[] {
  const best: { net: number; slot: number }[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (let slot = 0; slot < worth.length; slot += 1) {
    const net = (worth[slot] ?? 0) - (gasUnits[slot] ?? 0) * gasPrice;
    if (net <= least) continue;
    let place = best.length;
    while (place > 0 && (best[place - 1]?.net ?? 0) < net) place -= 1;
    best.splice(place, 0, { net, slot });
    if (best.length > count) best.pop();
    if (best.length === count) least = best[count - 1]?.net ?? least;
  }
  return best.map(({ slot }) => slot);
}

/** The best of a million solved cycles when the gas price moves, and putting cycles in. */
export async function bench(emit: (line: object) => void): Promise<void> {
  const random = seededRandom(71);
  const ranking = new GasRanking();
  const worth = new Float64Array(candidates);
  const gasUnits = new Float64Array(candidates);
  const inserts: number[] = [];
  for (let first = 0; first < candidates; first += batch) {
    const entries = Array.from({ length: batch }, (_, i) => {
      const slot = first + i;
      const worthWei = Math.floor(Math.exp(30 + 3 * random.normal()));
      worth[slot] = worthWei;
      gasUnits[slot] = 150_000 + random.below(300_000);
      return { slot, worthWei: BigInt(worthWei), gasUnits: gasUnits[slot] ?? 0 };
    });
    inserts.push((1000 * microseconds(() => ranking.put(entries))) / batch);
  }
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = -5; run < runs; run += 1) {
    const gasPrice = 1_000_000 + random.below(1e9);
    let best: number[] = [];
    const time = microseconds(() => {
      best = ranking.top(BigInt(gasPrice), count).map(({ slot }) => slot);
    });
    if (run >= 0) ours.push(time / 1000);
    if (run >= peerRuns) continue;
    let same: number[] = [];
    const peerTime = microseconds(() => {
      same = topInJavaScript(worth, gasUnits, gasPrice);
    });
    if (run >= 0) theirs.push(peerTime / 1000);
    if (best.join() !== same.join()) throw new Error('the peer ranks otherwise');
  }
  const peer = 'js:doubles in typed arrays, sorted list';
  emit({ bench: 'rank', case: `candidates=${candidates} top=${count}`, unit: 'ms', ...summary(ours, peer, theirs) });
  emit({ bench: 'rank', case: `insert batch=${batch}`, unit: 'ns', ...summary(inserts, peer, []) });
}
