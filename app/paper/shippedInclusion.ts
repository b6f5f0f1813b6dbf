import type { InclusionStatistics, LeadInclusion } from '../domain/paper.ts';

/**
 * For who has not traded for real yet: two runs of two minutes of the embedded chain's usual crowd at blocks of a second (seeds 7 and
 * 8; 330 orders sent), on two cores that did much besides. By lead: half an hour with two rivals of each strength (seed 21, 2,506 orders), on two
 * cores at a load of 15 to 30, so that many came late; those that somebody else took are not among them.
 */
export const shippedInclusion: InclusionStatistics = {
  public: {
    firstTried: 15,
    firstIncluded: 15,
    laterTried: 0,
    laterIncluded: 0,
    revertedGasUsed: 1_736_018,
    revertedGasLimit: 3_276_000,
    byLead: steps([5, 6], [5, 14], [14, 19], [27, 34], [24, 25], [133, 140]),
  },
  relay: {
    firstTried: 160,
    firstIncluded: 155,
    laterTried: 0,
    laterIncluded: 0,
    revertedGasUsed: 902_105,
    revertedGasLimit: 1_962_000,
    byLead: steps([6, 21], [18, 24], [39, 43], [46, 50], [75, 82], [520, 559]),
  },
};

function steps(...each: readonly (readonly [included: number, tried: number])[]): readonly LeadInclusion[] {
  return each.map(([included, tried]) => ({ tried, included }));
}
