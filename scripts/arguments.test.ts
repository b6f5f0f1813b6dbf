import { describe, expect, it } from 'vitest';
import { parseDurationMs, parseStartArguments, USAGE } from './arguments.mjs';

function refusal(args: string[]): string {
  const parsed = parseStartArguments(args);
  return parsed.ok ? `accepted ${JSON.stringify(parsed.value)}` : parsed.message;
}

describe('parseStartArguments', () => {
  it('reads the headless run of the documentation', () => {
    const parsed = parseStartArguments(['--headless', '--for', '60s', '--json', 'out.json']);
    expect(parsed).toMatchObject({
      ok: true,
      value: { headless: true, forMs: 60_000, jsonFile: 'out.json', speed: 1 },
    });
  });

  it('reads values after an equals sign', () => {
    const parsed = parseStartArguments(['--seed=7', '--block-time=250ms', '--data=/folder/a=b']);
    expect(parsed).toMatchObject({ ok: true, value: { seed: 7, blockTimeMs: 250, dataFolder: '/folder/a=b' } });
  });

  it('reads how much the crowd does, by name or as a number', () => {
    expect(parseStartArguments(['--crowd', 'quiet'])).toMatchObject({ value: { intensity: 0.35 } });
    expect(parseStartArguments(['--crowd=busy'])).toMatchObject({ value: { intensity: 2.5 } });
    expect(parseStartArguments(['--crowd', '1.5'])).toMatchObject({ value: { intensity: 1.5 } });
    for (const text of ['wild', '0', '11', '-1', 'toString'])
      expect(refusal([`--crowd=${text}`])).toContain('quiet, normal, busy, storm');
    expect(refusal(['--crowd', 'busy', '--replay', 'a.sqlite'])).toContain('embedded chain');
  });

  it('reads a replay at any speed', () => {
    expect(parseStartArguments(['--replay', 'a.sqlite', '--speed', 'max'])).toMatchObject({ value: { speed: 'max' } });
    expect(parseStartArguments(['--replay', 'a.sqlite', '--speed', '2.5'])).toMatchObject({ value: { speed: 2.5 } });
  });

  it('trades on paper where that is asked', () => {
    expect(parseStartArguments(['--mode', 'paper'])).toMatchObject({ value: { mode: 'PAPER' } });
    expect(parseStartArguments(['--mode=devnet'])).toMatchObject({ value: { mode: 'DEVNET' } });
  });

  it('leaves everything open where nothing is given', () => {
    expect(parseStartArguments([])).toEqual({
      ok: true,
      value: {
        help: false,
        headless: false,
        forMs: undefined,
        jsonFile: undefined,
        reportFolder: undefined,
        dataFolder: undefined,
        seed: undefined,
        replayFile: undefined,
        epoch: undefined,
        speed: 1,
        blockTimeMs: undefined,
        resume: false,
        intensity: undefined,
        mode: 'DEVNET',
      },
    });
  });

  it.each([
    [['--fast'], 'Unknown argument --fast.'],
    [['60s'], 'Unknown argument 60s.'],
    [['-h'], 'Unknown argument -h.'],
    [['--constructor', 'x'], 'Unknown argument --constructor.'],
    [['--mode', 'live'], '--mode needs devnet or paper, not "live".'],
    [['--for'], '--for needs a duration such as 60s, 5m or 2h.'],
    [['--for', '--headless'], '--for needs a duration such as 60s, 5m or 2h.'],
    [['--for', '60'], '--for needs a duration such as 60s, 5m or 2h, not "60".'],
    [['--for', '0s'], '--for needs a duration such as 60s, 5m or 2h, not "0s".'],
    [['--for', '-5s'], '--for needs a duration such as 60s, 5m or 2h, not "-5s".'],
    [['--seed', '1.5'], '--seed needs a whole number from 0 to 4294967295, not "1.5".'],
    [['--seed', '4294967296'], '--seed needs a whole number from 0 to 4294967295, not "4294967296".'],
    [['--block-time', '249ms'], '--block-time needs a duration from 250ms to 60s, not "249ms".'],
    [['--json='], '--json needs the name of a file, not "".'],
    [['--headless=yes'], '--headless takes no value.'],
    [['--resume=1'], '--resume takes no value.'],
    [['--replay', 'a', '--resume'], '--resume is for the embedded chain, which --replay does not start.'],
    [['--seed', '1', '--seed', '2'], '--seed is given twice.'],
    [['--speed', 'max'], '--speed is of a replay: give --replay FILE with it.'],
    [['--epoch', 'e'], '--epoch is of a replay: give --replay FILE with it.'],
    [['--replay', 'a', '--speed', '0'], '--speed needs a positive number or max, not "0".'],
    [['--replay', 'a', '--seed', '1'], '--seed is for the embedded chain, which --replay does not start.'],
  ])('refuses %j', (args, message) => {
    expect(refusal(args)).toBe(message);
  });

  it('documents every option that it reads', () => {
    for (const option of [
      'for',
      'json',
      'data',
      'seed',
      'block-time',
      'replay',
      'epoch',
      'speed',
      'headless',
      'resume',
      'help',
    ]) {
      expect(USAGE).toContain(`--${option} `);
      expect(refusal([`--${option}=`])).not.toContain('Unknown');
    }
  });
});

describe('parseDurationMs', () => {
  it.each([
    ['250ms', 250],
    ['1s', 1_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
  ])('reads %s', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each(['', 's', '1', '1 s', '1S', '1d', '1e3s', 'Infinitys', '0x10s'])('does not guess at "%s"', (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  });
});
