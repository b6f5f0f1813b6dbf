import { microseconds, summary } from '../detect/testing/timing.ts';
import { type Random, seededRandom } from '../domain/random.ts';
import { defaultGarch, fitGarch, type GarchSettings } from './volatility/garch.ts';
import { plainGarchFit } from './volatility/testing/plainGarchFit.ts';

const rounds = 60;

/** A garch whose shocks have fat tails, in per cent a day. */
function dailyReturns(count: number, random: Random): Float64Array {
  let h = 1;
  return Float64Array.from({ length: count }, () => {
    const shock =
      random.normal() / Math.sqrt((random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2) / 3 + 0.2);
    const e = Math.sqrt(h) * shock * 0.8;
    h = 0.02 + 0.08 * Math.min(e * e, 30) + 0.9 * h;
    return 0.03 + e;
  });
}

/**
 * Fits of 2,000 observations. No npm package fits a GARCH by maximum likelihood with a converged optimum, so the peer is a plain TypeScript fit of our own: Nelder and
 * Mead's simplex over the same likelihood. It must find the same top, by turns with ours.
 */
export async function bench(emit: (line: object) => void): Promise<void> {
  const returns = dailyReturns(2000, seededRandom(1));
  const peer = plainGarchFit(returns);
  const own = fitGarch(returns);
  if (Math.abs(peer.logLikelihood - own.logLikelihood) > 1e-3) {
    throw new Error(`the peer is at ${peer.logLikelihood}, we are at ${own.logLikelihood}`);
  }
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(microseconds(() => void fitGarch(returns)));
    theirs.push(microseconds(() => void plainGarchFit(returns)));
  }
  const named = 'js:plain TypeScript, simplex';
  emit({ bench: 'garch', case: 'n=2000 garch normal', unit: 'us', ...summary(ours, named, theirs) });
  const tailed: GarchSettings = { ...defaultGarch, innovation: 't' };
  const last = fitGarch(returns.subarray(0, -6), tailed).parameters;
  const later = returns.subarray(6);
  const warm: number[] = [];
  for (let round = 0; round < rounds; round += 1) warm.push(microseconds(() => void fitGarch(later, tailed, last)));
  emit({
    bench: 'garch',
    case: 'n=1994 garch t, from the fit of six returns before',
    unit: 'us',
    ...summary(warm, '', []),
  });
  const others: [string, GarchSettings][] = [
    ['garch t', tailed],
    ['garch skewt', { ...defaultGarch, innovation: 'skewt' }],
    ['gjr t', { ...defaultGarch, model: 'gjr', innovation: 't' }],
    ['egarch t', { ...defaultGarch, model: 'egarch', innovation: 't' }],
  ];
  for (const [name, settings] of others) {
    if (!fitGarch(returns, settings).converged) throw new Error(`${name} did not converge`);
    const times = Array.from({ length: rounds }, () => microseconds(() => void fitGarch(returns, settings)));
    emit({ bench: 'garch', case: `n=2000 ${name}`, unit: 'us', ...summary(times, '', []) });
  }
}
