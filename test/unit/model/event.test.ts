import assert from 'node:assert/strict';
import { Emitter } from '../../../src/model/event.ts';
import { listenerErrors } from '../listenerErrors.ts';

describe('an emitter', () => {
  let emitter: Emitter<number>;
  let heard: string[];
  const note = (name: string) => (event: number) => heard.push(`${name}${event}`);
  beforeEach(() => {
    emitter = new Emitter();
    heard = [];
  });

  it('calls the other listeners and returns to its caller if one throws, and reports the error', async () => {
    const error = new Error('broken');
    emitter.event(note('a'));
    emitter.event(() => {
      throw error;
    });
    emitter.event(note('b'));
    const reported = await listenerErrors(() => {
      emitter.fire(1);
      emitter.fire(2);
    });
    assert.deepEqual(heard, ['a1', 'b1', 'a2', 'b2']);
    assert.deepEqual(reported, [error, error]);
  });

  it('keeps the other subscription of a function that subscribed twice', () => {
    const listener = note('a');
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    first.dispose();
    first.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, ['a1', 'a1', 'a2']);
  });

  it('delivers events to every listener in the order in which they were fired', () => {
    emitter.event((event) => {
      heard.push(`a${event}`);
      if (event === 1) {
        emitter.fire(2);
        heard.push('fired');
      }
    });
    emitter.event(note('b'));
    emitter.fire(1);
    assert.deepEqual(heard, ['a1', 'b1', 'a2', 'b2', 'fired']);
  });

  it('calls no listener that was disposed, or that subscribed after the event was fired', () => {
    emitter.event(() => {
      second.dispose();
      emitter.event(note('c'));
    });
    const second = emitter.event(note('b'));
    emitter.fire(1);
    assert.deepEqual(heard, []);
    emitter.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, []);
  });
});
