import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { BugError, present } from '../../domain/errors.ts';

export interface RpcRequest {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** A reply of the node: its result, or the text of its error (a revert, for a call). */
export type RpcReply =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly message: string };

/** A node of our own, to ask real contract bytecode. */
export interface OracleNode {
  batch(requests: readonly RpcRequest[]): Promise<RpcReply[]>;
  call(method: string, ...params: readonly unknown[]): Promise<unknown>;
  stop(): Promise<void>;
}

function anvilBinary(): string {
  const { resolve } = createRequire(import.meta.url);
  const packageOf = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  return path.join(path.dirname(resolve(`${packageOf}/package.json`)), 'bin', 'anvil');
}

function listeningUrl(child: ChildProcess): Promise<string> {
  return new Promise((fulfil, reject) => {
    let text = '';
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new BugError('the oracle node ended before it listened', { code: code ?? -1, text })),
    );
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const address = /Listening on ([\d.]+:\d+)/.exec(text)?.[1];
      if (address !== undefined) fulfil(`http://${address}`);
    });
  });
}

async function post(url: string, requests: readonly RpcRequest[]): Promise<RpcReply[]> {
  const body = JSON.stringify(requests.map((request, id) => ({ jsonrpc: '2.0', id, ...request })));
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const replies: unknown = await response.json();
  if (!Array.isArray(replies))
    throw new BugError('the oracle node refused a batch', {
      reply: JSON.stringify(replies).slice(0, 500),
      bytes: body.length,
    });
  return (replies as { id: number; result?: unknown; error?: { message: string } }[])
    .sort((a, b) => a.id - b.id)
    .map(({ result, error }) => (error === undefined ? { ok: true, result } : { ok: false, message: error.message }));
}

/** Starts anvil on a free loopback port, without blocks of its own and without limits on gas and requests. */
export async function startOracleNode(): Promise<OracleNode> {
  // A thousand questions to a meta pool pass the 2 MB that a request may otherwise have.
  const limits = ['--disable-block-gas-limit', '--no-request-size-limit'];
  const options = ['--port', '0', '--no-mining', '--no-cors', '--prune-history', '2', ...limits];
  const child = spawn(anvilBinary(), options, { stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await listeningUrl(child);
  child.stdout?.resume();
  return {
    batch: (requests) => post(url, requests),
    call: async (method, ...params) => {
      const reply = present((await post(url, [{ method, params }]))[0], 'reply of the oracle node');
      if (!reply.ok) throw new BugError('the oracle node refused', { method, message: reply.message });
      return reply.result;
    },
    stop: () =>
      new Promise((fulfil) => {
        child.once('exit', () => fulfil());
        child.kill('SIGKILL');
      }),
  };
}
