import { expect, it } from 'vitest';
import { LinkBoard } from './linkBoard.ts';

it('keeps the last move of each group, and says what changed nothing', () => {
  const board = new LinkBoard();
  const first = { group: 1, subject: { kind: 'opportunity', id: 'a' }, driver: 'opportunities' } as const;
  const second = { group: 1, subject: { kind: 'ticket', id: 'b' }, driver: 'orders' } as const;
  const other = { group: 2, subject: null, driver: 'orders' } as const;
  expect(board.moves).toEqual([]);
  expect([first, first, second, other].map((move) => board.move(move))).toEqual([true, false, true, true]);
  expect(board.moves).toEqual([second, other]);
});
