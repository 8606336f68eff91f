import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestLogLine, longestSecret } from '../../../../src/model/limits.ts';
import { Scrubber } from '../../../../src/model/text/scrubber.ts';
import { assertLinear } from '../../assertLinear.ts';

const canary = 'glpat-CANARY0123456789abcd';

describe('Scrubber', () => {
  it('A04: hides a known token in every encoding', () => {
    const scrubber = new Scrubber();
    const odd = 'oddly+shaped/token=1';
    scrubber.remember(odd);
    const spellings = [odd, encodeURIComponent(odd), Buffer.from(odd).toString('base64'), `Bearer ${odd}`];
    for (const spelling of spellings) {
      const scrubbed = scrubber.scrub(`before ${spelling} after`);
      assert.ok(!scrubbed.includes(odd) && !scrubbed.includes(spelling.slice(0, 12)), scrubbed);
    }
  });

  it('A04: hides what looks like a token, even if it is unknown', () => {
    const scrubber = new Scrubber();
    for (const text of [
      canary,
      `Authorization: Bearer ${canary}`,
      `?private_token=abcdefghijk`,
      `"access_token": "abcdefghijk"`,
      `https://oauth2:${canary}@gitlab.com/a/b`,
    ]) {
      const scrubbed = scrubber.scrub(text);
      assert.ok(!scrubbed.includes('CANARY') && !scrubbed.includes('abcdefghijk'), scrubbed);
    }
  });

  it('S15: cuts a long line in linear time, and no secret at its end becomes visible', () => {
    const scrubber = new Scrubber();
    const odd = 'oddly+shaped/token=1';
    scrubber.remember(odd);
    for (const fragment of [
      'a',
      '0 ',
      ':',
      'a://',
      '@',
      'Bearer ',
      'private_token=',
      'private_token ',
      'glpat-',
      odd,
    ]) {
      assertLinear(JSON.stringify(fragment), 2_000, (size) => {
        scrubber.scrub(fragment.repeat(size / fragment.length));
      });
      assert.ok(scrubber.scrubLine(fragment.repeat(100_000)).length <= longestLogLine + 1, fragment);
    }
    for (const before of ['x', canary, `${odd} `])
      for (let length = longestLogLine - 50; length < longestLogLine + longestSecret; length += 13) {
        const line = `${before.repeat(length / before.length)}${odd}${'x'.repeat(longestLogLine)}`;
        assert.ok(!scrubber.scrubLine(line).includes(odd.slice(0, 8)), `${before} ${length}`);
      }
  });

  it('keeps a line of the longest length whole, and the start of a longer one', () => {
    const scrubber = new Scrubber();
    const line = 'x '.repeat(longestLogLine).slice(0, longestLogLine);
    assert.equal(scrubber.scrubLine(line), line);
    assert.equal(scrubber.scrubLine(`${line}yz`), `${line}…`);
    assert.equal(scrubber.scrubLine(line.repeat(3)), `${line}…`);
    // Everything that was read of the line is one secret.
    scrubber.remember('y'.repeat(longestLogLine + longestSecret));
    assert.equal(scrubber.scrubLine('y'.repeat(3 * longestLogLine)), '…');
  });

  it('remembers tokens of eight characters, and no shorter text', () => {
    const scrubber = new Scrubber();
    scrubber.remember('1234567');
    assert.equal(scrubber.scrub('1234567'), '1234567');
    scrubber.remember('abcd1234');
    assert.equal(scrubber.scrub('abcd1234'), '[hidden]');
  });

  it('does not change the rest', () => {
    const text = 'GET projects/:id/issues 200 in 12 ms (01HABC)';
    assert.equal(new Scrubber().scrub(text), text);
  });

  it('F5: leaves no eight consecutive characters of a known token, wherever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[\w+/=.-]{20,40}$/), fc.string(), (before, token, after) => {
        const scrubber = new Scrubber();
        scrubber.remember(token);
        const around = `${before}${after}[hidden]`;
        const scrubbed = scrubber.scrub(`${before}${token}${after}`);
        for (let at = 0; at + 8 <= token.length; at++) {
          const part = token.slice(at, at + 8);
          assert.ok(!scrubbed.includes(part) || around.includes(part), part);
        }
      }),
    );
  });
});
