import { expect, it } from 'vitest';
import { windowArguments } from './windowArguments.ts';

it.each([
  [['electron', '/app', '--data', 'x'], false],
  [['electron', '--no-sandbox', '/app', '--data', 'x'], false],
  [['electron', '--inspect=0', '--remote-debugging-port=0', '--no-sandbox', '/app', '--data', 'x'], false],
  [['electron', '/app/index.js', '--data', 'x'], false],
  [['/opt/syndicate', '--data', 'x'], true],
  [['/opt/syndicate', '--no-sandbox', '--data', 'x'], true],
])('reads %j', (argv, packaged) => {
  expect(windowArguments(argv, '/app', packaged)).toEqual(['--data', 'x']);
});
