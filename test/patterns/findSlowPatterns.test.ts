import assert from 'node:assert/strict';
import { findSlowPatterns } from './findSlowPatterns.ts';

describe('findSlowPatterns', function () {
  this.timeout(60_000);

  const found = (text: string) => findSlowPatterns('src/a.ts', text);

  it('S5: finds a pattern that takes quadratic or exponential time, with its line and a text', async () => {
    const [tabs, ...others] = await found('const a = 1;\nconst b = /^;;;[ \\t]*(\\w*)[ \\t]*$/;');
    assert.match(
      tabs ?? '',
      /^src\/a\.ts:2: \/\^;;;.*\$\/ → 2nd degree polynomial, for example on ';;;' \+ '\\t'\.repeat/,
    );
    assert.deepEqual(others, []);
    const slow = ['/<[^>]*>/g', '/\\s+$/', '/!\\[[^\\]]*\\]\\(/', '/(?:a|a)*b/', '/^\\s*a:/m'];
    for (const pattern of slow) assert.equal((await found(`text.replace(${pattern}, '')`)).length, 1, pattern);
  });

  it('accepts a pattern that takes linear time', async () => {
    const linear = ['/<[^<>]*>/g', '/(?<!\\s)\\s+$/', '/!\\[[^[\\]]*\\]\\(/', '/^(?:a|b)*c/', '/[\\w.-]*\\w/y'];
    for (const pattern of linear) assert.deepEqual(await found(`text.replace(${pattern}, '')`), [], pattern);
  });

  it('reads a pattern built from constants, and reports one built from other values', async () => {
    const built = (value: string) => `const part = ${value};\nnew RegExp(\`<\${part}>\` + ['a', 'b'].join('|'), 'g');`;
    assert.deepEqual(await found(built('String.raw`[^<>\\n]*`')), []);
    assert.match((await found(built('String.raw`[^>\\n]*`'))).join(), /^src\/a\.ts:2: \/<.*polynomial/);
    assert.match((await found(built('words()'))).join(), /^src\/a\.ts:2: new RegExp.* → write it as a literal$/s);
  });
});
