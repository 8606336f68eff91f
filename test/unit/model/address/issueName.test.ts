import assert from 'node:assert/strict';
import { readIssueName } from '../../../../src/model/address/issueName.ts';

const read = (text: string) =>
  readIssueName(text, ['https://gitlab.example.com/gitlab', 'https://10.0.0.1'], 'group/app');

describe('readIssueName', () => {
  it('reads a number, a reference, or the address of a page', () => {
    assert.deepEqual(read('12'), { projectPath: 'group/app', iid: 12 });
    assert.deepEqual(read(' #12 '), { projectPath: 'group/app', iid: 12 });
    assert.deepEqual(read('group/sub/other#7'), { projectPath: 'group/sub/other', iid: 7 });
    const page = 'https://gitlab.example.com/gitlab/group/other/-/';
    assert.deepEqual(read('https://gitlab.example.com/gitlab/group/other/issues/7'), {
      projectPath: 'group/other',
      iid: 7,
    });
    for (const end of ['issues/7', 'work_items/7?x=1', 'issues/7#note_3'])
      assert.deepEqual(read(page + end), { projectPath: 'group/other', iid: 7 }, end);
  });

  it('C12: reads the address of a page at another address of the instance', () => {
    assert.deepEqual(read('https://10.0.0.1/group/other/-/issues/7'), { projectPath: 'group/other', iid: 7 });
    assert.equal(read('https://10.0.0.1.evil.example/group/other/-/issues/7'), undefined);
  });

  it('rejects anything else, and other instances', () => {
    const epic = 'https://gitlab.example.com/gitlab/groups/group/-/work_items/7';
    for (const text of [
      '',
      'abc',
      '0',
      'group/app',
      'group/app12',
      'https://evil.example/group/other/-/issues/7',
      epic,
    ])
      assert.equal(read(text), undefined, text);
  });
});
