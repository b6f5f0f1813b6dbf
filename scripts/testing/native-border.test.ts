import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FOLDERS = ['app', 'main', 'preload', 'renderer'];
const ADDON = 'syndicate_native';

/** The addon is loaded by a path put together at run time, which no graph of imports shows. */
it('only app/native.ts loads the addon', () => {
  const files = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const loaders = files
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .filter((file) => readFileSync(file, 'utf8').includes(ADDON));
  expect(loaders.filter((file) => file !== join('app', 'native.ts'))).toEqual([]);
});
