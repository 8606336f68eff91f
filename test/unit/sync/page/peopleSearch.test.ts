import assert from 'node:assert/strict';
import type { IssueUser } from '../../../../src/model/issue.ts';
import type { FoundPeople } from '../../../../src/model/gateway/issueGateway.ts';
import { PeopleSearch } from '../../../../src/sync/page/peopleSearch.ts';
import { ManualClock } from '../../manualClock.ts';

const person = (id: number, username: string, name: string): IssueUser => ({ id, username, name });
const mira = person(1, 'mira', 'Mira Lindqvist');
const omar = person(2, 'omar', 'Omar Mirza');
const muller = person(3, 'jm', 'Jonas Müller');
const members = [mira, omar, muller];

describe('People while the user types a name', () => {
  let clock: ManualClock;
  let search: PeopleSearch;
  let asked: string[];
  /** The pending requests to GitLab. */
  let open: { answer(found: FoundPeople): void; fail(): void }[];

  beforeEach(() => {
    clock = new ManualClock();
    asked = [];
    open = [];
    search = new PeopleSearch((words) => {
      asked.push(words);
      return new Promise((resolve, reject) => {
        open.push({
          answer: resolve,
          fail: () => {
            reject(new Error('offline'));
          },
        });
      });
    }, clock);
  });

  /** Searches, waits for the pause, and answers the request. */
  const found = async (words: string, answer: readonly IssueUser[], isPart = false) => {
    const people = search.find(words);
    await clock.advance(120);
    open.pop()?.answer({ people: answer, isPart });
    return people;
  };
  const names = (people: readonly IssueUser[]) => people.map(({ username }) => username);

  it('are requested once the typing pauses, with the current text', async () => {
    const first = search.find('m');
    await clock.advance(119);
    const second = search.find('mi');
    await clock.advance(119);
    assert.deepEqual(asked, []);
    await clock.advance(1);
    assert.deepEqual(asked, ['mi']);
    open[0]?.answer({ people: [mira], isPart: false });
    assert.deepEqual([await first, await second], [[], [mira]]);
  });

  it('are known immediately if GitLab returned few for a shorter text', async () => {
    assert.deepEqual(names(await found('', members)), ['mira', 'omar', 'jm']);
    assert.deepEqual(names(await search.find('mir')), ['mira', 'omar']);
    assert.deepEqual(names(await search.find('MULLER')), ['jm']);
    assert.deepEqual(names(await search.find('nobody')), []);
    assert.deepEqual(asked, ['']);
    assert.equal(clock.waiting, 0);
  });

  it('are requested again if GitLab may have more than it returned, and once for the same text', async () => {
    await found('', members, true);
    assert.deepEqual(names(await found('mir', [mira, omar])), ['mira', 'omar']);
    assert.deepEqual(names(await search.find('mirz')), ['omar']);
    assert.deepEqual(names(await search.find('')), ['mira', 'omar', 'jm']);
    assert.deepEqual(asked, ['', 'mir']);
  });

  it('are requested for more letters if GitLab compared one or two letters with the whole name', async () => {
    await found('jm', [muller]);
    await found('mi', []);
    assert.deepEqual(names(await found('mir', [mira])), ['mira']);
    await found('jmx', []);
    assert.deepEqual(asked, ['jm', 'mi', 'mir', 'jmx']);
  });

  it('are requested one at a time, and a response may answer the next search', async () => {
    const first = search.find('');
    await clock.advance(120);
    const second = search.find('m');
    const third = search.find('mu');
    await clock.advance(1000);
    assert.deepEqual(asked, ['']);
    open[0]?.answer({ people: members, isPart: false });
    assert.deepEqual((await Promise.all([first, second, third])).map(names), [['mira', 'omar', 'jm'], [], ['jm']]);
    assert.deepEqual(asked, ['']);
  });

  it('are requested again after a failure, which is reported, and after a few minutes', async () => {
    const failing = search.find('mir');
    const told = assert.rejects(failing, /offline/);
    await clock.advance(120);
    open.pop()?.fail();
    await told;
    await found('mir', [mira]);
    await clock.advance(4 * 60_000);
    assert.deepEqual(names(await search.find('mir')), ['mira']);
    await clock.advance(60_000);
    assert.deepEqual(names(await found('mir', [mira, omar])), ['mira', 'omar']);
    assert.deepEqual(asked, ['mir', 'mir', 'mir']);
  });
});
