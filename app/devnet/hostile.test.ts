import { describe, expect, it } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { planIssuers } from './issuers.ts';
import { planLaunch, planPurchase, rugs } from './launches.ts';
import { planStatement } from './liars.ts';

/** What each plans over some blocks, as text. */
function decisions(seed: number, intensity = 1, blocks = 1200): readonly string[] {
  const random = seededRandom(seed);
  const [issuers, launches, purchases, liars] = ['issuers', 'launches', 'purchases', 'liars'].map((name) =>
    random.fork(name),
  ) as [typeof random, typeof random, typeof random, typeof random];
  let paused = false;
  let launched = 0;
  const said: string[] = [];
  for (let block = 0; block < blocks; block += 1) {
    for (const intent of planIssuers(issuers, paused, 1000, intensity)) {
      if (intent.intent !== 'rebase') paused = intent.intent === 'pause';
      said.push(JSON.stringify(intent));
    }
    const launch = planLaunch(launches, launched, 1000, intensity);
    if (launch !== null) launched += 1;
    said.push(
      ...[launch, planPurchase(purchases, 3), planStatement(liars, 3, 1000, intensity)].map((x) => JSON.stringify(x)),
    );
  }
  return said.filter((text) => text !== 'null');
}

describe('those who do the market harm', () => {
  it('decide the same from the same seed, and otherwise from another', () => {
    expect(decisions(4)).toEqual(decisions(4));
    expect(decisions(4)).not.toEqual(decisions(5));
  });

  it('do more the more goes on', () => {
    const rebases = (intensity: number): number =>
      decisions(6, intensity).filter((text) => text.includes('rebase')).length;
    expect(rebases(0.35)).toBeLessThan(rebases(1));
    expect(rebases(1)).toBeLessThan(rebases(6));
  });

  it('pause and unpause, rebase both ways, and end launches in every way', () => {
    const all = Array.from({ length: 5 }, (_, seed) => decisions(seed)).flat();
    for (const word of ['"pause"', '"unpause"', ...rugs]) expect(all.some((text) => text.includes(word))).toBe(true);
    const ppm = all.filter((text) => text.includes('rebase')).map((text) => JSON.parse(text).ppm as number);
    expect(Math.min(...ppm)).toBeLessThan(1_000_000);
    expect(Math.max(...ppm)).toBeGreaterThan(1_000_000);
    expect(ppm.every((value) => value >= 970_000 && value <= 1_030_000 && value !== 1_000_000)).toBe(true);
  });

  it('launch seldom after the first, so that a run of weeks stays bounded', () => {
    const random = seededRandom(8);
    let launched = 0;
    const day = 86_400;
    for (let block = 0; block < day; block += 1) if (planLaunch(random, launched, 1000, 1) !== null) launched += 1;
    expect(launched).toBeGreaterThan(12);
    expect(launched).toBeLessThan(200);
  });
});
