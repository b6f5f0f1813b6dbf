import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type BuiltChain, postJson, startBuiltChain } from '../testing/builtChain.ts';

let built: BuiltChain;
let http: string;

beforeAll(async () => {
  built = await startBuiltChain();
  http = built.chain.url.replace(/^ws/, 'http');
});
afterEach(async () => {
  expect(built.broken).toEqual([]);
  // Whatever came before: it still answers.
  expect(Number(await built.call('eth_blockNumber'))).toBeGreaterThan(0);
});
afterAll(() => built.stop());

async function overSocket(frame: string | Buffer): Promise<{ readonly text?: string; readonly closed?: number }> {
  const socket = new WebSocket(built.chain.url, { maxPayload: 1 << 30 });
  try {
    return await new Promise((resolve, reject) => {
      socket.once('open', () => socket.send(frame));
      socket.once('message', (data) => resolve({ text: String(data) }));
      socket.once('close', (closed) => resolve({ closed }));
      socket.once('error', reject);
    });
  } finally {
    socket.terminate();
  }
}

describe('a hostile caller', () => {
  it('is refused by both transports: no JSON, no call, too deep, too many', async () => {
    const wrong: readonly (readonly [string, number])[] = [
      ['{', -32700],
      ['', -32700],
      ['nonsense', -32700],
      [`${'['.repeat(1_000)}${']'.repeat(1_000)}`, -32700],
      ['7', -32600],
      ['{}', -32600],
      ['[]', -32600],
      ['{"id":{},"method":"eth_chainId"}', -32600],
      ['{"id":1,"method":7}', -32600],
      ['{"id":1,"method":"eth_chainId","params":{"a":1}}', -32600],
      [`[${Array(200).fill('{"id":1,"method":"eth_chainId"}').join(',')}]`, -32005],
      [`[${Array(300_000).fill('0').join(',')}]`, -32700],
      ['{"id":1,"method":"eth_foo"}', -32601],
      ['{"id":1,"method":"constructor"}', -32601],
      ['{"id":1,"method":"__proto__"}', -32601],
      ['{"id":1,"method":"anvil_reorg","params":[3,[]]}', -32601],
      ['{"id":1,"method":"anvil_impersonateAccount","params":["0x00000000000000000000000000000000000000aa"]}', -32601],
      ['{"id":1,"method":"evm_revert","params":["0x0"]}', -32601],
      ['{"id":1,"method":"hardhat_reset","params":[]}', -32601],
      ['{"id":1,"method":"eth_sendTransaction","params":[{}]}', -32601],
      ['{"id":1,"method":"eth_getBalance","params":["0xzz","latest"]}', -32602],
      ['{"id":1,"method":"eth_getTransactionByHash","params":["0xzz"]}', -32602],
      ['{"id":1,"method":"eth_getTransactionCount","params":[7,"pending"]}', -32602],
      ['{"id":1,"method":"builder_setLag","params":[{"headsMs":-1}]}', -32602],
      ['{"id":1,"method":"builder_reorg","params":["all"]}', -32602],
    ];
    for (const [frame, code] of wrong) {
      const { text } = await overSocket(frame);
      expect([frame.slice(0, 60), JSON.parse(text ?? '{}').error?.code]).toEqual([frame.slice(0, 60), code]);
      expect((await postJson(http, frame)).error?.code).toBe(code);
    }
  });

  it('gets nothing of ours from any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (body) => {
        const reply = await postJson(http, body);
        expect(JSON.stringify(reply)).not.toMatch(/node_modules|file:|at .*\.ts:/);
        for (const one of [reply].flat()) expect(one).toHaveProperty('error');
      }),
      { numRuns: 60 },
    );
  });

  it('is cut off for a frame that is too large, and hears 413 over HTTP', async () => {
    const large = `{"id":1,"method":"eth_chainId","params":["${'a'.repeat(9 * 1024 * 1024)}"]}`;
    expect(await overSocket(large)).toEqual({ closed: 1009 });
    const response = await fetch(http, { method: 'POST', body: large }).catch(() => null);
    expect(response === null || response.status === 413).toBe(true);
  });

  it('is no page of a browser', async () => {
    const origin = { origin: 'https://example.org' };
    const response = await fetch(http, { method: 'POST', headers: origin, body: '{}' });
    expect(response.status).toBe(403);
    const refused = new WebSocket(built.chain.url, { headers: origin });
    await expect(
      new Promise((resolve, reject) => {
        refused.once('open', resolve);
        refused.once('error', reject);
      }),
    ).rejects.toThrow('401');
    expect((await fetch(http)).status).toBe(405);
    expect((await fetch(`${http}/other`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('cannot subscribe over HTTP, to nothing, with a wrong filter, or without end', async () => {
    const subscribe = (params: string): string => `{"id":1,"method":"eth_subscribe","params":${params}}`;
    expect((await postJson(http, subscribe('["newHeads"]'))).error?.code).toBe(-32601);
    const listener = await built.listen();
    await expect(listener.call('eth_subscribe', 'toString')).rejects.toThrow('no such subscription');
    await expect(listener.call('eth_subscribe', 'logs', { address: 'me' })).rejects.toThrow('malformed');
    const own = await listener.call('eth_subscribe', 'newHeads');
    expect(await built.call('eth_unsubscribe', own)).toBe(false);
    expect(await listener.call('eth_unsubscribe', own)).toBe(true);
    for (let count = 0; count < 64; count += 1) await listener.call('eth_subscribe', 'newHeads');
    await expect(listener.call('eth_subscribe', 'newHeads')).rejects.toThrow('too many');
    listener.close();
  });

  it('that does not read is hung up on, and the others go on', async () => {
    const lazy = await built.listen();
    for (let count = 0; count < 64; count += 1) await lazy.call('eth_subscribe', 'newHeads');
    const { slowConsumersClosed } = await built.builder.status();
    const gone = new Promise((resolve) => lazy.socket.once('close', resolve));
    lazy.socket.pause();
    await built.builder.tell('builder_setLag', { headsMs: 60_000 });
    // 64 frames a block, none of them read: the bound of waiting frames comes first.
    await built.mine(300);
    await built.builder.tell('builder_setLag', {});
    lazy.socket.resume();
    await gone;
    expect((await built.builder.status()).slowConsumersClosed).toBe(slowConsumersClosed + 1);
  });
});

describe('an ordinary caller', () => {
  it('gets the answers of a batch in its order, each with its id', async () => {
    const batch = '[{"id":"a","method":"eth_chainId"},{"id":2,"method":"eth_foo"},{"id":3,"method":"net_version"}]';
    const reply = (await postJson(http, batch)) as unknown as { id: unknown; result?: unknown }[];
    expect(reply.map(({ id }) => id)).toEqual(['a', 2, 3]);
    expect(Number(reply[0]?.result)).toBe(7_777_001);
  });

  it('reads the newest block as it is, also while the next one is made', async () => {
    const account = await built.account('reader');
    const other = '0x00000000000000000000000000000000000000fe';
    let reading = true;
    let torn = 0;
    const fees = { maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 1n };
    const base = BigInt((await built.head()).number);
    const reader = (async () => {
      while (reading) {
        const [number, balance, again] = await Promise.all([
          built.call('eth_blockNumber'),
          built.call('eth_getBalance', other, 'latest'),
          built.call('eth_blockNumber'),
        ]);
        // One wei a block from the first on: a balance of another block than the number shows.
        if (number === again && BigInt(String(balance)) !== BigInt(String(number)) - base) torn += 1;
      }
    })();
    for (let nonce = 0; nonce < 40; nonce += 1) {
      await built.call(
        'eth_sendRawTransaction',
        await built.sign(account, nonce, fees, { to: other as never, value: 1n }),
      );
      await built.mine();
    }
    reading = false;
    await reader;
    expect(torn).toBe(0);
    expect((await built.builder.status()).unexplainedOmissions).toBe(0);
  });
});
