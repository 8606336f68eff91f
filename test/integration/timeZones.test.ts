import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import type { InstanceUrl } from '../../src/model/address/instanceUrl.ts';
import type { Issue } from '../../src/model/issue.ts';
import { addDays } from '../../src/model/time/calendarDay.ts';
import type { TrackerState } from '../../src/sync/trackers/trackerState.ts';
import { issueRow } from '../../src/views/tree/issueRow.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

/** Each zone with a time at which its day differs from the day in UTC, and the day there. */
const zones = [
  ['UTC', '2026-11-29T11:14:00Z'],
  ['Pacific/Auckland', '2026-11-28T22:14:00Z'],
  ['America/Los_Angeles', '2026-11-30T01:30:00Z'],
] as const;
const today = '2026-11-29';
const project = 'tanuki-tools/web-shop';
const instance = 'https://gitlab.example.com' as InstanceUrl;
const tracker: TrackerState = { key: 'k', instance, kind: 'project', path: project, loading: false, complete: true };
const issue: Issue = {
  ...{ id: 1, iid: 1, projectId: 1, title: 'One', state: 'opened', type: 'issue', labels: [], assignees: [] },
  ...{ author: { id: 1, username: 'mira', name: 'Mira' }, createdAt: 0, updatedAt: 0, confidential: false },
  ...{ commentCount: 0, webUrl: `${instance}/${project}/-/issues/1`, reference: `${project}#1` },
};

describe('C2: in VS Code, due dates', () => {
  const { url, tokens } = testEnvironment();
  const initial = process.env['TZ'];

  before(async () => {
    await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
  });
  afterEach(() => {
    if (initial === undefined) delete process.env['TZ'];
    else process.env['TZ'] = initial;
  });
  after(() => vscode.commands.executeCommand(commands.signOut, { url }));

  for (const [zone, time] of zones)
    it(`are those of the local day in ${zone}, and are saved as they are`, async () => {
      process.env['TZ'] = zone;
      const now = Date.parse(time);
      const described = (dueDate: string) => {
        const node = { kind: 'issue', tracker: 'k', query: 'q', issueId: 1 } as const;
        const row = issueRow(node, { ...issue, dueDate }, tracker, {
          isUnread: false,
          isRepeated: false,
          isWaiting: false,
          now,
        });
        return row.accessibilityInformation?.label ?? '';
      };
      assert.match(described(addDays(today, -1)), /overdue since Nov 28, 2026/);
      assert.match(described(today), /due today/);
      assert.match(described(addDays(today, 1)), /due Nov 30, 2026/);
      const { iid } = await new StandInClient(url).createIssue(project, { title: `Due in ${zone}` });
      await vscode.commands.executeCommand(commands.setDueDate, { project, iid, dueDate: today });
      const path = `${url}/api/v4/projects/${encodeURIComponent(project)}/issues/${iid}`;
      const saved = await fetch(path, { headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' } });
      assert.equal(((await saved.json()) as { due_date: string }).due_date, today);
    });
});
