import assert from 'node:assert/strict';
import type { IssueUser } from '../../../../src/model/issue.ts';
import type { FoundPeople } from '../../../../src/model/issueGateway.ts';
import { PeopleSearch } from '../../../../src/sync/page/peopleSearch.ts';
import { ManualClock } from '../../manualClock.ts';

const person = (id: number, username: string, name: string): IssueUser => ({ id, username, name });
const mira = person(1, 'mira', 'Mira Lindqvist');
const omar = person(2, 'omar', 'Omar Mirza');
const muller = person(3, 'jm', 'Jonas Müller');
const members = [mira, omar, muller];

describe('People while somebody types a name', () => {
  let clock: ManualClock;
  let search: PeopleSearch;
  let asked: string[];
  /** What GitLab has not answered yet. */
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

  /** Asks, waits out the pause, and answers what is asked. */
  const found = async (words: string, answer: readonly IssueUser[], isPart = false) => {
    const people = search.find(words);
    await clock.advance(120);
    open.pop()?.answer({ people: answer, isPart });
    return people;
  };
  const names = (people: readonly IssueUser[]) => people.map(({ username }) => username);

  it('are asked for once the typing pauses, by what stands there then', async () => {
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

  it('are known at once where GitLab knew few for less', async () => {
    assert.deepEqual(names(await found('', members)), ['mira', 'omar', 'jm']);
    assert.deepEqual(names(await search.find('mir')), ['mira', 'omar']);
    assert.deepEqual(names(await search.find('MULLER')), ['jm']);
    assert.deepEqual(names(await search.find('nobody')), []);
    assert.deepEqual(asked, ['']);
    assert.equal(clock.waiting, 0);
  });

  it('are asked for again where there may be more than GitLab sent, and the same words once', async () => {
    await found('', members, true);
    assert.deepEqual(names(await found('mir', [mira, omar])), ['mira', 'omar']);
    assert.deepEqual(names(await search.find('mirz')), ['omar']);
    assert.deepEqual(names(await search.find('')), ['mira', 'omar', 'jm']);
    assert.deepEqual(asked, ['', 'mir']);
  });

  it('are not thought to be none for more letters where GitLab looked for one or two as a whole name', async () => {
    await found('jm', [muller]);
    await found('mi', []);
    assert.deepEqual(names(await found('mir', [mira])), ['mira']);
    await found('jmx', []);
    assert.deepEqual(asked, ['jm', 'mi', 'mir', 'jmx']);
  });

  it('are asked for one question at a time, and what comes may answer the next', async () => {
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

  it('are asked for again after a failure, which is told, and after a while', async () => {
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
