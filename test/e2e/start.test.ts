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

  it('shows issues to a signed-in user, also after a reload, lets another user sign in at the same time, and leaves nothing behind', async () => {
    const demos = [start('--issues', '20'), start('--signed-out', '--issues', '5')];
    const addresses: string[] = [];
    for (const demo of demos) addresses.push(await demo.address('VS Code'), await demo.address('GitLab'));
    const [signedIn = '', , signedOut = ''] = addresses;
    const editor = await visit(signedIn);
    await editor.waitForSignIn();
    await editor.row(/web-shop/);
    await editor.row(/^#\d+ /);
    await (await editor.row(/^To-Do List/)).click();
    await editor.row(/^To-Do List, 2$/);
    await editor.reload();
    await editor.openContainer('GitLab Issues');
    await editor.row(/^#\d+ /);
    await editor.close();
    const other = await visit(signedOut);
    await other.openContainer('GitLab Issues');
    await other.waitForWelcome(/sign in/i);
    await other.close();
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

  it('explains in one sentence what is wrong with an option', async () => {
    const demo = start('--data', '/no/such/folder');
    assert.equal(await demo.exitCode(), 1);
    assert.match(demo.output, /^The --data folder \/no\/such\/folder doesn't exist\.$/m);
    assert.doesNotMatch(demo.output, /^\s+at /m);
  });
});
