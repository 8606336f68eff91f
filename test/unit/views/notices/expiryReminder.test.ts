import assert from 'node:assert/strict';
import type { Account } from '../../../../src/model/account.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import { ExpiryReminder } from '../../../../src/views/notices/expiryReminder.ts';
import { ManualClock } from '../../manualClock.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Returns a new object on each call, as after a new sign-in. */
const account = (expiresOn?: string, key = 'k'): Account => ({
  key,
  instance: 'https://gitlab.com' as InstanceUrl,
  kind: 'personal',
  user: { id: 1, username: 'ada', name: 'Ada' },
  scopes: ['api'],
  serverVersion: '18.9.1',
  ...(expiresOn === undefined ? {} : { expiresOn }),
});
const soon = account('2026-01-11');

describe('ExpiryReminder', () => {
  let clock: ManualClock;
  let memory: Map<string, unknown>;
  let windows: Window[];

  /** A view that redraws when it or the reminder changes. */
  class Window {
    readonly reminder = new ExpiryReminder(
      { read: (key) => memory.get(key), write: (key, value) => void memory.set(key, structuredClone(value)) },
      clock,
    );
    visible = true;
    focused = true;
    says = false;

    constructor(public shown = soon) {
      this.reminder.onDidEnd(() => {
        this.draw();
      });
      windows.push(this);
    }

    draw(change: { visible?: boolean; focused?: boolean } = {}): boolean {
      Object.assign(this, change);
      this.says = this.reminder.isDue(this.shown);
      this.reminder.show(this.says ? this.shown : undefined, this.visible, this.focused);
      return this.says;
    }
  }

  beforeEach(() => {
    clock = new ManualClock();
    memory = new Map();
    windows = [];
  });
  afterEach(() => {
    for (const { reminder } of windows) reminder.dispose();
    assert.equal(clock.waiting, 0, 'timers are left');
  });

  it('begins 14 days before, and never for a token without an expiry', () => {
    const due = (expiresOn?: string) => new Window(account(expiresOn)).draw();
    assert.deepEqual([due(), due('2026-01-16'), due('2026-01-15'), due('2026-01-03')], [false, false, true, true]);
  });

  it('is shown once a day, for ten minutes', async () => {
    const window = new Window();
    assert.equal(window.draw(), true);
    await clock.advance(10 * minute - second);
    assert.equal(window.draw(), true);
    await clock.advance(second);
    assert.equal(window.says, false);
    await clock.advance(12 * hour);
    assert.equal(window.draw(), false);
    // The days are in UTC, like the expiry dates of tokens.
    await clock.advance(12 * hour);
    assert.equal(window.draw(), true);
  });

  it('ends when the view hides, if the user has seen it', async () => {
    const window = new Window();
    window.draw();
    await clock.advance(minute);
    window.draw({ visible: false });
    assert.equal(window.draw({ visible: true }), false);
  });

  it('stays for a user who saw it for less than a minute', async () => {
    const window = new Window();
    window.draw();
    await clock.advance(59 * second);
    window.draw({ visible: false });
    await clock.advance(hour);
    assert.equal(window.draw({ visible: true, focused: false }), true);
    await clock.advance(hour);
    assert.equal(window.draw(), true, 'the window had no focus');
    window.draw({ focused: true });
    await clock.advance(minute);
    assert.equal(window.draw({ focused: false }), true, 'seen, and still open');
    assert.equal(window.draw({ visible: false }), false);
  });

  it('is not repeated in another window, after a reload, or after signing in to the same account again', async () => {
    const [here, there] = [new Window(), new Window()];
    here.draw();
    there.draw({ focused: false });
    await clock.advance(minute);
    assert.equal(here.draw(), true);
    assert.equal(there.draw({ focused: true }), false);
    assert.equal(new Window().draw(), false);
    assert.equal(new Window(account('2026-01-12')).draw(), false);
    assert.equal(new Window(account('2026-01-12', 'another')).draw(), true);
  });

  it('stays during the last two days', async () => {
    for (const expiresOn of ['2026-01-02', '2026-01-04']) {
      const window = new Window(account(expiresOn));
      window.draw();
      await clock.advance(minute);
      window.draw({ visible: false });
      const isLast = expiresOn === '2026-01-02';
      assert.equal(window.draw({ visible: true }), isLast, expiresOn);
      await clock.advance(hour);
      assert.equal(window.draw(), isLast, expiresOn);
      memory.clear();
    }
  });

  it('S: ignores what another version of the extension saved', () => {
    for (const odd of [5, 'x', null, [], { k: 5 }, { k: ['2026-01-01'] }]) {
      memory.set('expiryReminders', odd);
      assert.equal(new Window().draw(), true, JSON.stringify(odd));
    }
  });

  it('forgets past days', async () => {
    const first = new Window();
    first.draw();
    await clock.advance(minute);
    await clock.advance(24 * hour);
    first.draw();
    const second = new Window(account('2026-01-11', 'another'));
    second.draw();
    await clock.advance(minute);
    assert.deepEqual(memory.get('expiryReminders'), { k: '2026-01-02', another: '2026-01-02' });
  });
});
