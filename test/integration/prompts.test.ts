import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { extensionApi } from './extensionApi.ts';
import { PromptUser } from './promptUser.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';

describe('prompts of commands', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  let user: PromptUser;

  const run = (command: string, answers: object = {}): Thenable<unknown> =>
    vscode.commands.executeCommand(command, { project, ...answers });

  const ask = async (path: string): Promise<readonly Record<string, unknown>[]> => {
    const response = await fetch(`${url}/api/v4/projects/${encodeURIComponent(project)}/${path}`, {
      headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' },
    });
    return (await response.json()) as readonly Record<string, unknown>[];
  };
  const issue = async (iid: number | undefined): Promise<Record<string, unknown>> =>
    (await ask(`issues/${iid}`)) as unknown as Record<string, unknown>;
  const made = async (...issues: readonly { title: string; labels?: string[] }[]): Promise<number[]> => {
    const iids = [];
    for (const each of issues) iids.push((await server.createIssue(project, each)).iid);
    await (await extensionApi()).refresh(project);
    return iids;
  };

  before(async () => {
    const api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
  });
  beforeEach(() => {
    user = new PromptUser();
  });
  afterEach(async () => {
    user.leave();
    await server.clearFaults();
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(async () => {
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('defect 2: keep the title of a new issue until GitLab has it', async () => {
    await server.addFault({
      method: 'POST',
      path: '/api/v4/projects/*/issues',
      do: { kind: 'error', case: 'forbidden' },
    });
    const canceled = run(commands.createIssue);
    let list = await user.list(/Create Issue in tanuki-tools\/web-shop/);
    const problem = () => list.items[0]?.detail;
    await user.pressEnter();
    await waitUntil('the problem', () => problem() === 'Enter a title.', { seen: problem });
    await user.type(list, 'A title that GitLab rejects');
    await user.row(list, /^Create "A title that GitLab rejects"$/);
    await user.pressEnter();
    await waitUntil('the error', () => problem()?.includes('role in the project might be too low'), { seen: problem });
    assert.deepEqual([list.value, list.enabled], ['A title that GitLab rejects', true]);
    await user.pressEscape();
    assert.equal(await canceled, undefined);

    await server.clearFaults();
    const created = run(commands.createIssue);
    list = await user.list(/Create Issue in/);
    assert.equal(list.value, 'A title that GitLab rejects');
    await user.pressEnter();
    assert.ok(((await created) as { iid: number }).iid > 0);

    void run(commands.createIssue);
    assert.equal((await user.list(/Create Issue in/)).value, '');
  });

  it('close if the user can continue only in the browser, and keep the title', async () => {
    const path = '/api/v4/projects/*/issues';
    await server.addFault({ method: 'POST', path, do: { kind: 'error', case: 'captcha' } });
    const rejected = run(commands.createIssue);
    const box = await user.box(/Create Issue in/);
    await user.type(box, 'A title with a CAPTCHA');
    await user.pressEnter();
    await assert.rejects(async () => rejected, /requires you to solve a CAPTCHA/);
    await user.closed(box);
    await server.clearFaults();
    const created = run(commands.createIssue);
    assert.equal((await user.box(/Create Issue in/)).value, 'A title with a CAPTCHA');
    await user.pressEnter();
    await created;
  });

  it('keep a title if someone else changed it, and show theirs before it is replaced', async () => {
    const [iid] = await made({ title: 'Before' });
    const edited = run(commands.editTitle, { iid });
    const box = await user.box(/Title of/);
    await user.type(box, 'Mine');
    await server.updateIssue(project, iid ?? 0, { title: 'Theirs' });
    await user.pressEnter();
    const problem = () => {
      const message = box.validationMessage;
      return typeof message === 'object' ? message.message : message;
    };
    const text = "Someone else changed the title to 'Theirs'. To replace it, send yours again.";
    await waitUntil('the message', () => problem() === text, { seen: problem });
    assert.deepEqual([box.value, (await issue(iid))['title']], ['Mine', 'Theirs']);
    await user.pressEnter();
    await edited;
    assert.equal((await issue(iid))['title'], 'Mine');
  });

  it('send a comment once if its response was lost', async () => {
    const [iid] = await made({ title: 'Comment on me once' });
    const path = '/api/v4/projects/*/issues/*/notes';
    await server.addFault({ method: 'POST', path, count: 1, do: { kind: 'drop', when: 'headers' } });
    const sent = run(commands.comment, { iid });
    await user.type(await user.box(/Comment on/), 'It arrived');
    await user.pressEnter();
    await sent;
    const comments = await ask(`issues/${iid}/notes?sort=asc&activity_filter=only_comments`);
    assert.deepEqual(
      comments.map(({ body }) => body),
      ['It arrived'],
    );
  });

  it('keep the name of a query and a weight after Escape', async () => {
    const adding = vscode.commands.executeCommand(commands.addQuery, { query: 'label:bug' });
    await user.type(await user.box(/Add Query/), 'Half a na');
    await user.pressEscape();
    await adding;
    void vscode.commands.executeCommand(commands.addQuery, { query: 'label:bug' });
    const name = await user.box(/Add Query/);
    assert.equal(name.value, 'Half a na');
    await user.type(name, '');
    await user.pressEscape();

    const [iid] = await made({ title: 'Weigh me' });
    const weighing = run(commands.setWeight, { iid });
    await user.type(await user.box(/Weight for/), '12');
    await user.pressEscape();
    await weighing;
    const set = run(commands.setWeight, { iid });
    assert.equal((await user.box(/Weight for/)).value, '12');
    await user.pressEnter();
    await set;
  });

  it('defect 17: put the filter name that the user probably meant into the query box', async () => {
    void vscode.commands.executeCommand(commands.filter);
    const list = await user.list(/Filter Issues/);
    await user.type(list, 'asignee:@me due:week');
    await user.row(list, /^'asignee:@me'/);
    await user.pressEnter();
    await waitUntil('the fixed query', () => list.value === 'assignee:@me due:week', { seen: () => list.value });
    await user.row(list, /^Apply filter/);
  });

  it('show when a milestone is due in the query box', async () => {
    const dated = (await ask('milestones?state=active')).find(({ due_date: due }) => due !== null);
    void vscode.commands.executeCommand(commands.filter);
    const list = await user.list(/Filter Issues/);
    await user.type(list, 'milestone:');
    const { description } = await user.row(list, new RegExp(`^%"?${String(dated?.['title'])}`));
    assert.match(description ?? '', /^due \w{3} \d+, \d{4} · /);
  });

  it('apply the filter that the user typed, however fast Enter follows', async () => {
    void vscode.commands.executeCommand(commands.filter);
    let list = await user.list(/Filter Issues/);
    await user.typeFast(list, 'a', /^assignee:/);
    await user.closed(list);
    void vscode.commands.executeCommand(commands.filter);
    list = await user.list(/Filter Issues/);
    assert.equal(list.value, 'a');
    await vscode.commands.executeCommand(commands.clearFilter);
  });

  it('defect 16: open the issue that the user finds, and explain that there is none', async () => {
    const [iid] = await made({ title: 'Find me with Enter' });
    void vscode.commands.executeCommand(commands.search);
    let list = await user.list(/Search Issues/);
    await user.type(list, 'zzyzx qwfp');
    await user.row(list, /^No matching issues$/);
    await user.pressEnter();
    await user.type(list, 'Find me with Ent');
    await user.row(list, new RegExp(`^#${iid} `));
    await user.pressEnter();
    const active = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    await waitUntil('the page', () => active().startsWith(`#${iid}`), { seen: active });

    // Enter before the list has the issue selects it when it comes.
    const [late] = await made({ title: 'Found late' });
    await run(commands.closeIssue, { iid: late });
    void vscode.commands.executeCommand(commands.search);
    list = await user.list(/Search Issues/);
    await user.type(list, `#${late}`);
    await user.pressEnter();
    await waitUntil('the page', () => active().startsWith(`#${late}`), { seen: active });
  });

  it('offer to retry a request that failed', async () => {
    const [iid] = await made({ title: 'Label me later' });
    await server.addFault({ path: '/api/v4/projects/*/labels', do: { kind: 'error', case: 'forbidden' } });
    void run(commands.editLabels, { iid });
    const list = await user.list(/Labels for #/);
    assert.match((await user.row(list, /^Retry$/)).detail ?? '', /role in the project might be too low/);
    await server.clearFaults();
    await user.pressEnter();
    await user.row(list, /^bug$/);
    await user.type(list, 'zzyzx, qwfp');
    await user.row(list, /^No matching labels$/);
  });

  it('defect 8: remove a label from the one issue of several that has it, and change only what was touched', async () => {
    const iids = await made(
      { title: 'First', labels: ['bug', 'performance'] },
      { title: 'Second', labels: ['accessibility'] },
      { title: 'Third' },
    );
    const done = run(commands.editLabels, { iid: iids });
    const list = await user.list(/Labels for 3 Issues/);
    const note = async (label: RegExp) => (await user.row(list, label)).description?.split(' · ')[0];
    assert.equal(await note(/^bug$/), 'on 1 of 3 issues');
    await user.toggle(list, /^bug$/);
    await waitUntil('the note', async () => (await note(/^bug$/)) === 'will be on all 3 issues', {
      seen: () => note(/^bug$/),
    });
    await user.toggle(list, /^bug$/);
    await waitUntil('the note', async () => (await note(/^bug$/)) === 'will be removed from all issues', {
      seen: () => note(/^bug$/),
    });
    await user.toggle(list, /^accessibility$/);
    await waitUntil('the note', async () => (await note(/^accessibility$/)) === 'will be on all 3 issues');
    await user.pressEnter();
    await done;
    const labels = await Promise.all(iids.map(async (iid) => [...((await issue(iid))['labels'] as string[])].sort()));
    assert.deepEqual(labels, [['accessibility', 'performance'], ['accessibility'], ['accessibility']]);
  });

  it('select the label that a typed text can only mean on Enter', async () => {
    const [iid] = await made({ title: 'Typed labels', labels: ['bug'] });
    const labels = async () => [...((await issue(iid))['labels'] as string[])].sort();
    const enter = async (text: string, seen: RegExp) => {
      const done = run(commands.editLabels, { iid });
      const list = await user.list(/Labels for #/);
      await user.type(list, text);
      await user.row(list, seen);
      await user.pressEnter();
      await done;
      return labels();
    };
    // Part of the name of one label. It isn't removed if the issue has it.
    assert.deepEqual(await enter('accessib', /^accessibility$/), ['accessibility', 'bug']);
    assert.deepEqual(await enter('accessib', /^accessibility$/), ['accessibility', 'bug']);
    // A name that isn't part of any other becomes a new label.
    const both = ['accessibility', 'before lunch', 'bug'];
    assert.deepEqual(await enter('before lunch', /^New label "before lunch"$/), both);
    // Several labels contain this, so the user has to select one.
    assert.deepEqual(await enter('workflow::', /^workflow::doing$/), both);
  });

  // VS Code reports for a moment that no row is selected.
  it('keep the labels of issues while VS Code receives rows', async () => {
    const [iid] = await made({ title: 'Slow window', labels: ['bug'] });
    user.isSlow = true;
    const done = run(commands.editLabels, { iid });
    const list = await user.list(/Labels for #/);
    await user.nextReport(list);
    await user.type(list, 'after lunch');
    await user.row(list, /^New label "after lunch"$/);
    await user.nextReport(list);
    assert.deepEqual(list.selectedItems, []);
    await user.pressEnter();
    await done;
    assert.deepEqual([...((await issue(iid))['labels'] as string[])].sort(), ['after lunch', 'bug']);
  });

  it('list the people that the user assigned last before the other members', async () => {
    const [iid, next] = await made({ title: 'Assign me' }, { title: 'And me' });
    const done = run(commands.assign, { iid });
    const list = await user.list(/Assignees for #/);
    await user.toggle(list, /^Aiko Tanabe$/);
    await user.pressEnter();
    await done;
    assert.deepEqual(
      ((await issue(iid))['assignees'] as { username: string }[]).map(({ username }) => username),
      ['aiko.tanabe'],
    );
    void run(commands.assign, { iid: next });
    const labels = (await user.list(/Assignees for #/)).items.map(({ label }) => label);
    assert.equal(labels[labels.indexOf('Recent') + 1], 'Aiko Tanabe');
    assert.ok(labels.indexOf('Recent') < labels.indexOf('Members'));
  });

  it('set a due date from a list, or from words', async () => {
    const [iid] = await made({ title: 'Plan me' });
    const [milestone] = (await ask('milestones?state=active')).filter(({ due_date: due }) => due !== null);
    await run(commands.setMilestone, { iid, milestone: milestone?.['title'] });
    const set = async (act: (list: vscode.QuickPick<vscode.QuickPickItem>) => Promise<unknown>) => {
      const done = run(commands.setDueDate, { iid });
      await act(await user.list(/Due Date for #/));
      await done;
      return (await issue(iid))['due_date'];
    };
    const pick = (label: RegExp) =>
      set(async (list) => {
        await user.goTo(list, label);
        await user.pressEnter();
      });
    // Enter may follow before VS Code has drawn the row of the typed date.
    const type = (text: string) => set((list) => user.typeFast(list, text, /^End of month$/));
    const inDays = (count: number) => {
      const now = new Date();
      const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + count);
      return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
        .map((part) => String(part).padStart(2, '0'))
        .join('-');
    };
    assert.equal(await pick(/^Tomorrow$/), inDays(1));
    assert.equal(await type('in 3 days'), inDays(3));
    // Other rows contain these letters, too.
    assert.equal(new Date(String(await type('mon'))).getUTCDay(), 1);
    assert.equal(await type('no'), null);
    assert.equal(await pick(/^End of %/), milestone?.['due_date']);
    assert.equal(await pick(/^No due date$/), null);
    void run(commands.setDueDate, { iid });
    const list = await user.list(/Due Date for #/);
    await user.type(list, 'whenever');
    await user.row(list, /^Enter a valid date/);
  });

  it('link an issue to one that the user finds, or names', async () => {
    const [iid, other, another] = await made({ title: 'Link me' }, { title: 'To this one' }, { title: 'Or this one' });
    const linked = run(commands.linkIssue, { iid });
    let list = await user.list(/Link #\d+ to Another Issue/);
    await user.type(list, 'To this o');
    await user.goTo(list, new RegExp(`^#${other} `));
    await user.pressEnter();
    await linked;
    const named = run(commands.linkIssue, { iid });
    list = await user.list(/Link #\d+ to Another Issue/);
    await user.type(list, `${project}#${another}`);
    await user.goTo(list, /^Link to tanuki-tools\/web-shop#/);
    await user.pressEnter();
    await named;
    const iids = (await ask(`issues/${iid}/links`)).map((link) => link['iid']);
    assert.deepEqual(new Set(iids), new Set([other, another]));
  });
});
