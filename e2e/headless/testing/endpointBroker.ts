import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Relay } from '../../../app/domain/chain.ts';
import { type FaultProxy, startFaultProxy } from '../../../app/market/testing/faultProxy.ts';
import { type RelayProxy, startRelayProxy } from './relayProxy.ts';

/** Decides, for each node that starts, which endpoints the engine is told. */
export interface EndpointBroker {
  /** For the environment of the application. */
  readonly url: string;
  /** The proxy in front of the newest node. */
  readonly proxy: FaultProxy;
  /** The one in front of the newest node's relay, where the broker was to put one there. */
  readonly relay: RelayProxy;
  /** The newest node's own address. */
  readonly nodeUrl: string;
  stop(): Promise<void>;
}

/** Puts a fault proxy in front of every node. `listBefore` come before it in the engine's list of endpoints. */
export async function startBroker(
  listBefore: readonly string[] = [],
  options: { readonly proxyRelays?: boolean } = {},
): Promise<EndpointBroker> {
  const proxies: FaultProxy[] = [];
  const relayProxies: RelayProxy[] = [];
  let newestNode = '';
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', async () => {
      const { endpoints, relays } = JSON.parse(body) as { endpoints: readonly string[]; relays: readonly Relay[] };
      const [nodeUrl = ''] = endpoints;
      newestNode = nodeUrl;
      const proxy = await startFaultProxy(nodeUrl);
      proxies.push(proxy);
      const answer = { endpoints: [...listBefore, proxy.url], relays };
      if (options.proxyRelays === true) {
        const started = await Promise.all(relays.map(({ url }) => startRelayProxy(url)));
        relayProxies.push(...started);
        answer.relays = relays.map(({ id, url }, index) => ({ id, url: started[index]?.url ?? url }));
      }
      response.end(JSON.stringify(answer));
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
    get relay() {
      const newest = relayProxies.at(-1);
      if (newest === undefined) throw new Error('no relay is proxied');
      return newest;
    },
    get nodeUrl() {
      return newestNode;
    },
    stop: async () => {
      for (const proxy of [...proxies, ...relayProxies]) await proxy.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
