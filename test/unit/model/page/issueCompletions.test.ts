import assert from 'node:assert/strict';
import { issueCompletions } from '../../../../src/model/page/issueCompletions.ts';
import { issue } from '../../sync/issues.ts';

describe('The completions after # in a text', () => {
  const issues = [
    issue(70, { iid: 12, projectId: 5, reference: 'far/away/tools#12', title: 'Sharpen the saw' }),
    issue(71, { iid: 12, projectId: 6, reference: 'group/docs#12', title: 'Describe the saw' }),
    issue(72, { iid: 7, projectId: 7, reference: 'group/sub/app#7', title: 'Nothing' }),
    issue(1, { title: 'Müller cannot log in' }),
    issue(12, { title: 'A saw is missing' }),
    issue(120, { title: 'Nothing either' }),
  ];
  const inserts = (words: string, home = 'group/project', most = 20) =>
    issueCompletions(words, home, issues, most).map(({ insert }) => insert);

  it('are #12 for the own project, first, and for others as much of the path as GitLab needs', () => {
    assert.deepEqual(inserts('12'), ['#12', '#120', 'far/away/tools#12', 'docs#12']);
    assert.deepEqual(inserts('7'), ['group/sub/app#7']);
    assert.deepEqual(inserts('7', 'group/sub/web'), ['app#7']);
    // A project path that only starts with the text's own path belongs to another project.
    assert.deepEqual(inserts('12', 'group/doc'), ['far/away/tools#12', 'docs#12', 'project#12', 'project#120']);
  });

  it('are found by the beginning of the number and by words of the title, whatever their case and accents', () => {
    assert.deepEqual(inserts('saw'), ['#12', 'far/away/tools#12', 'docs#12']);
    assert.deepEqual(inserts('muller CANNOT'), ['#1']);
    assert.deepEqual(inserts('20'), []);
    assert.deepEqual(inserts('', 'group/project', 2), ['#1', '#12']);
    assert.deepEqual(issueCompletions('1', 'group/project', issues, 1), [
      { insert: '#1', label: '#1', detail: 'Müller cannot log in' },
    ]);
  });
});
