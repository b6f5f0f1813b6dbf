import { describe, expect, it } from 'vitest';
import { describeFailure, SetupFailure } from '../failure.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { isSetuidRoot, sandboxCommand, sandboxFlags } from './sandbox.mjs';
import { adviseInstall, hasDisplay, installCommand } from './system-packages.mjs';

describe('advice', () => {
  it('gives one line to install system packages', () => {
    const failure = new SetupFailure(adviseInstall(['g++', 'libnss3.so']), installCommand(['g++', 'libnss3']));
    expect(describeFailure(failure)).toBe(
      'syndicate: This machine lacks g++, 1 shared library, and only root may install them.\n' +
        'To mend it, run:\n' +
        '  sudo apt-get update && sudo apt-get install -y --no-install-recommends g++ libnss3',
    );
  });

  it('names the file whose rights the sandbox needs', () => {
    expect(sandboxCommand('/x/chrome-sandbox')).toBe(
      "sudo chown root:root '/x/chrome-sandbox' && sudo chmod 4755 '/x/chrome-sandbox'",
    );
  });
});

describe('checkNodeVersion', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0'])('accepts %s', (version) => {
    expect(() => checkNodeVersion(version)).not.toThrow();
  });

  it.each(['20.18.9', '18.20.0', '9.0.0'])('refuses %s', (version) => {
    expect(() => checkNodeVersion(version)).toThrow(`Node ${version} is too old`);
  });
});

describe('sandbox', () => {
  it('is given up for root alone', () => {
    expect(sandboxFlags({ root: true })).toEqual(['--no-sandbox']);
    expect(sandboxFlags({ root: false })).toEqual([]);
  });

  it('trusts a helper that is setuid root and executable', () => {
    expect(isSetuidRoot({ uid: 0, mode: 0o104755 })).toBe(true);
    expect(isSetuidRoot({ uid: 0, mode: 0o100755 })).toBe(false);
    expect(isSetuidRoot({ uid: 1000, mode: 0o104755 })).toBe(false);
  });
});

describe('hasDisplay', () => {
  it('knows both kinds of Linux display', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});
