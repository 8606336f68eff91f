import assert from 'node:assert/strict';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon } from './testRequest.ts';

const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]);

describe('Files of repositories', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 1, relativeRoot: '/gitlab' });
    standIn.world.files.push({ projectId: 101, path: 'docs/a b.png', bytes: () => bytes });
    standIn.world.files.push({ projectId: 101, path: 'large.png', bytes: () => bytes, isInLfs: true });
  });
  afterEach(() => standIn.close());

  const files = '/projects/101/repository/files';
  const raw = async (path: string): Promise<Buffer> => {
    const headers = { 'PRIVATE-TOKEN': standIn.tokens.personal };
    const response = await fetch(`${standIn.url}/api/v4${path}`, { headers });
    assert.equal(response.status, 200);
    return Buffer.from(await response.arrayBuffer());
  };

  it('C14: returns a file byte for byte, by ID or path of the project, and by any name of the default branch', async () => {
    for (const project of ['101', 'tanuki-tools%2Fweb-shop'])
      for (const query of ['', '?ref=HEAD', '?ref=main', '?lfs=true'])
        assert.deepEqual(
          await raw(`/projects/${project}/repository/files/docs%2Fa%20b.png/raw${query}`),
          bytes,
          `${project}${query}`,
        );
    const response = await fetch(`${standIn.url}/api/v4${files}/docs%2Fa%20b.png/raw`, {
      headers: { 'PRIVATE-TOKEN': standIn.tokens.personalReadApi },
    });
    assert.equal(response.headers.get('x-gitlab-file-name'), 'a%20b.png');
    assert.equal(response.headers.get('x-gitlab-size'), '8');
  });

  it('C14: returns the facts of a file with its content in base64', async () => {
    const { json } = await ask(standIn, `${files}/docs%2Fa%20b.png?ref=HEAD`);
    // The attributes of the documentation.
    const names = ['blob_id', 'commit_id', 'content', 'content_sha256', 'encoding', 'execute_filemode', 'file_name'];
    assert.deepEqual(Object.keys(json as object).sort(), [...names, 'file_path', 'last_commit_id', 'ref', 'size']);
    assert.equal(Buffer.from(String(Reflect.get(json as object, 'content')), 'base64').equals(bytes), true);
    assert.deepEqual((await ask(standIn, `${files}/docs%2Fa%20b.png`)).json, { error: 'ref is missing' });
  });

  it('C14: returns the content from Git LFS only on request, since 15.7', async () => {
    assert.match(
      (await raw(`${files}/large.png/raw`)).toString(),
      /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n/,
    );
    assert.deepEqual(await raw(`${files}/large.png/raw?lfs=true`), bytes);
    standIn.setVersion('15.6.0-ee');
    assert.match((await raw(`${files}/large.png/raw?lfs=true`)).toString(), /^version/);
  });

  it('C14: rejects unknown files and refs, paths that lead elsewhere, and users who can’t read code', async () => {
    const answer = async (path: string, token?: 'guest' | 'outsider') => {
      const { status, json } = await ask(standIn, `${files}/${path}`, token === undefined ? {} : { token });
      return [status, json];
    };
    // As recorded from gitlab.com.
    assert.deepEqual(await answer('missing.png/raw'), [404, { message: '404 File Not Found' }]);
    assert.deepEqual(await answer('large.png/raw?ref=other'), [404, { message: '404 Commit Not Found' }]);
    assert.deepEqual(await answer('..%2Fx/raw'), [400, { error: 'file_path should be a valid file path' }]);
    assert.deepEqual(await answer('large.png/raw', 'guest'), [403, { message: '403 Forbidden' }]);
    assert.deepEqual(await answer('large.png/raw', 'outsider'), [404, { message: '404 Project Not Found' }]);
  });
});
