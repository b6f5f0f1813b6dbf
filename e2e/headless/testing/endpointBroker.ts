import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FaultProxy, startFaultProxy } from '../../../app/market/testing/faultProxy.ts';

/** Decides, for each node that starts, which endpoints the engine is told. */
export interface EndpointBroker {
  /** For the environment of the application. */
  readonly url: string;
  /** The proxy in front of the newest node. */
  readonly proxy: FaultProxy;
  /** The newest node's own address. */
  readonly nodeUrl: string;
  stop(): Promise<void>;
}

/** Puts a fault proxy in front of every node. `listBefore` come before it in the engine's list of endpoints. */
export async function startBroker(listBefore: readonly string[] = []): Promise<EndpointBroker> {
  const proxies: FaultProxy[] = [];
  let newestNode = '';
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', async () => {
      const [nodeUrl = ''] = JSON.parse(body) as string[];
      newestNode = nodeUrl;
      const proxy = await startFaultProxy(nodeUrl);
      proxies.push(proxy);
      response.end(JSON.stringify([...listBefore, proxy.url]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get proxy() {
      const newest = proxies.at(-1);
      if (newest === undefined) throw new Error('no node has started yet');
      return newest;
    },
    get nodeUrl() {
      return newestNode;
    },
    stop: async () => {
      for (const proxy of proxies) await proxy.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
