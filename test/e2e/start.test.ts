import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { Cleanup } from '../host/cleanup.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { Editor } from './editor.ts';
import { StartedDemo } from './startedDemo.ts';

describe('npm start', () => {
  let cleanup: Cleanup;
  let folder: string;
  beforeEach(() => {
    cleanup = new Cleanup();
    folder = temporaryFolder(cleanup);
  });
  afterEach(() => cleanup.run());

  const start = (...options: string[]): StartedDemo => {
    const demo = StartedDemo.run(folder, options);
    cleanup.add(() => demo.exitCode());
    cleanup.add(() => {
      demo.interrupt();
    });
    return demo;
  };
  const visit = async (url: string): Promise<Editor> => {
    const editor = await Editor.visit(url);
    cleanup.add(() => editor.close());
    return editor;
  };

  it('shows issues to a signed-in user, also after a reload, can run twice in parallel, and leaves nothing behind', async () => {
    const demos = [start('--issues', '20'), start('--issues', '20')];
    const addresses: string[] = [];
    for (const demo of demos) {
      const page = await demo.address('VS Code');
      addresses.push(page, await demo.address('GitLab'));
      const editor = await visit(page);
      await editor.openContainer('GitLab Issues');
      await editor.row(/web-shop/);
      await editor.row(/^#\d+ /);
      await editor.reload();
      await editor.openContainer('GitLab Issues');
      await editor.row(/^#\d+ /);
      await editor.close();
    }
    assert.equal(new Set(addresses).size, 4, `an address was used twice: ${addresses.join(', ')}`);

    for (const demo of demos) demo.interrupt();
    for (const demo of demos) await demo.exitCode();
    for (const address of addresses) {
      await assert.rejects(fetch(address), `${address} still answers`);
    }
    // Node and VS Code leave their own caches and sockets in this folder.
    const ours = readdirSync(folder).filter(
      (name) => !/^(tsx-|node-compile-cache|vscode-(git|ipc|typescript))/.test(name),
    );
    assert.deepEqual(ours, []);
  });

  it('--signed-out lets the user sign in', async () => {
    const editor = await visit(await start('--signed-out', '--issues', '5').address('VS Code'));
    await editor.openContainer('GitLab Issues');
    await editor.waitForWelcome(/sign in/i);
  });

  const wrongOptions: [string[], RegExp][] = [
    [['--isues', '5'], /^Unknown option '--isues'\.$/m],
    [['--issues', 'many'], /^--issues many isn't a whole number\.$/m],
    [['--folder', '/tmp'], /^--folder requires --gitlab\.$/m],
    [
      ['--gitlab', 'example'],
      /^--gitlab example isn't a valid URL\. Enter a URL such as https:\/\/gitlab\.example\.com\.$/m,
    ],
    [['--data', '/no/such/folder'], /^The --data folder \/no\/such\/folder doesn't exist\.$/m],
  ];
  for (const [options, message] of wrongOptions) {
    it(`explains in one sentence what is wrong with ${options.join(' ')}`, async () => {
      const demo = start(...options);
      assert.equal(await demo.exitCode(), 1);
      assert.match(demo.output, message);
      assert.doesNotMatch(demo.output, /^\s+at /m);
    });
  }
});
