import { selectors } from '../../../app/market/snapshot/callData.ts';
import {
  type FaultAction,
  type FaultTransform,
  type ProxiedFrame,
  pass,
} from '../../../app/market/testing/faultProxy.ts';
import { dropLogs, type WireLog } from '../../../app/market/testing/faults.ts';

type Message = Readonly<Record<string, unknown>>;

/** Lets `wrong` make another result of the answer to each call that `concerns` says. */
function answerWrongly(
  concerns: (method: string, params: readonly unknown[]) => boolean,
  wrong: (result: unknown, params: readonly unknown[]) => unknown,
): FaultTransform {
  const asked = new Map<string, readonly unknown[]>();
  return ({ direction, message, method, connection }: ProxiedFrame): FaultAction => {
    const key = `${connection} ${message?.id}`;
    if (direction === 'toNode') {
      const params = (message?.params ?? []) as readonly unknown[];
      if (method !== null && concerns(method, params)) asked.set(key, params);
      return pass;
    }
    const params = asked.get(key);
    if (params === undefined || message === null || !('result' in message)) return pass;
    asked.delete(key);
    const result = wrong(message.result, params);
    return { kind: 'replace', frames: [JSON.stringify({ ...message, result })] };
  };
}

function callData(params: readonly unknown[]): string {
  return String((params[0] as Message | undefined)?.data ?? '');
}

/** The last of the 32-byte words is one more. */
function oneMore(hex: unknown): unknown {
  const text = String(hex);
  const last = BigInt(`0x${text.slice(-64)}`) + 1n;
  return `${text.slice(0, -64)}${last.toString(16).padStart(64, '0')}`;
}

/** Router02 quotes one wei more than the pools give: as if every V2 quote of ours were a wei short. */
export function quoteOffByOneWei(): FaultTransform {
  const selector = selectors.getAmountsOut.slice(2);
  return answerWrongly((method, params) => method === 'eth_call' && callData(params).includes(selector), oneMore);
}

/** A simulated trade brings one wei more than it does: as if every prediction of ours were a wei short. */
export function simulationOffByOneWei(executor: string): FaultTransform {
  return answerWrongly(
    (method, params) =>
      method === 'eth_call' &&
      String((params[0] as Message).to).toLowerCase() === executor &&
      'gas' in (params[0] as Message),
    oneMore,
  );
}

const syncTopic = '0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1';

function topicOf(log: WireLog): unknown {
  return (log.topics as readonly unknown[])[0];
}

/** One Sync is lost on both ways, once: the Swap beside it arrives. */
export function loseOneSync(): FaultTransform {
  let lost: string | null = null;
  const placeOf = (log: WireLog): string => `${log.blockHash} ${log.logIndex}`;
  return dropLogs(
    (log) => {
      if (topicOf(log) !== syncTopic) return false;
      lost ??= placeOf(log);
      return placeOf(log) === lost;
    },
    ['answer', 'push'],
  );
}

/** All that one pool logged in one block is lost on both ways: nothing arrives that does not add up by itself. */
export function loseOneTrade(): FaultTransform {
  let lost: string | null = null;
  const placeOf = (log: WireLog): string => `${log.blockHash} ${log.address}`;
  return dropLogs(
    (log) => {
      if (topicOf(log) === syncTopic) lost ??= placeOf(log);
      return placeOf(log) === lost;
    },
    ['answer', 'push'],
  );
}

/** The first receipt of a trade that brought something is given once more, for the next transaction that is asked about. */
export function doubleOneFill(): FaultTransform {
  let first: Message | null = null;
  let doubled: unknown = null;
  return answerWrongly(
    (method) => method === 'eth_getTransactionReceipt',
    (result, [hash]) => {
      const receipt = result as Message | null;
      if (first === null) {
        if (receipt?.status === '0x1') first = receipt;
        return result;
      }
      if (hash === first.transactionHash) return result;
      doubled ??= hash;
      return hash === doubled ? { ...first, transactionHash: hash } : result;
    },
  );
}

/** Every receipt names its transfers twice. */
export function doubleTransfers(): FaultTransform {
  return answerWrongly(
    (method) => method === 'eth_getTransactionReceipt',
    (result) => {
      const receipt = result as (Message & { logs: readonly unknown[] }) | null;
      return receipt === null ? null : { ...receipt, logs: [...receipt.logs, ...receipt.logs] };
    },
  );
}
