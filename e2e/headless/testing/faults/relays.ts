import { present } from '../../../../app/domain/errors.ts';
import type { Random } from '../../../../app/domain/random.ts';
import type { RelayMode } from '../relayProxy.ts';
import { sleep } from '../waiting.ts';
import type { Fault } from './fault.ts';
import { waitForMoment } from './moment.ts';

const someOrdersMs = 3_000;
/** One that failed lately is asked rarely: then none may come in this time, and what was done says so. */
const firstRequestWithinMs = 20_000;
const timesEach = 6;

/** A relay that misbehaves for some seconds, while everything else is as it should be. */
function misbehaving(name: string, mode: RelayMode, delayMs: (random: Random) => number = () => 0): Fault {
  return {
    name,
    kit: 'equipped',
    times: timesEach,
    inject: async ({ run, broker }, random) => {
      const { relay } = present(broker, 'a broker before the relay');
      const when = await waitForMoment(run, random);
      const { asked } = relay;
      relay.delayMs = delayMs(random);
      relay.mode = mode;
      try {
        const untilMs = performance.now() + firstRequestWithinMs;
        while (relay.asked === asked && performance.now() < untilMs) await sleep(50);
        await sleep(someOrdersMs + random.below(someOrdersMs));
      } finally {
        relay.mode = 'passes';
      }
      const held = relay.delayMs > 0 ? ` by ${relay.delayMs} ms` : '';
      const met = relay.asked - asked;
      const what = `${when}${held}, ${met} requests`;
      return { overAtMs: performance.now(), epoch: 'same', idle: met === 0, what };
    },
  };
}

export const relayFaults: readonly Fault[] = [
  misbehaving('relay is down', 'hangsUp'),
  misbehaving('relay never answers', 'stalls'),
  misbehaving('relay is slow by 0.1-3 s', 'slow', (random) => Math.round(100 + 2_900 * random.next() ** 2)),
  misbehaving('relay answers garbage', 'garbles'),
  misbehaving('relay forgets what it took', 'swallows'),
];
