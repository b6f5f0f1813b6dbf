import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNativeDetector } from '../../app/detect/nativeDetector.ts';
import { benchMarket } from '../../app/detect/testing/benchMarket.ts';
import { rounded, summary } from '../../app/detect/testing/timing.ts';
import { wei } from '../../app/domain/amount.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { present } from '../../app/domain/errors.ts';
import { seededRandom } from '../../app/domain/random.ts';
import { MarketState } from '../../app/market/marketState.ts';
import { openJournal } from '../../app/store/journal.ts';
import { readJournal } from '../../app/store/readJournal.ts';
import { sampleBlock, sampleEpoch } from '../../app/store/testing/sampleRecords.ts';

const poolCounts = [10_000, 50_000] as const;
const runs = 5;
const epoch = sampleEpoch('load');

/** A journal as an engine leaves it that took a universe and a snapshot of it, half V2 pools, half V3 with some twenty ticks each. */
function writeJournal(folder: string, poolCount: number) {
  const market = benchMarket(seededRandom(7), poolCount);
  const { head } = sampleBlock(1);
  const journal = openJournal(folder);
  journal.beginEpoch(epoch);
  const atMs = epochMs(0);
  journal.appendInput({ kind: 'universe', atMs, pools: market.pools, tokens: [] });
  const states = [...market.states].map(([pool, state]) => ({ pool, state }));
  journal.appendInput({ kind: 'snapshot', atMs, head, states });
  journal.close();
  const ticks = states.reduce((sum, { state }) => sum + (state.kind === 'uniswapV3' ? state.ticks.size : 0), 0);
  return { file: join(folder, 'journal.sqlite'), ticks, hubs: market.hubs };
}

/** Rows of a journal to a graph that answers its first search, as a replay or the world's look at an epoch loads them. */
function load(file: string, hub: ReturnType<typeof benchMarket>['hubs'][number]) {
  const started = performance.now();
  const market = new MarketState();
  const detector = createNativeDetector();
  const journal = readJournal(file);
  let applied = 0;
  for (const { input } of journal.inputs(epoch.id)) {
    const before = performance.now();
    if (input.kind === 'universe') {
      market.setUniverse(input.pools);
      detector.setPools(input.pools);
    }
    if (input.kind === 'snapshot') detector.applyStates(market.applySnapshot(input.head, input.states));
    applied += performance.now() - before;
  }
  journal.close();
  const touched = [present(market.pools.keys().next().value, 'pool')];
  const profitTokens = [{ token: hub, weiNumerator: 1n, weiDenominator: 1n }];
  detector.detect(touched, { profitTokens, maxHops: 4, gasPrice: wei(10n ** 9n), limit: 10 });
  return { whole: performance.now() - started, applied };
}

/** Stored rows to a searchable graph: opening the file, reading, decoding, market state, native graph, one search. */
export async function bench(emit: (line: object) => void): Promise<void> {
  for (const poolCount of poolCounts) {
    const folder = mkdtempSync(join(tmpdir(), 'load-bench-'));
    try {
      const { file, ticks, hubs } = writeJournal(folder, poolCount);
      const results = Array.from({ length: runs }, () => load(file, present(hubs[0], 'hub')));
      const applied = results.map((result) => result.applied).sort((a, b) => a - b);
      emit({
        bench: 'load',
        case: `pools=${poolCount} ticks=${ticks}`,
        unit: 'ms',
        ...summary(
          results.map(({ whole }) => whole),
          'none',
          [],
        ),
        graphP50: rounded(applied[Math.floor(runs / 2)] ?? 0),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
