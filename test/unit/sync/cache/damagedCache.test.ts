import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ManualClock } from '../../manualClock.ts';
import { runs } from '../../testRuns.ts';
import { FakeGitLab, FakeWindow } from '../fakeGitLab.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const place = fc.nat(9999).map((part) => part / 10_000);

/** Damage of a file at a place from 0 to 1. */
const ofBytes = fc.record({ kind: fc.constantFrom('cut' as const, 'hole', 'doubled', 'noise', 'swapped'), place });
/** One value in a JSON file becomes another value. */
const ofValue = fc.record({
  kind: fc.constant('value' as const),
  place,
  within: place,
  value: fc.constantFrom(null, -1, 1e300, '', 'x', true, [], {}, [[]]),
});
const damage = fc.oneof(
  fc.tuple(fc.constant('.issues'), fc.oneof(ofBytes, ofValue)),
  fc.tuple(fc.constant('.descriptions'), ofBytes),
);
type Damage = typeof ofBytes | typeof ofValue extends fc.Arbitrary<infer T> ? T : never;

function damaged(text: string, each: Damage): string {
  const at = Math.floor(text.length * each.place);
  switch (each.kind) {
    case 'cut':
      return text.slice(0, at);
    case 'hole':
      return text.slice(0, at) + '\0'.repeat(16) + text.slice(at + 16);
    case 'doubled':
      return text.slice(0, at) + text.slice(Math.floor(at / 2));
    case 'noise':
      return `${text.slice(0, at)}\u{fffd}"]}\n${text.slice(at)}`;
    case 'swapped':
      return text.slice(at) + text.slice(0, at);
    case 'value': {
      const lines = text.split('\n').filter((line) => line !== '');
      const index = Math.floor(lines.length * each.place);
      const line: unknown = JSON.parse(lines[index]!);
      const paths = pathsOf(line);
      const path = paths[Math.floor(paths.length * each.within)]!;
      lines[index] = JSON.stringify(replaced(line, path, each.value));
      return `${lines.join('\n')}\n`;
    }
  }
}

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [[...path], ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

describe('A damaged cache', () => {
  it('M8: shows no wrong issue after the next reload, and causes no error', async () => {
    await fc.assert(
      fc.asyncProperty(damage, async ([file, each]) => {
        const gitlab = new FakeGitLab();
        const clock = new ManualClock();
        const files = new MemoryFiles(() => clock.now());
        for (let id = 1; id <= 12; id++) {
          const author = { id: id % 3, username: `user${id % 3}`, name: 'User' };
          gitlab.put(id, {
            createdAt: id,
            labels: [`label${id % 2}`],
            author,
            assignees: [author],
            dueDate: '2026-01-02',
            milestone: { id: 1, title: 'v1', isActive: true },
          });
        }
        const pass = async (ms: number) => {
          gitlab.now += ms;
          await clock.advance(ms);
        };
        const before = new FakeWindow(gitlab, clock, files);
        await before.mirror.sync('poll');
        await pass(minute);
        gitlab.put(3, { title: 'Renamed' });
        await before.mirror.sync('poll');
        before.mirror.dispose();
        files.spoil(file, (text) => damaged(text, each));

        const window = new FakeWindow(gitlab, clock, files);
        await window.mirror.catchUp();
        for (const { id, title, labels, assignees, dueDate = '', milestone, author } of window.held) {
          assert.deepEqual([typeof id, typeof title, typeof dueDate], ['number', 'string', 'string']);
          assert.deepEqual([typeof (milestone?.title ?? ''), typeof (author?.username ?? '')], ['string', 'string']);
          assert.ok(labels.every((label) => typeof label === 'string'));
          assert.ok(assignees.every(({ username }) => typeof username === 'string'));
        }
        assert.ok(await window.mirror.descriptions.find(['about']));
        await pass(minute);
        await window.mirror.sync('refresh');
        assert.equal(window.mirror.state.error, undefined);
        await pass(day + minute);
        await window.mirror.sync('poll');
        for (const shown of [window, new FakeWindow(gitlab, clock, files)]) {
          await shown.mirror.catchUp();
          assert.deepEqual(shown.held, gitlab.open);
        }
      }),
      { numRuns: runs(100, 3000) },
    );
  });
});
