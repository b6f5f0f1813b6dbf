import { beforeEach, expect, it } from 'vitest';
import { storeError } from '../../app/store/storeErrors.ts';
import { GuardedCommits } from './guardedCommits.ts';

let nowMs = 0;
let tries = 0;
let said: string[] = [];
let commits: GuardedCommits;

beforeEach(() => {
  [nowMs, tries, said] = [0, 0, []];
  commits = new GuardedCommits(
    {
      onFailed: ({ code }, mustHalt) => said.push(`${code} ${mustHalt ? 'halt' : 'wait'}`),
      onMended: () => said.push('mended'),
    },
    () => nowMs,
  );
});

const works = (): void => {
  tries += 1;
};
function fails(code: 'STORE_LOCKED' | 'STORE_DISK_FULL'): () => void {
  return () => {
    tries += 1;
    throw storeError(code, 'no', {});
  };
}

it('halts at once on a full disk, says it once, and says when it is over', () => {
  expect(commits.attempt(works)).toBe(true);
  for (; nowMs < 60_000; nowMs += 100) expect(commits.attempt(fails('STORE_DISK_FULL'))).toBe(false);
  expect(said).toEqual(['STORE_DISK_FULL halt']);
  // 600 times it was asked: it tries ever more rarely, and never more rarely than every two seconds.
  expect(tries).toBeGreaterThan(30);
  expect(tries).toBeLessThan(45);
  nowMs += 2_000;
  expect(commits.attempt(works)).toBe(true);
  expect(commits.attempt(works)).toBe(true);
  expect(said).toEqual(['STORE_DISK_FULL halt', 'mended']);
});

it('waits for somebody else to let go of the file, but not for ever', () => {
  for (; nowMs < 29_000; nowMs += 500) commits.attempt(fails('STORE_LOCKED'));
  expect(said).toEqual(['STORE_LOCKED wait']);
  for (; nowMs < 40_000; nowMs += 500) commits.attempt(fails('STORE_LOCKED'));
  expect(said).toEqual(['STORE_LOCKED wait', 'STORE_LOCKED halt']);
});

it('begins anew with the next trouble', () => {
  commits.attempt(fails('STORE_LOCKED'));
  nowMs += 1_000;
  commits.attempt(works);
  nowMs += 60_000;
  commits.attempt(fails('STORE_LOCKED'));
  nowMs += 1_000;
  commits.attempt(fails('STORE_DISK_FULL'));
  expect(said).toEqual(['STORE_LOCKED wait', 'mended', 'STORE_LOCKED wait', 'STORE_DISK_FULL halt']);
});

it('tries at once where it is the last chance, and lets a bug through', () => {
  commits.attempt(fails('STORE_LOCKED'));
  expect(commits.attempt(works)).toBe(false);
  expect(commits.attempt(works, true)).toBe(true);
  const bug = (): void => {
    throw new TypeError('a bug');
  };
  expect(() => commits.attempt(bug)).toThrow(TypeError);
});
