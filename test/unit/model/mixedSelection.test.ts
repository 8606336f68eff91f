import assert from 'node:assert/strict';
import { MixedSelection, type Share } from '../../../src/model/mixedSelection.ts';
import { labelScope } from '../../../src/model/projectChoices.ts';

const before: Readonly<Record<string, Share>> = {
  bug: 'some',
  docs: 'all',
  'workflow::todo': 'some',
  'workflow::doing': 'all',
};

describe('The labels of several issues', () => {
  let labels: MixedSelection<string>;
  beforeEach(() => {
    labels = new MixedSelection<string>(
      (name) => before[name] ?? 'none',
      (name, other) => name !== other && labelScope(name) !== undefined && labelScope(name) === labelScope(other),
    );
  });

  const edit = () => ({ added: labels.added, removed: labels.removed });
  /** Selects a label a number of times. Returns its state after each. */
  const toggle = (name: string, times: number) =>
    Array.from({ length: times }, () => {
      labels.toggle(name);
      return labels.shareOf(name);
    });

  it('stay as they are if the user changes nothing', () => {
    assert.equal(labels.shareOf('bug'), 'some');
    assert.deepEqual(edit(), { added: [], removed: [] });
  });

  it('defect 8: have three states if only some issues have them, added to all, removed from all, and unchanged', () => {
    assert.deepEqual(toggle('bug', 4), ['all', 'none', 'some', 'all']);
    assert.deepEqual(edit(), { added: ['bug'], removed: [] });
    labels.toggle('bug');
    assert.deepEqual(edit(), { added: [], removed: ['bug'] });
    labels.toggle('bug');
    assert.deepEqual(edit(), { added: [], removed: [] });
  });

  it('have two states if all issues have them, or none', () => {
    assert.deepEqual(toggle('docs', 2), ['none', 'all']);
    assert.deepEqual(toggle('new', 2), ['all', 'none']);
    assert.deepEqual(edit(), { added: [], removed: [] });
    labels.toggle('docs');
    labels.toggle('new');
    assert.deepEqual(edit(), { added: ['new'], removed: ['docs'] });
  });

  it('replace each other in a scope, until the user clears the new one', () => {
    labels.toggle('workflow::done');
    assert.deepEqual(
      ['workflow::todo', 'workflow::doing'].map((name) => labels.shareOf(name)),
      ['none', 'none'],
    );
    assert.deepEqual(edit(), { added: ['workflow::done'], removed: [] });
    labels.toggle('workflow::done');
    assert.deepEqual(
      ['workflow::todo', 'workflow::doing'].map((name) => labels.shareOf(name)),
      ['some', 'all'],
    );
    labels.toggle('workflow::done');
    labels.toggle('workflow::doing');
    assert.deepEqual(
      ['workflow::done', 'workflow::doing'].map((name) => labels.shareOf(name)),
      ['none', 'all'],
    );
    assert.deepEqual(edit(), { added: [], removed: [] });
  });
});
