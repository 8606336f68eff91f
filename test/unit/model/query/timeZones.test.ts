import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GitLabClient } from '../../../../src/gitlab/gitLabClient.ts';
import { addDays, isDay, localDay, startOfDay, weekdayOf } from '../../../../src/model/time/calendarDay.ts';
import { droppedChange } from '../../../../src/model/query/droppedChange.ts';
import { dueRange } from '../../../../src/model/query/dueDates.ts';
import { dueGrouper } from '../../../../src/model/query/dueGroups.ts';
import { issueMatcher } from '../../../../src/model/query/issueMatcher.ts';
import { listParameters } from '../../../../src/model/query/listParameters.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { readDueDate } from '../../../../src/model/time/dueDate.ts';
import { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { transportTo } from '../../gitlab/startTransport.ts';
import { anIssue } from './anIssue.ts';

/** Each zone with a time at which its day differs from the day in UTC, and the day there. */
const zones = [
  ['UTC', '2026-11-29T11:14:00Z', '2026-11-29'],
  ['Pacific/Auckland', '2026-11-28T22:14:00Z', '2026-11-29'],
  ['America/Los_Angeles', '2026-11-30T01:30:00Z', '2026-11-29'],
  ['Asia/Kolkata', '2026-11-28T19:00:00Z', '2026-11-29'],
  ['Pacific/Kiritimati', '2026-11-28T10:30:00Z', '2026-11-29'],
] as const;

for (const [zone, time, today] of zones) {
  describe(`C2, R12: days in ${zone}`, () => {
    const now = Date.parse(time);
    const initial = process.env['TZ'];
    before(() => {
      process.env['TZ'] = zone;
    });
    after(() => {
      if (initial === undefined) delete process.env['TZ'];
      else process.env['TZ'] = initial;
    });
    const matches = (query: string, facts: Parameters<typeof anIssue>[0]) =>
      issueMatcher(parseQuery(query).query, { now })(anIssue(facts));

    it('are local in groups, queries, drops, and typed dates', async () => {
      assert.equal(localDay(now), today);
      const groupOf = dueGrouper(now);
      assert.deepEqual([addDays(today, -1), today, addDays(today, 1)].map(groupOf), ['overdue', 'today', 'later']);
      for (const [word, day] of [
        ['overdue', addDays(today, -1)],
        ['today', today],
        ['tomorrow', addDays(today, 1)],
      ] as const) {
        assert.ok(matches(`due:${word}`, { dueDate: day }), word);
        assert.ok(!matches(`due:${word}`, { dueDate: addDays(day, 1) }), word);
      }
      assert.deepEqual(droppedChange(anIssue({}), { by: 'due', due: 'today' }, undefined, { several: true, now }), {
        dueDate: today,
      });
      assert.equal(await readDueDate('today', now), today);
      assert.equal(groupOf((await readDueDate('today', now)) ?? undefined), 'today');
    });

    it('end a week on Sunday, and a month on its last day', () => {
      assert.deepEqual(dueRange('week', now), { from: '2026-11-23', to: '2026-11-29' });
      assert.deepEqual(dueRange('month', now), { from: '2026-11-01', to: '2026-11-30' });
    });

    it('start milestones', () => {
      const milestone = (startDate: string) => ({ id: 1, title: 'v1', isActive: true, startDate });
      assert.ok(matches('milestone:started', { milestone: milestone(today) }));
      assert.ok(!matches('milestone:started', { milestone: milestone(addDays(today, 1)) }));
    });

    it('are local in lists that GitLab filters by its own day', async () => {
      const gitlab = await StandInGitLab.start({ now: () => now, projects: 1, issues: 4 });
      const client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
      const project = await client.findProject('tanuki-tools/web-shop');
      const days = [-1, 0, 1].map((days) => addDays(today, days));
      for (const [at, dueDate] of [...days, null].entries())
        gitlab.world.updateIssue(project.id, at + 1, { dueDate, state: 'closed' });
      for (const [word, expected] of [
        ['overdue', [1]],
        ['today', [2]],
        ['tomorrow', [3]],
        ['none', [4]],
        ['any', [1, 2, 3]],
      ] as const) {
        const list = listParameters(parseQuery(`state:closed due:${word}`).query, { now });
        assert.ok('parameters' in list);
        const { issues } = await client.listIssues(project, { ...list.parameters, page: 1, perPage: 100 });
        const kept = issues.filter(list.keep ?? (() => true)).map(({ iid }) => iid);
        assert.deepEqual(kept.sort(), expected, word);
      }
      await gitlab.close();
    });

    it('start and end the days of a range', () => {
      assert.ok(matches(`created:${today}`, { createdAt: now }));
      assert.ok(!matches(`created:${addDays(today, -1)}`, { createdAt: now }));
      assert.ok(matches(`updated:>=${today}`, { updatedAt: startOfDay(today) }));
      assert.ok(matches(`updated:<${today}`, { updatedAt: startOfDay(today) - 1 }));
      assert.ok(!matches(`updated:<${today}`, { updatedAt: startOfDay(today) }));
    });

    it('are right around every change of the clocks', () => {
      fc.assert(
        fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) }), (at) => {
          const day = localDay(at);
          assert.ok(isDay(day));
          assert.ok(startOfDay(day) <= at && at < startOfDay(addDays(day, 1)));
          assert.equal(localDay(startOfDay(day)), day);
          const { from, to } = dueRange('week', at);
          assert.ok(from <= day && day <= to);
          assert.equal(weekdayOf(from), 0);
          assert.equal(addDays(from, 6), to);
          const month = dueRange('month', at);
          assert.equal(month.from, `${day.slice(0, 7)}-01`);
          assert.equal(addDays(month.to, 1).slice(8), '01');
          assert.equal(month.to.slice(0, 7), day.slice(0, 7));
        }),
      );
    });
  });
}
