import { z } from 'zod';
import { invalidParams } from './rpcRefusal.ts';

/** A log as the node's JSON-RPC gives it: what of it we read, and whatever else it says. */
export const wireLogSchema = z.looseObject({ address: z.string(), topics: z.array(z.string()) });
export type WireLog = z.infer<typeof wireLogSchema>;

const mostAlternatives = 1_024;
const lower = (pattern: RegExp) =>
  z
    .string()
    .regex(pattern)
    .transform((text) => text.toLowerCase());
const address = lower(/^0x[0-9a-fA-F]{40}$/);
const topic = lower(/^0x[0-9a-fA-F]{64}$/);
const filterSchema = z.looseObject({
  address: z.union([address, z.array(address).max(mostAlternatives)]).nullish(),
  topics: z
    .array(z.union([topic, z.array(topic.nullable()).max(mostAlternatives)]).nullable())
    .max(4)
    .nullish(),
});

/** Whether a subscription to logs wants a log: any of the addresses, and at each place any of the topics. @throws RpcRefusal */
export function logFilter(filter: unknown): (log: WireLog) => boolean {
  const parsed = filterSchema.safeParse(filter ?? {});
  if (!parsed.success) throw invalidParams('the filter of logs is malformed');
  const addresses = alternatives(parsed.data.address);
  const topics = (parsed.data.topics ?? []).map(alternatives);
  return (log) =>
    (addresses === null || addresses.has(log.address.toLowerCase())) &&
    topics.every((wanted, place) => wanted === null || wanted.has(log.topics[place]?.toLowerCase() ?? ''));
}

/** null is anything. */
function alternatives(value: string | readonly (string | null)[] | null | undefined): ReadonlySet<string> | null {
  if (value === null || value === undefined) return null;
  const values = typeof value === 'string' ? [value] : value;
  const wanted = values.filter((one) => one !== null);
  return wanted.length === 0 || wanted.length < values.length ? null : new Set(wanted);
}
