import { expect, test } from 'vitest';
import type { EngineInput } from '../../../app/domain/engineInput.ts';
import { ScriptedWorld } from '../../../app/engine/testing/scriptedWorld.ts';
import { noInclusionMeasured } from '../../../app/paper/inclusionStatistics.ts';
import { orderOf } from '../../../app/paper/testing/paperWorld.ts';
import { systemClock } from '../../systemClock.ts';
import { PaperDesk } from './paperDesk.ts';

test('an order is signed at once: the node that says its gas may take its time, and a signer asks none', async () => {
  const { kernel } = new ScriptedWorld('off').start();
  const pushed: EngineInput['kind'][] = [];
  const asked: string[] = [];
  let answer: (reply: unknown) => void = () => undefined;
  const rpc = {
    call: (method: string) => {
      asked.push(method);
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  };
  const desk = new PaperDesk({
    kernel,
    rpc: rpc as never,
    clock: systemClock,
    terms: {
      seed: 1,
      statistics: { public: noInclusionMeasured, relay: noInclusionMeasured },
      source: 'none',
      twins: [],
    },
    push: ({ kind }) => pushed.push(kind),
    hearRelay: async () => null,
  });
  const signing = desk.sign({ kind: 'sign', order: orderOf(0) } as never);
  expect(pushed).toEqual(['signed']);
  expect(asked).toEqual(['eth_simulateV1']);
  answer([{ calls: [{ status: '0x1', gasUsed: '0x30d40' }] }]);
  await signing;
  expect(pushed).toEqual(['signed']);
});
