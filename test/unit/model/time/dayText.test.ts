import assert from 'node:assert/strict';
import { dayText } from '../../../../src/model/time/dayText.ts';

describe('A day for people', () => {
  it('defect 20: is the same in every time zone, in the language of the window', () => {
    assert.equal(dayText('2026-11-20', 'en'), 'Nov 20, 2026');
    assert.equal(dayText('2026-11-20', 'en', true), 'Fri, Nov 20, 2026');
    assert.equal(dayText('2026-11-20', 'de'), '20.11.2026');
  });

  it('stays as it is if it can’t be read', () => {
    assert.equal(dayText('soon', 'en'), 'soon');
  });
});
