import assert from 'node:assert/strict';
import { cursorPlace } from '../../../../src/model/document/cursorPlace.ts';

/** The place at `|`, with the text that a completion replaces. */
function at(marked: string): unknown {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = cursorPlace(text, offset);
  if (!place || place.kind === 'body') return place;
  const replaced = text.slice(place.start, place.end);
  return place.kind === 'key' ? ['key', replaced, place.taken] : [place.field, replaced];
}

describe('cursorPlace', () => {
  it('finds the name of a field, with those that are above', () => {
    assert.deepEqual(at('---\ntitle: x\nla|\n---\n'), ['key', 'la', ['title']]);
    assert.deepEqual(at('---\r\ntitle: x\r\n|labels: [a]\r\n---\r\n'), ['key', 'labels: ', ['title']]);
    assert.deepEqual(at('---\n|'), ['key', '', []]);
  });

  it('finds the value, or the item of a list', () => {
    assert.deepEqual(at('---\nmilestone: v1.| 0\n---\n'), ['milestone', 'v1. 0']);
    assert.deepEqual(at('---\nlabels: [a, b|c, d]\n---\n'), ['labels', 'bc']);
    assert.deepEqual(at('---\nlabels: [|]\n---\n'), ['labels', '']);
    assert.deepEqual(at('---\nlabels: ["a, b|"]\n---\n'), ['labels', '"a, b"']);
    assert.deepEqual(at('---\nlabels: a, |\n---\n'), ['labels', '']);
    assert.deepEqual(at('---\nlabels:\n  - bu|\n---\n'), ['labels', 'bu']);
    assert.equal(at('---\nother: x|\n---\n'), undefined);
    assert.equal(at('--|-\ntitle: x\n---\n'), undefined);
  });

  it('finds the text below the fields, or a document without them', () => {
    assert.deepEqual(at('---\ntitle: x\n---\n\nSee #|1'), { kind: 'body', line: 'See #' });
    assert.deepEqual(at('---\ntitle: x\n---\nlabels: |'), { kind: 'body', line: 'labels: ' });
    assert.deepEqual(at('title: |'), { kind: 'body', line: 'title: ' });
  });
});
