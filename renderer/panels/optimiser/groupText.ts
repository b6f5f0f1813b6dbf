import type { OptimisationSettings } from '../../../app/contract/optimisation.ts';

type Group = OptimisationSettings['groups'][number];

export interface ReadGroups {
  readonly groups: Group[];
  /** What cannot be read, or names no series; empty where all can. */
  readonly problem: string;
}

const form = /^([^:]+):([^:]+):\s*(?:(-?[\d.]+)\s*-\s*)?(-?[\d.]+)\s*%?$/;
const longestName = 40;

/** The same as a person would type them, to be shown again. */
export function writtenGroups(groups: readonly Group[]): string {
  const percent = (share: number): number => Number((100 * share).toPrecision(12));
  return groups
    .map(({ name, members, low, high }) => `${name}: ${members.join(', ')}: ${percent(low)}-${percent(high)}`)
    .join('; ');
}

/**
 * Groups as a person types them: `majors: BTC, ETH: 10-60; alts: LINK: 20`. A series is named by any part of its name that no other chosen one has; of a single
 * figure it is the most.
 */
export function readGroups(text: string, names: readonly string[]): ReadGroups {
  const groups: Group[] = [];
  for (const part of text.split(';').map((each) => each.trim())) {
    if (part === '') continue;
    const [, name = '', members = '', low = '0', high = ''] = form.exec(part) ?? [];
    const [least, most] = [Number(low) / 100, Number(high) / 100];
    const isRead = high !== '' && [least, most].every((share) => Number.isFinite(share) && Math.abs(share) <= 1);
    if (!isRead || least > most)
      return { groups: [], problem: `write "${part.slice(0, 40)}" as majors: BTC, ETH: 10-60` };
    const found: string[] = [];
    for (const wanted of members.split(',').map((each) => each.trim().toLowerCase())) {
      const fits = names.filter((each) => each.toLowerCase().includes(wanted));
      const exact = names.find((each) => each.toLowerCase() === wanted);
      const one = exact ?? (fits.length === 1 ? fits[0] : undefined);
      if (wanted === '' || one === undefined)
        return {
          groups: [],
          problem: `"${wanted.slice(0, 40)}" is ${fits.length === 0 ? 'no chosen series' : 'more than one series'}`,
        };
      found.push(one);
    }
    groups.push({ name: name.trim().slice(0, longestName), members: found, low: least, high: most });
  }
  return { groups, problem: '' };
}
