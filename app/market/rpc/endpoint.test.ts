import { describe, expect, it } from 'vitest';
import { ExpectedError } from '../../domain/errors.ts';
import { parseEndpoint } from './endpoint.ts';

describe('parseEndpoint', () => {
  it('keeps only the host for logs', () => {
    expect(parseEndpoint('wss://user:secret@node.example/v3/secret?key=secret').label).toBe('node.example');
    expect(parseEndpoint('ipc:/home/me/geth.ipc')).toEqual({ kind: 'ipc', path: '/home/me/geth.ipc', label: 'ipc' });
  });

  it('takes plain text on this machine only', () => {
    expect(parseEndpoint('ws://127.0.0.1:8545').label).toBe('127.0.0.1:8545');
    expect(parseEndpoint('ws://[::1]:8545').kind).toBe('webSocket');
    for (const url of ['ws://node.example', 'ws://10.0.0.1:8545', 'http://127.0.0.1:8545', 'secret', 'ipc:relative']) {
      const refused = (() => {
        try {
          return parseEndpoint(url);
        } catch (error) {
          return error;
        }
      })();
      expect(refused).toBeInstanceOf(ExpectedError);
      expect(JSON.stringify(refused)).not.toContain('/v3');
    }
  });
});
