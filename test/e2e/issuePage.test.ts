import assert from 'node:assert/strict';
import { join } from 'node:path';
import { canary } from '../gitlab/canary.ts';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { themes, type Theme } from '../host/quietSettings.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';
import { signIn } from './signIn.ts';

const description = [
  'The total is **wrong** when a voucher is used, see #2 and ~bug.',
  '',
  '- [ ] find out why',
  '- [ ] write a test',
  '',
  '```ts',
  'const total = items.reduce((sum, { price }) => sum + price, 0);',
  '```',
  '',
  '| voucher | total |',
  '| --- | ---: |',
  '| none | 10.00 |',
].join('\n');

describe('the page of an issue', () => {
  let cleanup: Cleanup;
  let gitlab: StandInGitLab;
  let editor: Editor;

  beforeEach(async () => {
    cleanup = new Cleanup();
    gitlab = await StandInGitLab.start({ issues: 12 });
    cleanup.add(() => gitlab.close());
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/tanuki-tools/web-shop.git` },
    });
    const me = gitlab.world.people.byUsername('mira.lindqvist')!.id;
    gitlab.world.updateIssue(101, 1, { state: 'opened', title: 'Wrong total', description, confidential: false }, me);
    gitlab.world.addNote(101, 1, { body: 'Seen with voucher `SUMMER`, too.', thread: true });
    editor = await Editor.start({ workspace, size: { width: 1400, height: 1000 } });
    await signIn(editor, gitlab);
  });
  afterEach(async () => {
    await editor.close();
    await cleanup.run();
  });

  const page = () => editor.issuePage;
  const issue = () => gitlab.world.issue(101, 1)!;
  const notes = () => gitlab.world.notes(issue().id).filter(({ system }) => !system);
  const open = async () => {
    await (await editor.row(/^#1 /)).click();
    await page().getByRole('heading', { level: 1 }).waitFor();
  };

  it('shows the issue, takes a comment, a task and a new title, and keeps what was typed over a reload', async () => {
    await open();
    await editor.picture('page-first');
    await page().getByText('Seen with voucher').waitFor();
    for (const theme of Object.keys(themes) as Theme[]) {
      await editor.useTheme(theme);
      await editor.picture(`page-${theme}`);
    }
    await editor.useTheme('dark');

    await page().getByRole('checkbox').first().check();
    await waitUntil('the task', () => issue().description!.includes('- [x] find out why'), {
      seen: () => issue().description,
    });
    const box = page().getByRole('textbox').last();
    await box.fill('I have an idea.');
    await editor.picture('page-comment');
    await page().getByRole('button', { name: 'Comment', exact: true }).click();
    await waitUntil('the comment', () => notes().some(({ body }) => body === 'I have an idea.'), {
      seen: () => notes().map(({ body }) => body),
    });
    await page().getByText('I have an idea.').waitFor();

    await box.fill('Half a sentence');
    await editor.picture('page-draft');
    await editor.reload();
    await page().getByRole('heading', { level: 1 }).waitFor();
    await waitUntil(
      'the draft',
      async () => (await page().getByRole('textbox').last().inputValue()) === 'Half a sentence',
      {
        seen: () => page().getByRole('textbox').last().inputValue(),
      },
    );
  });

  it('keeps a draft over signing out and in, where the person wants that', async () => {
    await open();
    const box = () => page().getByRole('textbox').last();
    await box().fill('Not sent yet');
    await editor.runCommand('GitLab Issues: Sign Out');
    await editor.picture('sign-out-drafts');
    await editor.pressDialogButton('Sign Out, Keep Drafts');
    await signIn(editor, gitlab);
    await open();
    const seen = () => box().inputValue();
    await waitUntil('the draft', async () => (await seen()) === 'Not sent yet', { seen });
    await editor.runCommand('GitLab Issues: Sign Out');
    await editor.pressDialogButton('Sign Out, Discard Drafts');
    await signIn(editor, gitlab);
    await open();
    await waitUntil('an empty box', async () => (await seen()) === '', { seen });
  });

  it('A06: has no token: not in its HTML, nor in what it is told, nor in what it keeps', async () => {
    await open();
    const frame = page().locator(':root');
    // As text: what runs there has the page's types, not the test's.
    const inPage = (expression: string) => frame.evaluate<string, unknown>(expression);
    await inPage(`addEventListener('message', ({ data }) => toldInTest.push(data), (window.toldInTest = []))`);
    const box = page().getByRole('textbox').last();
    await box.fill('Kept');
    await page().getByRole('button', { name: 'Refresh' }).click();
    const told = () => inPage('JSON.stringify(toldInTest)');
    await waitUntil('the page to be told something', async () => (await told()).includes('Wrong total'), {
      seen: told,
    });
    const html = await inPage('document.documentElement.outerHTML + document.cookie');
    const kept = await inPage('JSON.stringify([{ ...sessionStorage }, { ...localStorage }])');
    assert.ok(html.includes('Wrong total'));
    for (const text of [html, await told(), kept]) assert.ok(!text.includes(canary));
  });

  it('B14: takes of a forged state the account, the project and the number, or says that it has to be opened again', async () => {
    // VS Code gives a page its API once, and the page has it: here the test gets hold of it first.
    await editor.page.addInitScript(`{
      let given;
      let isForged = false;
      Object.defineProperty(globalThis, 'acquireVsCodeApi', {
        configurable: true,
        set: (acquire) => (given = acquire),
        get: () => given && (() => {
          const api = given();
          globalThis.forgeState = (state) => { api.setState({ ...api.getState(), ...state }); isForged = true; };
          return { ...api, setState: (state) => (isForged ? state : api.setState(state)) };
        }),
      });
    }`);
    await open();
    await page().getByText('Seen with voucher').waitFor();
    const forge = (state: object) =>
      page()
        .locator(':root')
        .evaluate<unknown, unknown>(`forgeState(${JSON.stringify(state)})`);

    // Without a script: VS Code writes a state into a script of its own, which a closing tag would end.
    const html = '<h1>Forged</h1>';
    await forge({ html, state: { issue: { title: 'Forged' } }, instance: 'https://evil.example', iid: 1 });
    await editor.reloadWindow();
    await page().getByText('Seen with voucher').waitFor();
    assert.equal(await page().getByText('Forged').count(), 0);

    await forge({ account: 'https://evil.example|personal|1', html });
    gitlab.clearRequests();
    await editor.reloadWindow();
    await page().getByText('Open it again from the Issues view').waitFor();
    assert.equal(await page().getByText('Forged').count(), 0);
    assert.ok(!gitlab.requests.some(({ path }) => path.includes('/discussions')));
  });
});
