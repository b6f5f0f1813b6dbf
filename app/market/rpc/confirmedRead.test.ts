import { expect, it } from 'vitest';
import { confirmedRead } from './confirmedRead.ts';

/** Answers one after the other, the last one for ever. */
const answering = (...answers: readonly unknown[]): (() => Promise<unknown>) => {
  let reads = 0;
  return async () => {
    reads += 1;
    return answers[Math.min(reads, answers.length) - 1];
  };
};

it('believes what is said twice in a row', async () => {
  expect(await confirmedRead(answering(new Map([[1, 2n]])))).toEqual(new Map([[1, 2n]]));
  expect(await confirmedRead(answering('next block', 'this block', 'this block'))).toBe('this block');
});

it('gives up on a node that never says the same twice', async () => {
  await expect(confirmedRead(answering(1, 2, 3, 4, 5, 6, 7))).rejects.toMatchObject({ code: 'RPC_MALFORMED_REPLY' });
});
