import type { PaperCause } from '../../../app/domain/paper.ts';
import { rejections } from '../../../app/domain/rejection.ts';
import { rejectionWords } from '../../../app/domain/rejectionWords.ts';

const whole: Readonly<Record<string, string>> = {
  amount: 'both landed it: what the route brought',
  gasUsed: 'both landed it: gas used',
  gasPrice: 'both landed it: price per gas',
  otherRoute: 'both landed, by routes that share a pool',
  revertCost: 'neither landed, one of them paid for it',
  cancelCost: 'what cancellations cost',
};

const sides: Readonly<Record<string, string>> = {
  paperFailed: 'landed for real alone; on paper',
  realFailed: 'landed on paper alone; for real',
  paperPassed: 'no order on paper',
  realPassed: 'no order for real',
};

const causes: Readonly<Record<PaperCause, string>> = {
  LANDED: 'landed',
  TOO_LATE: 'the block had come before it was sent',
  NOT_DRAWN: 'the draw left it out',
  NONCE_GAP: 'an earlier order of ours was not in',
  FEE_TOO_LOW: 'the base fee rose above it',
  BLOCK_FULL: 'the block was full',
  GUARD_MIN_PROFIT: 'others went first',
  GUARD_EXPIRED: 'too late',
  POOL_REFUSED: 'a pool would have refused',
  BUNDLE_SPOILT: 'another of its bundle failed',
  STATE_UNKNOWN: 'the pool’s state is not known',
};

/** A class of difference as a person says it; one that is not known stays as it is. */
export function wordsOfClass(name: string): string {
  const at = name.indexOf(':');
  if (at < 0) return whole[name] ?? name;
  const [said, code] = [sides[name.slice(0, at)], name.slice(at + 1)];
  if (said === undefined) return name;
  if (code === 'NOT_SEEN') return `${said}: the gap was not seen`;
  if (code in causes) return `${said}: ${causes[code as PaperCause]}`;
  if (code in rejections) return `${said}: ${rejectionWords[code as keyof typeof rejections]}`;
  return `${said}: ${code}`;
}
