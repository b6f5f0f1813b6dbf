import { expect, it } from 'vitest';
import { parseAddress } from '../domain/hex.ts';
import { admit } from './admit.ts';
import { strategies } from './registry.ts';

it('registers each strategy under its own id', () => {
  for (const [id, strategy] of Object.entries(strategies)) expect(strategy.id).toBe(id);
});

it('admits in the order of mode, executor, open orders', () => {
  const executor = parseAddress(`0x${'e8'.repeat(20)}`);
  const open = { mode: 'automate' as const, executor, openOrders: 2, maxOpenOrders: 3 };
  expect(admit(open)).toBeNull();
  expect(admit({ ...open, mode: 'approve' })).toBeNull();
  expect(admit({ ...open, openOrders: 3 })?.code).toBe('POLICY_ORDER_OPEN');
  expect(admit({ ...open, openOrders: 3, executor: null })?.code).toBe('POLICY_NO_EXECUTOR');
  expect(admit({ ...open, executor: null, mode: 'watch' })?.code).toBe('POLICY_WATCH_ONLY');
  expect(admit({ ...open, mode: 'off' })?.code).toBe('POLICY_STRATEGY_OFF');
});
