import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/model/event.ts';
import { addDays, localDay, startOfDay } from '../../../../src/model/time/calendarDay.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { type QueryEntry, withBuiltIns } from '../../../../src/model/query/savedQueries.ts';
import { IssueArrangement } from '../../../../src/sync/queries/issueArrangement.ts';
import { ViewQueries } from '../../../../src/sync/queries/viewQueries.ts';
import { ManualClock } from '../../manualClock.ts';
import { KeptChoices } from './keptChoices.ts';

const day = 86_400_000;

describe('ViewQueries', () => {
  const changed = new Emitter<void>();
  let saved: readonly QueryEntry[];
  let clock: ManualClock;
  let arrangement: IssueArrangement;
  let queries: ViewQueries;
  beforeEach(() => {
    saved = [];
    clock = new ManualClock();
    const choices = new KeptChoices();
    arrangement = new IssueArrangement(choices, choices);
    const source = {
      get entries() {
        return withBuiltIns(saved);
      },
      onDidChange: changed.event,
    };
    queries = new ViewQueries(source, arrangement, clock);
  });
  afterEach(() => {
    queries.dispose();
  });

  const titles = () => queries.all.map(({ title }) => title);
  const save = (...now: QueryEntry[]) => {
    saved = now;
    changed.fire();
  };

  it('has the open issues last, and the saved queries after those about the user', () => {
    save({ name: 'Triage', query: 'label:bug' });
    assert.deepEqual(titles(), ['Assigned to Me', 'Created by Me', 'Triage', 'Recently Closed', 'Open']);
    assert.deepEqual(
      queries.all.map(({ text }) => text),
      [
        'assignee:@me',
        'author:@me',
        'label:bug',
        `state:closed updated:>=${addDays(localDay(clock.now()), -14)} sort:updated`,
        '',
      ],
    );
    assert.deepEqual(queries.find('own triage'), {
      id: 'own triage',
      title: 'Triage',
      icon: 'bookmark',
      text: 'label:bug',
      ownName: 'Triage',
      query: parseQuery('label:bug').query,
    });
    assert.equal(queries.find('own other'), undefined);
  });

  it('has the built-in ones where the user moved them, and leaves out hidden ones', () => {
    save({ builtIn: 'open' }, { name: 'Triage', query: '', hidden: true }, { builtIn: 'assigned', hidden: true });
    assert.deepEqual(titles(), ['Created by Me', 'Open', 'Recently Closed']);
    assert.deepEqual(
      queries.withHidden.map(({ title, isHidden }) => `${title}${isHidden ? ' (hidden)' : ''}`),
      ['Created by Me', 'Open', 'Triage (hidden)', 'Assigned to Me (hidden)', 'Recently Closed'],
    );
  });

  it('keeps the open issues if the user hid all', () => {
    save(
      ...(['assigned', 'created', 'closed', 'open'] as const).map((builtIn) => ({ builtIn, hidden: true as const })),
    );
    assert.deepEqual(titles(), ['Open']);
  });

  it('has a text for a copy of the recently closed issues that does not end', () => {
    const { lastingText = '' } = queries.find('closed') ?? {};
    assert.equal(lastingText, 'state:closed updated:<14d sort:updated');
    assert.deepEqual(parseQuery(lastingText).problems, []);
  });

  it('shows why a saved query can’t be read', () => {
    save({ name: 'Wrong', query: 'labels:bug' });
    const wrong = queries.find('own wrong');
    assert.deepEqual([wrong?.icon, wrong?.query, Boolean(wrong?.wrong)], ['warning', undefined, true]);
  });

  it('stays the same all day, so that the request does, and changes at midnight', async () => {
    await clock.advance(startOfDay(addDays(localDay(clock.now()), 1)) - clock.now());
    const before = queries.all;
    await clock.advance(day / 4);
    assert.equal(queries.all, before);
    await clock.advance(day);
    assert.ok(queries.find('closed')?.text.includes(addDays(localDay(clock.now()), -14)));
    assert.notEqual(queries.all, before);
  });

  it('names the last row after the states that the filter includes', () => {
    const named = (filter: string) => {
      arrangement.setFilter(parseQuery(filter).query);
      return titles().at(-1);
    };
    assert.deepEqual(['state:closed', 'state:all', 'label:bug', ''].map(named), [
      'Closed',
      'Open and Closed',
      'Open',
      'Open',
    ]);
  });

  it('reports changes of the setting and of the filter, until it is disposed', () => {
    let events = 0;
    queries.onDidChange(() => (events += 1));
    save();
    arrangement.setGrouping('label');
    assert.equal(events, 2);
    queries.dispose();
    save();
    arrangement.setGrouping('none');
    assert.equal(events, 2);
  });
});
