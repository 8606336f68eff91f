import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { canary } from '../gitlab/canary.ts';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { allThemes } from '../host/quietSettings.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';
import { extensionFolder } from './extensionFolder.ts';
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

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('the issue page', () => {
  let cleanup: Cleanup;
  let gitlab: StandInGitLab;
  let editor: Editor;

  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Part of each test: a hook that fails would drop the tests after it. */
  const setUp = async (): Promise<void> => {
    gitlab = await StandInGitLab.start({ issues: 12 });
    cleanup.add(() => gitlab.close());
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/tanuki-tools/web-shop.git` },
    });
    const me = gitlab.world.people.byUsername('mira.lindqvist')!.id;
    gitlab.world.updateIssue(
      101,
      1,
      { state: 'opened', title: 'Wrong total', description, confidential: false, authorId: me },
      me,
    );
    gitlab.world.addNote(101, 1, { authorId: 2, body: 'Seen with voucher `SUMMER`, too.', thread: true });
    editor = await Editor.start({ workspace, size: { width: 1400, height: 1000 }, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
  };

  const page = () => editor.issuePage;
  const issue = () => gitlab.world.issue(101, 1)!;
  const notes = () => gitlab.world.notes(issue().id).filter(({ system }) => !system);
  const open = async () => {
    await (await editor.row(/^#1 /)).click();
    await page().getByRole('heading', { level: 1 }).waitFor();
  };

  it('shows the issue, adds a comment, checks a task, edits the title, and keeps unsent text after a reload', async () => {
    await setUp();
    await open();
    await editor.picture('page-first');
    await page().getByText('Seen with voucher').waitFor();
    await page().locator('.gl-note .gl-avatar img').first().waitFor();
    const avatars = gitlab.webRequests.filter(({ path }) => path.includes('/user/avatar/'));
    assert.equal(new Set(avatars.map(({ path }) => path)).size, avatars.length);
    assert.ok(!JSON.stringify(avatars).includes(canary));
    await editor.pictureInThemes('page', allThemes);

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
    await editor.reloadWindow();
    await page().getByRole('heading', { level: 1 }).waitFor();
    await waitUntil(
      'the draft',
      async () => (await page().getByRole('textbox').last().inputValue()) === 'Half a sentence',
      {
        seen: () => page().getByRole('textbox').last().inputValue(),
      },
    );
  });

  it('keeps a draft after signing out and in, if the user chooses to', async () => {
    await setUp();
    await open();
    const box = () => page().getByRole('textbox').last();
    await box().fill('Not sent yet');
    await editor.runCommand('GitLab Issues: Sign Out');
    await editor.picture('sign-out-drafts');
    await editor.pressDialogButton('Sign Out and Keep Drafts');
    await signIn(editor, gitlab);
    await open();
    const seen = () => box().inputValue();
    await waitUntil('the draft', async () => (await seen()) === 'Not sent yet', { seen });
    await editor.runCommand('GitLab Issues: Sign Out');
    await editor.pressDialogButton('Sign Out and Discard Drafts');
    await signIn(editor, gitlab);
    await open();
    await waitUntil('an empty box', async () => (await seen()) === '', { seen });
  });

  it('B13: restores typed text after a crash, a comment that was being sent when its tab closed, and a failed change', async () => {
    await setUp();
    const box = () => page().locator('.gl-comment-box textarea');
    await open();
    await box().fill('Half a sentence');
    await editor.picture('page-before-crash');
    // The text has reached the extension, which saves it a quarter of a second later, or when the window closes.
    await editor.page.evaluate('new Promise((resolve) => requestIdleCallback(resolve)).then(() => undefined)');
    // VS Code may or may not have kept the tab.
    await editor.reload();
    await open();
    await waitUntil('the draft', async () => (await box().inputValue()) === 'Half a sentence', {
      seen: () => box().inputValue(),
    });

    const breakConnection = gitlab.addFault({
      method: 'POST',
      path: '/api/v4/projects/*/issues/1/notes',
      isHeld: true,
      do: { kind: 'drop', when: 'before' },
    });
    await page().getByRole('button', { name: 'Comment', exact: true }).click();
    await page().getByRole('button', { name: 'Sending…' }).waitFor();
    await waitUntil('the request', () => gitlab.requests.some(({ method }) => method === 'POST'));
    await editor.runCommand('View: Close Editor');
    await open();
    await page().getByRole('button', { name: 'Sending…' }).waitFor();
    assert.equal(await box().inputValue(), 'Half a sentence');
    // No answer arrives. The page that didn't send it shows that.
    breakConnection();
    await page().getByRole('alert').waitFor();
    await editor.picture('page-unanswered');
    assert.equal(await box().inputValue(), 'Half a sentence');
    await page().getByRole('button', { name: 'Send Again' }).click();
    await waitUntil('the comment', () => notes().some(({ body }) => body === 'Half a sentence'));
    await waitUntil('an empty box', async () => (await box().inputValue()) === '', { seen: () => box().inputValue() });

    // GitLab rejects the change of a thread after its page was closed.
    const answer = gitlab.addFault({
      method: 'PUT',
      path: '/api/v4/projects/*/issues/1/discussions/*',
      isHeld: true,
      do: { kind: 'error', case: 'forbidden' },
    });
    await page().getByRole('button', { name: 'Resolve', exact: true }).click();
    await waitUntil('the change of the thread', () => gitlab.requests.some(({ method }) => method === 'PUT'));
    // After a crash, VS Code may have restored the tab without the page's state.
    await editor.runCommand('View: Close All Editors');
    const tab = editor.page.getByRole('tab', { name: /^#1 / });
    await waitUntil('the page to close', async () => (await tab.count()) === 0);
    answer();
    await editor.waitForNotification(/permission|role/);
  });

  it('A06: has no token in its HTML, in the messages it receives, or in its storage', async () => {
    await setUp();
    await open();
    const frame = page().locator(':root');
    // As text: what runs there has the page's types, not the test's.
    const inPage = (expression: string) => frame.evaluate<string, unknown>(expression);
    await inPage(`addEventListener('message', ({ data }) => messagesInTest.push(data), (window.messagesInTest = []))`);
    const box = page().getByRole('textbox').last();
    await box.fill('Kept');
    await page().getByRole('button', { name: 'Refresh' }).click();
    const messages = () => inPage('JSON.stringify(messagesInTest)');
    await waitUntil('a message to the page', async () => (await messages()).includes('Wrong total'), {
      seen: messages,
    });
    const html = await inPage('document.documentElement.outerHTML + document.cookie');
    const kept = await inPage('JSON.stringify([{ ...sessionStorage }, { ...localStorage }])');
    assert.ok(html.includes('Wrong total'));
    for (const text of [html, await messages(), kept]) assert.ok(!text.includes(canary));
  });

  it('shows title and description before any response; B09, B10: loads no local file, and no remote file before a click', async () => {
    await setUp();
    const heard: IncomingHttpHeaders[] = [];
    const elsewhere = createServer(({ headers }, response) => {
      heard.push(headers);
      response.setHeader('Content-Type', 'image/png').end(pixel);
    });
    await new Promise<void>((resolve) => {
      elsewhere.listen(0, resolve);
    });
    cleanup.add(async () => {
      elsewhere.closeAllConnections();
      await new Promise((resolve) => elsewhere.close(resolve));
    });
    const { port } = elsewhere.address() as AddressInfo;
    const [one, other] = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
    const icon = join(extensionFolder, 'media/icon.png');
    const hostile = [
      'The total is wrong.',
      `![one](${one}/1.png) ![other](${other}/2.png) <img src="${one}/3.png" srcset="${other}/4.png 2x" alt="set">`,
      `<video poster="${one}/5.png" src="${other}/6.mp4"></video> <svg><image href="${one}/7.png"/></svg>`,
      `<div style="background: url(${one}/8.png)">styled</div> <table background="${other}/9.png"><tr><td>cell</td></tr></table>`,
      `<link rel="stylesheet" href="${one}/10.css"> <iframe src="${one}/11"></iframe>`,
      `![local](file://${icon}) <img src="vscode-resource:${icon}"> <img src="vscode-file://vscode-app${icon}">`,
      `![remote](vscode-remote-resource://x${icon}) ![up](../../media/icon.png)`,
    ].join('\n\n');
    gitlab.world.updateIssue(101, 1, { description: hostile });
    for (let number = 0; number < 500; number++) gitlab.world.addNote(101, 1, { body: `Comment ${number}` });
    await editor.runCommand('GitLab Issues: Refresh');
    gitlab.addFault({ path: '/api/v4/projects/*/issues/1', do: { kind: 'hang' } });
    gitlab.addFault({ path: '/api/v4/projects/*/issues/1/discussions', do: { kind: 'hang' } });
    const asked: string[] = [];
    editor.page.on('request', (request) => asked.push(request.url()));
    await open();
    await page().getByText('The total is wrong.').waitFor();
    assert.equal(await page().getByText('Comment 1').count(), 0);

    gitlab.clearFaults();
    await page().getByRole('button', { name: 'Refresh' }).first().click();
    await page().getByText('Comment 1', { exact: true }).waitFor();
    await editor.picture('page-hostile');
    const buttons = page().getByRole('button', { name: /^Load image from/ });
    assert.deepEqual(
      (await buttons.allTextContents()).map((text) => text.replace('Load image from ', '')),
      [`127.0.0.1:${port}`, `localhost:${port}`, `127.0.0.1:${port}`],
    );
    assert.equal(heard.length, 0);

    // The same from within the page: its own folder is served, and no other, however it is addressed.
    const load = (address: string) =>
      page()
        .locator(':root')
        .evaluate<string, unknown>(
          `new Promise((resolve) => {
            const own = document.querySelector('link[href*="page.css"]').href;
            const link = document.createElement('link');
            link.rel = 'stylesheet';
            link.href = ${JSON.stringify(address)}.replace(/^own:/, own.replace(/page\\.css.*$/, ''));
            link.onload = () => resolve('loaded');
            link.onerror = () => resolve('refused');
            document.head.append(link);
          })`,
        );
    assert.equal(await load('own:codicon.css'), 'loaded');
    copyFileSync(join(extensionFolder, 'dist/webview/codicon.css'), join(extensionFolder, 'beside.css'));
    for (const address of [
      'own:../../beside.css',
      'own:..%2f..%2fbeside.css',
      'own:../../../../../../../../etc/hostname',
      `file://${join(extensionFolder, 'beside.css')}`,
      `${one}/12.css`,
    ])
      assert.equal(await load(address), 'refused', address);

    await buttons.first().click();
    await page().getByRole('img', { name: 'one' }).waitFor();
    const [sent] = heard;
    assert.equal(heard.length, 1);
    assert.deepEqual(
      [sent?.authorization, sent?.['private-token'], sent?.cookie, sent?.referer],
      Array(4).fill(undefined),
    );
    const fromWindow = asked.filter((url) => url.startsWith(one) || url.startsWith(other) || url.startsWith('file:'));
    assert.deepEqual(
      fromWindow.filter((url) => !url.endsWith('/12.css') && !url.endsWith('/beside.css')),
      [],
    );
  });

  it('B14: uses only the account, project, and number of a forged state, or asks the user to open the issue again', async () => {
    await setUp();
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

    const html = '<h1>Forged</h1><script>globalThis.forged = true</script>';
    await forge({ html, state: { issue: { title: 'Forged' } }, instance: 'https://evil.example', iid: 1 });
    await editor.reloadWindow();
    await page().getByText('Seen with voucher').waitFor();
    assert.equal(await page().getByText('Forged').count(), 0);

    await forge({ account: 'https://evil.example|personal|1', html });
    gitlab.clearRequests();
    await editor.reloadWindow();
    await page().getByText('Open it again from the GitLab Issues view').waitFor();
    assert.equal(await page().getByText('Forged').count(), 0);
    assert.ok(!gitlab.requests.some(({ path }) => path.includes('/discussions')));
  });
});
