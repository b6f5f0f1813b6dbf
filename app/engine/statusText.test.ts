import { expect, it } from 'vitest';
import { epochMs } from '../domain/clock.ts';
import { statusText } from './statusText.ts';
import { ScriptedWorld } from './testing/scriptedWorld.ts';

it('says what keeps it from trading, and nothing where nothing does', () => {
  const world = new ScriptedWorld();
  world.start();
  world.next();
  const { kernel } = world;
  const { head, headAtMs } = kernel;
  if (head === null) throw new Error('no head');
  kernel.headAtMs = epochMs(head.timestampS * 1000 + 900);
  const at = (ms: number): string => statusText(kernel, epochMs(kernel.headAtMs + ms));
  expect(at(500)).not.toMatch(/no block|clock|no node/);
  const blocksMs = 5 * kernel.epoch.chain.blockTimeMs;
  expect(at(blocksMs + 20_000)).toContain(`no block for ${Math.round(blocksMs / 1000 + 20)} s`);
  kernel.headAtMs = epochMs(head.timestampS * 1000 + 3_600_000);
  expect(at(500)).toContain("this clock is 3600 s ahead of the chain's");
  kernel.headAtMs = epochMs(head.timestampS * 1000 - 3_600_000);
  expect(at(500)).toContain("this clock is 3600 s behind the chain's");
  kernel.feed = 'disconnected';
  kernel.feedDetail = 'the connection was closed';
  expect(at(500)).toContain('no node (the connection was closed)');
  kernel.headAtMs = headAtMs;
});
