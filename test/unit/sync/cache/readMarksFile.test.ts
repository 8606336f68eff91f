import assert from 'node:assert/strict';
import { ReadMarksFile } from '../../../../src/sync/cache/readMarksFile.ts';
import { LogLines } from '../../gitlab/startTransport.ts';
import { MemoryFiles } from '../memoryFiles.ts';

describe('ReadMarksFile', () => {
  it('S16: treats marks with a number out of range as unreadable, so that they hide no later change', async () => {
    const files = new MemoryFiles();
    const open = () => new ReadMarksFile(files, 'tracker.read', 'key', new LogLines());
    const first = open();
    first.begin(Date.UTC(2026, 0, 1));
    await first.save();
    const whole = files.text('.read');
    const again = open();
    await again.read();
    assert.deepEqual(again.marks, first.marks);
    for (const [from, to] of [
      [/"baseline":\[0,\d+\]/, '"baseline":[0,1e300]'],
      [/"baseline":\[0,\d+\]/, '"baseline":[0,-8e15]'],
      [/"baseline":\[0/, '"baseline":[1.5'],
      [/"baseline":\[0/, '"baseline":[-1'],
      ['"issues":[]', '"issues":[[1,[0,1e300]]]'],
      ['"told":[]', '"told":[[1.5,0]]'],
    ] as const) {
      files.spoil('.read', () => whole.replace(from, to));
      assert.notEqual(files.text('.read'), whole);
      const damaged = open();
      await damaged.read();
      assert.equal(damaged.marks, undefined, to);
    }
  });
});
