import assert from 'node:assert/strict';
import { offered } from '../../../src/model/projectChoices.ts';

describe('The labels of a project', () => {
  it('R13: are offered without the archived ones, except those in use', () => {
    const labels = [
      { name: 'bug', color: '#ff0000' },
      { name: 'old', color: '#808080', isArchived: true },
      { name: 'older', color: '#808080', isArchived: true },
    ];
    const names = (inUse?: readonly string[]) => offered(labels, inUse).map(({ name }) => name);
    assert.deepEqual(names(), ['bug']);
    assert.deepEqual(names(['older', 'bug']), ['bug', 'older']);
  });
});
