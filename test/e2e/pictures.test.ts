import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createDemoWorkspace } from '../host/demoWorkspace.ts';
import { themes, type Theme } from '../host/quietSettings.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { Editor } from './editor.ts';
import { readmePicture } from './readmePicture.ts';
import { signIn } from './signIn.ts';

describe('pictures', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('of the tree, one for the README and one in each theme', async () => {
    const gitlab = await StandInGitLab.start();
    cleanup.add(() => gitlab.close());
    const workspace = await createDemoWorkspace(temporaryFolder(cleanup), gitlab.url, ['tanuki-tools/web-shop']);
    const editor = await Editor.start({ workspace, size: { width: 1200, height: 640 } });
    await signIn(editor, gitlab);
    await editor.row(/^#\d+ /);
    await editor.openFile('cart.ts');
    await editor.widenSidebar(620);
    await readmePicture(editor, 'tree');
    for (const theme of Object.keys(themes) as Theme[]) {
      await editor.useTheme(theme);
      await editor.picture(`tree-${theme}`);
    }
    await editor.close();
  });
});
