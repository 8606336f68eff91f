import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isTask, tickedTask } from '../../../src/model/taskList.ts';

/** `Taskable::ITEM_PATTERN` of GitLab, for a single line. The classes of Ruby are spelled out. */
const itemPattern =
  /^(?:(?:>[ \t\r\f\v]{0,4})*)((?:[ \t\r\f\v]*(?:[-+*]|(?:\d+[.)])))+)[ \t\r\f\v]+(\[[xX]\]|\[\p{White_Space}\])([ \t\r\f\v].+)/u;

describe('C9: tasks', () => {
  it('are what GitLab can toggle', () => {
    for (const line of [
      '- [ ] a',
      '* [x] a',
      '+ [X] a',
      '1. [ ] a',
      '12) [ ] a',
      '  - [ ] nested',
      '- - [ ] a list in a list',
      '1. - [ ] a list in a list',
      '> - [ ] quoted',
      '> > 1. [x] quoted twice',
      '>- [ ] a',
      '- [\u00a0] a no-break space',
      '-\t[ ]\ta',
      '- [ ] a\r',
    ]) {
      assert.ok(isTask(line), JSON.stringify(line));
      const ticked = tickedTask(`before\n${line}\nafter`, 1, line.replace(/\r$/, ''), true);
      assert.equal(ticked?.split('\n')[1], line.replace(/\[.\]/, '[x]'), JSON.stringify(line));
    }
  });

  it('are nothing else', () => {
    for (const line of [
      '- [ ]',
      '- [ ] ',
      '- [~] inapplicable',
      '- []a',
      '- [ ]a',
      '[ ] no list',
      '| [ ] | a table |',
      '[^1]: - [ ] the first line of a footnote',
      '- > - [ ] a quote in a list',
      '-[ ] a',
      '- [y] a',
      '- [x][link]',
    ]) {
      assert.ok(!isTask(line), JSON.stringify(line));
      assert.equal(tickedTask(line, 0, line, true), undefined, JSON.stringify(line));
    }
  });

  it('are the same in any list as for GitLab’s pattern', () => {
    const part = fc.constantFrom(
      '-',
      '*',
      '+',
      '1.',
      '2)',
      '>',
      ' ',
      '  ',
      '\t',
      '[ ]',
      '[x]',
      '[X]',
      '[~]',
      '[\u00a0]',
      'a',
      '|',
      '[^1]:',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), fc.boolean(), (parts, checked) => {
        const line = parts.join('');
        const found = itemPattern.test(line);
        assert.equal(isTask(line), found, JSON.stringify(line));
        const ticked = tickedTask(`- a\n${line}`, 1, line, checked);
        assert.equal(ticked !== undefined, found, JSON.stringify(line));
        if (ticked !== undefined) assert.equal(isTask(ticked.split('\n')[1] ?? ''), true);
      }),
      { numRuns: 3_000 },
    );
  });
});
