import type { ChainId } from '../../../app/domain/chain.ts';
import type { PaperTerms } from '../../../app/domain/paper.ts';
import { BlockCutOffs } from '../../../app/paper/blockCutOffs.ts';
import { filledUpFrom, measureInclusion, type TakenBundle } from '../../../app/paper/inclusionStatistics.ts';
import { shippedInclusion } from '../../../app/paper/shippedInclusion.ts';
import type { Journal } from '../../../app/store/journal.ts';

/** An epoch that tells less says too little; one with more inputs is not read at a start. */
const leastTried = 20;
const mostInputs = 50_000;

/** How surely each way leads into a block: from the newest run of this folder that really sent to the chain; else as shipped. */
function measuredInclusion(
  journal: Journal,
  chainId: ChainId,
): Pick<PaperTerms, 'statistics' | 'source' | 'signingMs'> {
  for (const { epoch } of journal.epochs().toReversed()) {
    if (epoch.mode === 'PAPER' || epoch.chain.chainId !== chainId) continue;
    const record = journal.loadEpoch(epoch.id);
    if (record === null || record.inputs > mostInputs) continue;
    const bundles: TakenBundle[] = [];
    const orders = new Map(record.orders.map((order) => [order.id, order]));
    const ends = new BlockCutOffs(new Set(record.orders.flatMap(({ transactionHash }) => transactionHash ?? [])));
    const submitted = new Map<string, number>();
    const signing: number[] = [];
    for (const { input: value } of journal.inputs(epoch.id)) {
      ends.see(value);
      if (value.kind === 'bundleSent' && value.result.kind === 'accepted') bundles.push(value);
      else if (value.kind === 'signed')
        signing.push(value.atMs - (orders.get(value.orderId)?.createdAtMs ?? value.atMs));
      else if (value.kind === 'submitted' && !submitted.has(value.orderId)) submitted.set(value.orderId, value.atMs);
    }
    const fills = new Map(record.fills.map(({ fill }) => [fill.orderId, fill]));
    const times = {
      blockSeen: (block: number) => ends.arrivals.of(block),
      cutOff: (block: number) => ends.of(block),
      submitted: (id: string) => submitted.get(id) ?? null,
    };
    const statistics = measureInclusion(orders, (id) => fills.get(id), bundles, times);
    if (statistics.public.firstTried + statistics.relay.firstTried < leastTried) continue;
    // A short or a quiet run has few orders that came late: what is seldom is taken from what was measured at length.
    const signingMs = Math.max(0, signing.toSorted((a, b) => a - b)[Math.floor(signing.length / 2)] ?? 0);
    const source = `measured in the run ${epoch.id}`;
    return { statistics: filledUpFrom(statistics, shippedInclusion), source, signingMs };
  }
  return { statistics: shippedInclusion, source: 'as measured on the embedded chain and shipped' };
}

/** What an engine on paper draws by, from its start on. */
export function paperTerms(
  journal: Journal,
  chainId: ChainId,
  { seed, twins }: Pick<PaperTerms, 'seed' | 'twins'>,
): PaperTerms {
  return { seed, twins, ...measuredInclusion(journal, chainId) };
}
