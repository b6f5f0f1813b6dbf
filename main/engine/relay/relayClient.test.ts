import { hashMessage, id, recoverAddress, SigningKey } from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExpectedError } from '../../../app/domain/errors.ts';
import { parseHash } from '../../../app/domain/hex.ts';
import type { RelayBytes } from '../../../app/domain/signedBytes.ts';
import { bundleUuid, callBundle, cancelBundle, sendBundle } from '../../../app/execution/relayCalls.ts';
import { signRelayRequest } from '../../../app/signing/signRelayRequest.ts';
import { postJson, relayHost } from './postJson.ts';
import { relayClient } from './relayClient.ts';
import { jsonAnswer, relayServer } from './testing/relayServer.ts';

const key = new SigningKey(`0x${'52'.repeat(32)}`);
const signer = {
  call: async (_name: string, { body }: { body: string }) => ({ header: signRelayRequest(body, key) }),
} as unknown as Parameters<typeof relayClient>[0];
const hash = parseHash(`0x${'ab'.repeat(32)}`);
const transactions = ['0x02aa' as unknown as RelayBytes];
const simulate = callBundle(transactions, 18, 17);
const uuid = bundleUuid('e', 'r1', 18);
const send = sendBundle({ transactions, targetBlock: 18, reverting: [hash], maxTimestampS: 99, uuid });

let server: Awaited<ReturnType<typeof relayServer>>;
const client = relayClient(signer, { timeoutMs: 300 });
const relay = () => ({ id: 'r1', url: server.url });

beforeEach(async () => {
  server = await relayServer((request, response) => jsonAnswer(request, response, { result: { bundleHash: hash } }));
});
afterEach(() => server.close());

describe('a relay', () => {
  it('is asked as its documentation says, signed over the very bytes', async () => {
    expect(await client.send(relay(), send)).toEqual({ kind: 'accepted', bundleHash: hash });
    const [request] = server.seen;
    expect(JSON.parse(request?.body ?? '')).toEqual({
      jsonrpc: '2.0',
      id: 1,
      method: 'eth_sendBundle',
      params: [
        {
          txs: ['0x02aa'],
          blockNumber: '0x12',
          maxTimestamp: 99,
          revertingTxHashes: [hash],
          replacementUuid: uuid,
        },
      ],
    });
    const [address, signature] = (request?.signature ?? '').split(':');
    expect(recoverAddress(hashMessage(id(request?.body ?? '')), signature ?? '')).toBe(address);
  });

  it('answers what each transaction did', async () => {
    const results = [
      { txHash: hash, gasUsed: 21_000, value: '0x', gasPrice: '1' },
      { txHash: hash, gasUsed: 30_000, error: 'execution reverted', revert: 'Exp\u001bired' },
      { txHash: hash, gasUsed: 5, error: '' },
    ];
    server.answer = (request, response) => jsonAnswer(request, response, { result: { results } });
    expect(await client.simulate(relay(), simulate)).toEqual({
      kind: 'simulated',
      members: [
        { transactionHash: hash, gasUsed: 21_000, error: '' },
        { transactionHash: hash, gasUsed: 30_000, error: 'execution reverted: Exp?ired' },
        { transactionHash: hash, gasUsed: 5, error: 'reverted' },
      ],
    });
  });

  it('takes a bundle back', async () => {
    server.answer = (request, response) => jsonAnswer(request, response, { result: {} });
    expect(await client.cancel(relay(), cancelBundle(uuid))).toBe(true);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toMatchObject({ params: [{ replacementUuid: uuid }] });
  });

  it('keeps one uuid per block, relay and epoch', () => {
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const others = [bundleUuid('e', 'r1', 19), bundleUuid('e', 'r2', 18), bundleUuid('f', 'r1', 18)];
    expect(new Set([uuid, bundleUuid('e', 'r1', 18), ...others]).size).toBe(4);
  });
});

describe('a relay that misbehaves', () => {
  const fails = async (code: string): Promise<void> => {
    expect(await client.send(relay(), send)).toMatchObject({ kind: 'failed', code });
    expect(await client.simulate(relay(), simulate)).toMatchObject({ kind: 'failed', code });
    expect(await client.cancel(relay(), cancelBundle(uuid))).toBe(false);
  };

  it('with its own refusal, whatever the status', async () => {
    for (const status of [200, 400, 500]) {
      server.answer = (request, response) =>
        jsonAnswer(request, response, { error: { code: -32_000, message: 'bundle <b>\u001b[31m' } }, status);
      const answer = await client.send(relay(), send);
      expect(answer).toEqual({ kind: 'failed', code: 'RELAY_REFUSED', error: 'bundle <b>\\u{1b}[31m' });
    }
    server.answer = (request, response) =>
      jsonAnswer(request, response, { error: { code: -32_601, message: 'method not found' } });
    await fails('RELAY_NO_METHOD');
  });

  it('with garbage', async () => {
    for (const text of ['<html>', '', '[]', '{"id":1}', '{"result":{}}', 'null']) {
      server.answer = (_request, response) => response.end(text);
      expect(await client.send(relay(), send)).toMatchObject({ kind: 'failed', code: 'RELAY_MALFORMED' });
    }
    server.answer = (request, response) => jsonAnswer(request, response, { result: { bundleHash: '0x12' } });
    expect(await client.send(relay(), send)).toMatchObject({ code: 'RELAY_MALFORMED' });
    server.answer = (request, response) => jsonAnswer({ ...request, body: '{"id":-1}' }, response, { result: {} });
    await fails('RELAY_MALFORMED');
  });

  it('with nesting without end', async () => {
    server.answer = (_request, response) => response.end(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    await fails('RELAY_MALFORMED');
  });

  it('with an error page', async () => {
    server.answer = (_request, response) => response.writeHead(503).end('<html>down');
    await fails('RELAY_STATUS');
  });

  it('with more than a megabyte, of which it reads no more than that', async () => {
    let written = 0;
    server.answer = (_request, response) => {
      const write = (): void => {
        while (!response.destroyed && written < 256 * 1_048_576) {
          written += 65_536;
          if (!response.write(' '.repeat(65_536))) {
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    };
    expect(await client.send(relay(), send)).toMatchObject({ code: 'RELAY_OVERSIZED' });
    expect(written).toBeLessThan(64 * 1_048_576);
  });

  it('with a redirect, which is not followed', async () => {
    const other = await relayServer((request, response) => jsonAnswer(request, response, { result: {} }));
    server.answer = (_request, response) => response.writeHead(307, { location: other.url }).end();
    await fails('RELAY_REDIRECTED');
    expect(other.seen).toEqual([]);
    await other.close();
  });

  it('with silence, and with an answer that never ends', async () => {
    server.answer = () => undefined;
    await fails('RELAY_TIMEOUT');
    server.answer = (_request, response) => void response.write('{');
    await fails('RELAY_TIMEOUT');
  });

  it('by not being there', async () => {
    await server.close();
    await fails('RELAY_UNREACHABLE');
  });

  it('is not asked in plain text off this machine, nor over another protocol, nor unsigned', async () => {
    for (const url of ['http://relay.example/', 'ws://127.0.0.1:1', 'file:///etc/passwd', 'nonsense'])
      expect(await postJson(url, '{}', {}, 300)).toMatchObject({ code: 'RELAY_UNSAFE_URL' });
    const refusing = {
      call: async () => {
        throw new ExpectedError('SIGNER_RELAY_FOREIGN', 'not ours', { advice: '' });
      },
    } as unknown as Parameters<typeof relayClient>[0];
    const unsigned = await relayClient(refusing, { timeoutMs: 300 }).send(relay(), send);
    expect(unsigned).toMatchObject({ code: 'RELAY_UNSIGNED', error: expect.stringContaining('SIGNER_RELAY_FOREIGN') });
    expect(server.seen).toEqual([]);
  });

  it('is named in logs by its host alone', () => {
    expect(relayHost('https://user:secret@relay.example:8443/v1/key?token=1')).toBe('relay.example:8443');
  });
});
