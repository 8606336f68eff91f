import assert from 'node:assert/strict';
import { type UndoableAct, UndoHistory } from '../../../../src/sync/writes/undoHistory.ts';

describe('The history of what can be undone', () => {
  let history: UndoHistory;
  let undone: string[];
  beforeEach(() => {
    history = new UndoHistory();
    undone = [];
  });
  afterEach(() => {
    history.dispose();
  });

  const act = (label: string, account = 'anna'): UndoableAct => {
    let isOver = false;
    return {
      label: () => label,
      accounts: [account],
      isOver: () => isOver,
      undo: () => {
        undone.push(label);
        isOver = true;
        return Promise.resolve();
      },
    };
  };
  const undoAll = async () => {
    for (let last = history.last; last; last = history.last) await history.undo(last);
  };

  it('undoes the last ten acts, the newest first, each once', async () => {
    const acts = Array.from({ length: 12 }, (_, index) => act(`${index}`));
    for (const each of acts) history.add(each);
    await history.undo(acts[5]!);
    await history.undo(acts[5]!);
    await undoAll();
    assert.deepEqual(undone, ['5', '11', '10', '9', '8', '7', '6', '4', '3', '2']);
    assert.equal(history.canUndo, false);
    await history.undo(acts[3]!);
    assert.equal(undone.length, 10);
  });

  it('undoes an act once if its message and the command undo it at the same time', async () => {
    const closed = act('closed');
    history.add(closed);
    await Promise.all([history.undo(closed), history.undo(closed)]);
    assert.deepEqual(undone, ['closed']);
  });

  it('keeps what is left of an act in its place', async () => {
    const [one, two, three] = [act('one'), { ...act('two'), undo: () => Promise.resolve() }, act('three')];
    for (const each of [one, two, three]) history.add(each);
    await history.undo(two);
    assert.equal(history.last, three);
    await history.undo(three);
    assert.equal(history.last, two);
  });

  it('keeps an act that failed', async () => {
    const lost = { ...act('lost'), undo: () => Promise.reject(new Error('offline')) };
    history.add(lost);
    await assert.rejects(history.undo(lost), /offline/);
    assert.equal(history.last, lost);
  });

  it('keeps an act that can not be undone before the earlier ones', () => {
    const closed = act('closed');
    const commented = { ...act('commented'), undo: undefined };
    history.add(closed);
    history.add(commented);
    assert.deepEqual([history.last, history.lastUndoable, history.canUndo], [commented, closed, true]);
  });

  it('replaces an act with its later version', () => {
    const [first, again] = [act('first'), act('again')];
    history.add(first);
    history.add(again, first);
    assert.equal(history.last, again);
    history.keepOnly(() => true);
    assert.equal(history.lastUndoable, again);
  });

  it('forgets the acts of an account that signed out, and reports the change', () => {
    const [annas, bens] = [act('anna’s', 'anna'), act('ben’s', 'ben')];
    history.add(annas);
    history.add(bens);
    let changes = 0;
    history.onDidChange(() => changes++);
    history.keepOnly((account) => account !== 'ben');
    history.keepOnly((account) => account !== 'ben');
    assert.deepEqual([history.last, changes], [annas, 1]);
    history.keepOnly(() => false);
    assert.equal(history.canUndo, false);
  });
});
