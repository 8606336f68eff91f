import assert from 'node:assert/strict';
import { HostError } from './hostError.ts';
import { parseStartOptions, usage } from './startOptions.ts';

describe('the options of npm start', () => {
  it('are all optional', () => {
    const { help, signedOut, desktop, source, ...values } = parseStartOptions([]);
    assert.deepEqual([help, signedOut, desktop, source], [false, false, false, false]);
    assert.deepEqual(
      Object.values(values).filter((value) => value !== undefined),
      [],
    );
  });

  it('are read', () => {
    const { issues, gitlab, folder, signedOut } = parseStartOptions(['--issues', '5', '--signed-out']);
    assert.deepEqual([issues, gitlab, folder, signedOut], [5, undefined, undefined, true]);
    const real = parseStartOptions(['--gitlab', 'https://gitlab.example.com', '--folder', '/tmp']);
    assert.deepEqual([real.gitlab, real.folder], ['https://gitlab.example.com', '/tmp']);
  });

  const wrong: readonly (readonly [options: readonly string[], message: string])[] = [
    [['--isues', '5'], "Unknown option '--isues'."],
    [['--issues', 'many'], "--issues many isn't a whole number."],
    [['--folder', '/tmp'], '--folder requires --gitlab.'],
    [['--gitlab', 'example'], "--gitlab example isn't a valid URL. Enter a URL such as https://gitlab.example.com."],
    [
      ['--gitlab', 'https://gitlab.example.com', '--issues', '5'],
      "--issues can't be used with --gitlab. It applies only to the mock server.",
    ],
  ];
  for (const [options, message] of wrong) {
    it(`explain in one sentence what is wrong with ${options.join(' ')}`, () => {
      assert.throws(
        () => parseStartOptions(options),
        (error) => error instanceof HostError && error.message === `${message}\n\n${usage}`,
      );
    });
  }
});
