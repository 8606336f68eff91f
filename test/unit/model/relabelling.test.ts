import assert from 'node:assert/strict';
import { relabelling } from '../../../src/model/relabelling.ts';

describe('relabelling', () => {
  it('adds only new labels, and removes only existing ones', () => {
    const labels = ['bug', 'docs'];
    assert.deepEqual(relabelling(labels, ['bug', 'ux'], ['docs', 'api']), {
      addLabels: ['ux'],
      removeLabels: ['docs'],
    });
    assert.equal(relabelling(labels, ['bug'], ['api']), undefined);
  });

  it('removes the other labels of a scope once, even if their names are short', () => {
    const change = { addLabels: ['p::2'], removeLabels: ['p::1'] };
    assert.deepEqual(relabelling(['p::1', 'q::1', 'p'], ['p::2'], []), change);
    assert.deepEqual(relabelling(['p::1', 'q::1', 'p'], ['p::2'], ['p::1']), change);
  });

  it('keeps labels without a scope when a label without a name for its scope is added', () => {
    assert.deepEqual(relabelling(['bug'], ['::ready'], []), { addLabels: ['::ready'], removeLabels: [] });
  });
});
