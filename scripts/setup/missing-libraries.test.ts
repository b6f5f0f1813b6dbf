import { describe, expect, it } from 'vitest';
import { packagesForLibraries, parseMissingLibraries } from './missing-libraries.mjs';

const LISTING = `
	linux-vdso.so.1 (0x00007ffd1c5f2000)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f0a)
	libglib-2.0.so.0 => not found
	libnss3.so => not found
	libgtk-3.so.0 => not found
	libgtk-3.so.0 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f09)
`;
const BOOKWORM = 'NAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n';
const TRIXIE = 'VERSION_ID="13"\nID=debian\n';
const NOBLE = 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n';
const JAMMY = 'ID=ubuntu\nVERSION_ID="22.04"\n';

describe('parseMissingLibraries', () => {
  it('names what the loader cannot find, once each', () => {
    expect(parseMissingLibraries(LISTING)).toEqual(['libglib-2.0.so.0', 'libgtk-3.so.0', 'libnss3.so']);
  });

  it('finds nothing in a complete listing', () => {
    expect(parseMissingLibraries('\tlibc.so.6 => /lib/libc.so.6 (0x7f)\n\tstatically linked\n')).toEqual([]);
  });
});

describe('packagesForLibraries', () => {
  it.each([
    [BOOKWORM, 'libasound2'],
    [JAMMY, 'libasound2'],
    [TRIXIE, 'libasound2t64'],
    [NOBLE, 'libasound2t64'],
  ])('uses the names of the release', (osRelease, name) => {
    expect(packagesForLibraries(['libasound.so.2', 'libnss3.so'], osRelease)).toEqual([name, 'libnss3']);
  });

  it('asks for everything where it does not know a library', () => {
    const packages = packagesForLibraries(['libnew.so.9'], BOOKWORM);
    expect(packages).toEqual(['libasound2', 'libgbm1', 'libgtk-3-0', 'libnss3']);
  });

  it('asks for a package once', () => {
    expect(packagesForLibraries(['libnss3.so', 'libsmime3.so'], BOOKWORM)).toEqual(['libnss3']);
  });
});
