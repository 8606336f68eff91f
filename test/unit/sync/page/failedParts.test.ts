import assert from 'node:assert/strict';
import { FailedParts } from '../../../../src/sync/page/failedParts.ts';

describe('The parts of an issue page that could not be drawn', () => {
  it('S1: are in the log, each on one line, and no more than twenty of a page', () => {
    const lines: string[] = [];
    const add = (line: string) => void lines.push(line);
    const failed = new FailedParts({ debug: add, info: add, warn: add });
    failed.add('comment', 'RangeError: Invalid time value\n[error] A forged line');
    for (let count = 0; count < 100; count++) failed.add('text', `Error: ${count}`);
    assert.equal(
      lines[0],
      "The issue page couldn't draw a part (comment). RangeError: Invalid time value [error] A forged line",
    );
    assert.equal(lines.length, 20);
  });

  it('S7: do not change the color or the direction of what is around them in the log', () => {
    const lines: string[] = [];
    const add = (line: string) => void lines.push(line);
    new FailedParts({ debug: add, info: add, warn: add }).add('label', 'Error: \u001b[31m\u202ered\u2067');
    assert.deepEqual(lines, ["The issue page couldn't draw a part (label). Error: [31mred\u2067\u2069"]);
  });
});
