import { expect, it } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { killAtRandom } from '../store/testing/killedWork.ts';
import { historyWorks, killedHistoryWork } from './testing/killedHistoryWork.ts';

it.each(historyWorks)(
  'loses no acknowledged row and doubles none when %s is killed',
  {
    timeout: 120_000,
  },
  async (name) => {
    const kills = await killAtRandom(await killedHistoryWork(name), 1, seededRandom(1));
    expect(kills).toHaveLength(1);
    for (const kill of kills) expect(kill).toMatchObject({ lost: 0, doubled: 0 });
  },
);
