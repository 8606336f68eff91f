import assert from 'node:assert/strict';
import { todoComment } from '../../../../src/model/code/todoComment.ts';

describe('A TODO in a line', () => {
  it('has the text after it as its title, in any language', () => {
    const cases = [
      ['// TODO: retry the upload', 'retry the upload'],
      ['  x = 1  # FIXME handle zero', 'handle zero'],
      ['#TODO: quote the path', 'quote the path'],
      ['/* TODO - free the buffer */', 'free the buffer'],
      ['/** TODO free the buffer **/', 'free the buffer'],
      ['<!-- TODO: add an alt text -->', 'add an alt text'],
      ['{# TODO escape this #}', 'escape this'],
      ['(* TODO prove it *)', 'prove it'],
      ['-- TODO index on (a, b)', 'index on (a, b)'],
      ['"""TODO: document this."""', 'document this.'],
      ['; FIXME', ''],
      ['// TODO(ada): ask Ben, then merge', 'ask Ben, then merge'],
      ['- [ ] TODO buy #milk', 'buy #milk'],
      ['// TODO see https://example.com/TODO for the rest', 'see https://example.com/TODO for the rest'],
      ['// TODO: 見直す 🙂', '見直す 🙂'],
      ['<!--TODO: add a label-->', 'add a label'],
      ['--TODO: index on a', 'index on a'],
      ['{/* TODO: add a key */}', 'add a key'],
      ['@* TODO check the role *@', 'check the role'],
      ['{{!-- TODO translate --}}', 'translate'],
      ['<%# TODO escape %>', 'escape'],
      ['f(/* x */ 1); // TODO see /* above */ again', 'see /* above */ again'],
    ] as const;
    for (const [line, title] of cases) assert.equal(todoComment(line)?.title, title, line);
  });

  it('is no part of a word, an address, a file name, or a member', () => {
    const lines = [
      '// see https://example.com/TODO',
      '// see https://example.com/a?q=TODO: x',
      'const TODO_LIST = []',
      'open("docs/TODO.md")',
      'cat TODO.txt',
      'cd ~/TODO',
      'if (status === Status.TODO)',
      'todo: lowercase',
      'const method = "mañanaTODO"',
      'AUTO-TODO',
      'val x = TODO("Not yet implemented")',
      'TODO()',
      "status: 'TODO',",
      'enum State { TODO, DOING }',
      '    case TODO:',
    ];
    for (const line of lines) assert.equal(todoComment(line), undefined, line);
  });

  it('is not offered if it refers to an issue already', () => {
    const lines = [
      '// TODO #12: retry',
      '// TODO(#12) retry',
      '// TODO: group/app#12 retry',
      '// FIXME https://gitlab.example.com/group/app/-/issues/12',
      '// FIXME(https://gitlab.example.com/group/app/-/work_items/12)',
    ];
    for (const line of lines) assert.equal(todoComment(line), undefined, line);
  });

  it('is not offered again after the number was added', () => {
    for (const line of ['// TODO: retry', '// TODO(ada): retry', '# FIXME', '<!--TODO x-->', '/* TODO - y */']) {
      const { end = 0 } = todoComment(line) ?? {};
      assert.ok(end > 0, line);
      assert.equal(todoComment(`${line.slice(0, end)} #12${line.slice(end)}`), undefined, line);
      assert.equal(todoComment(`${line.slice(0, end)} group/app#12${line.slice(end)}`), undefined, line);
    }
  });

  it('ends where the number belongs', () => {
    const line = '  // TODO(ada): retry';
    const { start = 0, end = 0 } = todoComment(line) ?? {};
    assert.equal(line.slice(start, end), 'TODO(ada)');
  });

  it('is the one at the cursor', () => {
    const line = '/* TODO one */ a(); /* TODO two */ b(); // FIXME three';
    assert.equal(todoComment(line, 0)?.title, 'one');
    assert.equal(todoComment(line, line.indexOf('two'))?.title, 'two');
    assert.equal(todoComment(line, line.length)?.title, 'three');
  });
});
