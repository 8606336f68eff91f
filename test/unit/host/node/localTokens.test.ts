import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LocalTokens } from '../../../../src/host/node/localTokens.ts';
import { Cleanup } from '../../../host/cleanup.ts';
import { temporaryFolder } from '../../../host/temporaryFolder.ts';

const config = 'hosts:\n  gitlab.example.com:\n    token: secret\n';

describe('LocalTokens', () => {
  let cleanup: Cleanup;
  let home: string;
  beforeEach(() => {
    cleanup = new Cleanup();
    home = temporaryFolder(cleanup);
  });
  afterEach(() => cleanup.run());

  const write = (path: string): string => {
    const file = join(home, path, 'config.yml');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, config);
    return file;
  };
  const tokens = (environment: Record<string, string> = {}, platform: NodeJS.Platform = 'linux'): LocalTokens =>
    new LocalTokens(environment, home, platform);

  it('finds the file that the GitLab CLI uses', async () => {
    assert.deepEqual(await tokens().find(), []);
    const mac = write('Library/Application Support/glab-cli');
    assert.deepEqual(await tokens().find(), []);
    assert.deepEqual(await tokens({}, 'darwin').find(), [{ kind: 'cli', name: mac }]);
    const windows = write('AppData/Local/glab-cli');
    assert.deepEqual(await tokens({}, 'win32').find(), [{ kind: 'cli', name: windows }]);
    const local = write('Elsewhere/glab-cli');
    const folder = join(home, 'Elsewhere');
    assert.deepEqual(await tokens({ LOCALAPPDATA: folder }, 'win32').find(), [{ kind: 'cli', name: local }]);
    assert.deepEqual(await tokens({ XDG_CONFIG_HOME: folder }).find(), [{ kind: 'cli', name: local }]);
    assert.deepEqual(await tokens({ XDG_CONFIG_HOME: 'Elsewhere' }).find(), []);
    const usual = write('.config/glab-cli');
    assert.deepEqual(await tokens({ XDG_CONFIG_HOME: folder }).find(), [{ kind: 'cli', name: usual }]);
    assert.deepEqual(await tokens({}, 'darwin').find(), [{ kind: 'cli', name: usual }]);
    // This variable excludes all other places.
    assert.deepEqual(await tokens({ GLAB_CONFIG_DIR: join(home, 'missing') }).find(), []);
    const chosen = write('chosen');
    assert.deepEqual(await tokens({ GLAB_CONFIG_DIR: dirname(chosen) }).find(), [{ kind: 'cli', name: chosen }]);
  });

  it('reads the file, and nothing from one that is missing', async () => {
    const name = write('.config/glab-cli');
    assert.deepEqual(await tokens().read({ kind: 'cli', name }), [
      { instance: 'https://gitlab.example.com', token: 'secret' },
    ]);
    assert.deepEqual(await tokens().read({ kind: 'cli', name: `${name}.missing` }), []);
  });

  it('finds the first variable of the GitLab CLI, and uses its token only for the instance in the environment', async () => {
    const variable = (environment: Record<string, string>) => tokens(environment).find();
    assert.deepEqual(await variable({ OAUTH_TOKEN: 'c', GITLAB_ACCESS_TOKEN: 'b' }), [
      { kind: 'variable', name: 'GITLAB_ACCESS_TOKEN', instance: 'https://gitlab.com' },
    ]);
    assert.deepEqual(await variable({ GITLAB_TOKEN: 'a', GITLAB_HOST: 'not an address' }), []);
    assert.deepEqual(await variable({ GITLAB_TOKEN: '', GITLAB_ACCESS_TOKEN: '' }), []);
    const read = (environment: Record<string, string>) =>
      tokens({ GITLAB_TOKEN: ' secret\n', ...environment }).read({ kind: 'variable', name: 'GITLAB_TOKEN' });
    const found = (instance: string) => [{ instance, token: 'secret' }];
    assert.deepEqual(await read({}), found('https://gitlab.com'));
    assert.deepEqual(
      await read({ GITLAB_URI: 'https://git.example.com/gitlab/' }),
      found('https://git.example.com/gitlab'),
    );
    assert.deepEqual(
      await read({ GL_HOST: 'b.example.com', GITLAB_HOST: 'a.example.com' }),
      found('https://a.example.com'),
    );
    assert.deepEqual(await read({ GITLAB_HOST: 'not an address' }), []);
  });
});
