import type { DiskState } from '../../app/contract/disk.ts';

/** What is said of the room on the disk, and what to do. */
export function diskText({ level, freeBytes, warnBelowMb, haltBelowMb }: Omit<DiskState, 'text'>): string {
  const free = `${Math.floor(freeBytes / 1_048_576)} MB are free on the disk of the data folder`;
  if (level === 'enough') return `${free}: enough again.`;
  if (level === 'low') return `${free}, less than ${warnBelowMb}: make room. Below ${haltBelowMb} MB trading halts.`;
  return `${free}, less than ${haltBelowMb}: trading halts before the journal cannot be written. Make room, then resume.`;
}
