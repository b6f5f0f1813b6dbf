import { present } from '../../../../app/domain/errors.ts';
import type { Random } from '../../../../app/domain/random.ts';
import { type FaultTransform, pass } from '../../../../app/market/testing/faultProxy.ts';
import type { EndpointBroker } from '../endpointBroker.ts';
import { sleep } from '../waiting.ts';
import type { Fault, Stage } from './fault.ts';
import { waitForMoment } from './moment.ts';

const timesEach = 6;

/** A fault between engine and node that lasts for a while. */
function onTheWay(
  name: string,
  plan: (random: Random, broker: EndpointBroker) => { transform: FaultTransform; forMs: number; what: string },
): Fault {
  return {
    name,
    kit: 'equipped',
    times: timesEach,
    inject: async (stage, random) => {
      const broker = brokerOf(stage);
      const when = await waitForMoment(stage.run, random);
      const { transform, forMs, what } = plan(random, broker);
      broker.proxy.transform = transform;
      await sleep(forMs);
      broker.proxy.transform = () => pass;
      return { overAtMs: performance.now(), epoch: 'same', what: `${when}, ${what}` };
    },
  };
}

function brokerOf({ broker }: Stage): EndpointBroker {
  return present(broker, 'a broker between engine and node');
}

const lostAnswers: Fault = onTheWay('answers are lost', (random) => {
  const share = 0.05 + 0.3 * random.next();
  const transform: FaultTransform = ({ direction }) =>
    direction === 'toClient' && random.next() < share ? { kind: 'drop' } : pass;
  return { transform, forMs: 4_000, what: `${Math.round(100 * share)} % of all that the node sends` };
});

/** The connection stays open and nothing comes any more; a new one works. */
const halfOpen: Fault = onTheWay('half-open connection', (random, { proxy }) => {
  const { connections } = proxy;
  const forMs = 2_000 + random.below(6_000);
  const transform: FaultTransform = ({ connection }) => (connection <= connections ? { kind: 'drop' } : pass);
  return { transform, forMs, what: `silent for ${forMs} ms` };
});

/** New connections are accepted too, and are as silent. */
const silentNode: Fault = onTheWay('silent node', (random) => {
  const forMs = 2_000 + random.below(6_000);
  return { transform: () => ({ kind: 'drop' }), forMs, what: `for ${forMs} ms` };
});

const cut: Fault = onTheWay('connection cut', (_random, { proxy }) => {
  proxy.cut();
  return { transform: () => pass, forMs: 0, what: 'once' };
});

export const networkFaults: readonly Fault[] = [lostAnswers, halfOpen, silentNode, cut];
