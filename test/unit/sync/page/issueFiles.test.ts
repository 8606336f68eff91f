import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GitLabClient } from '../../../../src/gitlab/gitLabClient.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { cleanFileName, IssueFiles } from '../../../../src/sync/page/issueFiles.ts';
import { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { failure, transportTo } from '../../gitlab/startTransport.ts';

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

describe('Files of an issue', () => {
  let gitlab: StandInGitLab;
  let files: IssueFiles;
  let client: GitLabClient;
  let foreign: string[];
  let givesUploads: boolean;

  const upload = async (name: string, bytes: Uint8Array) => {
    const markdown = await client.details.upload(await project(), name, bytes);
    return /\(([^)]+)\)/.exec(markdown)![1]!;
  };
  const project = () => client.findProject(gitlab.world.projectPath(gitlab.world.projects.get(101)!));
  const text = (words: string) => new TextEncoder().encode(words);

  const start = async (externalUrl?: string) => {
    gitlab = await StandInGitLab.start({ issues: 1, ...(externalUrl === undefined ? {} : { externalUrl }) });
    client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
    foreign = [];
    givesUploads = true;
    files = new IssueFiles({
      instance: gitlab.url,
      source: async () => ({ gateway: client, project: await project() }),
      closed: new AbortController().signal,
      foreign: (url) => {
        foreign.push(url.href);
        return url.pathname === '/gone.png' ? Promise.reject(new GitLabError('offline')) : Promise.resolve(png);
      },
      givesUploads: () => givesUploads,
    });
  };
  beforeEach(() => start());
  afterEach(() => gitlab.close());

  it('loads images from the GitLab instance with the token, once, whatever the form of their address', async () => {
    const address = await upload('shot one.png', png);
    const { webUrl } = await project();
    const first = await files.picture(address, false);
    assert.match(first.data ?? '', /^data:image\/png;base64,/);
    gitlab.clearRequests();
    assert.deepEqual(await files.picture(address, false), first);
    assert.equal(gitlab.requests.length, 0);
    assert.deepEqual(await files.picture(`${webUrl}${address}`, false), first);
    assert.deepEqual(await files.picture(`${gitlab.url}/-/project/101${address}`, false), first);
  });

  it('C12: loads images from the instance if its web address is not that of its API', async () => {
    await gitlab.close();
    await start('https://git.example.org/sub');
    const address = await upload('shot.png', png);
    const { webUrl, path } = await project();
    assert.equal(webUrl, `https://git.example.org/sub/${path}`);
    const first = await files.picture(address, false);
    assert.match(first.data ?? '', /^data:image\/png;base64,/);
    for (const base of [webUrl, `${gitlab.url}/${path}`])
      assert.deepEqual(await files.picture(`${base}${address}`, false), first, base);
    for (const base of ['https://git.example.org/sub', gitlab.url])
      assert.deepEqual(await files.picture(`${base}/-/project/101${address}`, false), first, base);
    assert.equal(await files.nameOf(`${webUrl}${address}`), 'shot.png');
    for (const base of ['https://git.example.org', 'https://git.example.org.evil.example/sub'])
      assert.deepEqual(await files.picture(`${base}/-/project/101${address}`, false), { problem: 'foreign' }, base);
    assert.deepEqual(foreign, []);
  });

  it('C8: loads uploads of another project, a renamed project, or a group', async () => {
    const { world } = gitlab;
    const other = world.projects.get(102)!;
    const group = world.groups.get(other.groupId)!;
    const place = { secret: 'a'.repeat(32), contentType: 'image/png', bytes: () => Buffer.from(png) };
    world.uploads.push({ ...place, projectId: 102, filename: 'other.png' });
    world.uploads.push({ ...place, projectId: 0, groupId: group.id, filename: 'epic.png' });
    const isShown = async (address: string) => {
      const { data, problem } = await files.picture(address, false);
      return data === undefined ? problem : 'shown';
    };
    const file = `uploads/${place.secret}`;
    assert.equal(await isShown(`${gitlab.url}/${world.projectPath(other)}/${file}/other.png`), 'shown');
    assert.equal(await isShown(`/-/project/102/${file}/other.png`), 'shown');
    assert.equal(await isShown(`${gitlab.url}/-/group/${group.id}/${file}/epic.png`), 'shown');
    assert.equal(await isShown(`${gitlab.url}/groups/${world.groupPath(group)}/-/${file}/epic.png`), 'shown');
    assert.equal(await isShown(`${gitlab.url}/${world.projectPath(other)}/${file}/epic.png`), 'notFound');
    assert.deepEqual(foreign, []);
    const before = world.projectPath(other);
    other.path = 'renamed';
    world.redirects.set(before.toLowerCase(), other.id);
    assert.equal(await isShown(`${gitlab.url}/${before}/${file}/other.png?again`), 'shown');
  });

  it('C8: loads uploads with old secrets, and ignores the query and fragment of their addresses', async () => {
    const address = await upload('shot.png', png);
    const { webUrl } = await project();
    const first = await files.picture(address, false);
    for (const end of ['?width=100', '#top', '?inline=false#x'])
      assert.deepEqual(await files.picture(`${webUrl}${address}${end}`, false), first, end);
    const [stored] = gitlab.world.uploads.filter(({ filename }) => filename === 'shot.png');
    for (const secret of ['0123456789', 'abcdef0123456789abcd', 'ABCDEF0123']) {
      gitlab.world.uploads.push({ ...stored!, id: gitlab.world.nextId(), secret });
      assert.deepEqual(await files.picture(`/uploads/${secret}/shot.png`, false), first, secret);
    }
    for (const secret of ['012345678', 'g'.repeat(32), 'a'.repeat(33)])
      assert.deepEqual(await files.picture(`/uploads/${secret}/shot.png`, false), { problem: 'notFound' }, secret);
    assert.equal(await files.nameOf(`${address}?inline=false#x`), 'shot.png');
  });

  describe('in a repository', () => {
    const raw = async (path: string) => `${(await project()).webUrl}/-/raw/HEAD/${path}`;
    const add = (path: string, bytes: Uint8Array, more: { projectId?: number; isInLfs?: boolean } = {}) => {
      gitlab.world.files.push({ projectId: 101, path, bytes: () => Buffer.from(bytes), ...more });
    };
    const requested = () => gitlab.requests.filter(({ path }) => path.includes('/repository/files/'));

    it('C14: are loaded through the API with the token, once, from the default branch', async () => {
      add('docs/a b.png', png);
      const address = await raw('docs/a%20b.png');
      const first = await files.picture(address, false);
      assert.match(first.data ?? '', /^data:image\/png;base64,/);
      assert.deepEqual(await files.picture(address, false), first);
      const [request, ...others] = requested();
      assert.equal(others.length, 0);
      assert.match(request?.path ?? '', /\/api\/v4\/projects\/101\/repository\/files\/docs%2Fa%20b\.png\/raw$/);
      assert.match(request?.query ?? '', /(?:^|&)ref=HEAD(?:&|$)/);
      assert.deepEqual(foreign, []);
    });

    it('C14: are found by their address, whatever its form', async () => {
      const names = ['100%.png', 'ü/é.png', '.hidden/-/raw/x.png', 'a+b&c=d.png', 'a#b?.png'];
      for (const name of names) {
        add(name, png);
        const written = name.split('/').map(encodeURIComponent).join('/');
        assert.ok((await files.picture(await raw(written), false)).data, name);
      }
      add('docs/b.png', png);
      const { webUrl, path } = await project();
      for (const address of [
        `${webUrl}/-/raw/main/docs/b.png`,
        `${webUrl}/raw/main/docs/b.png?inline=false#x`,
        `${gitlab.url}/${path.toUpperCase()}/-/raw/HEAD/docs/b.png`,
      ])
        assert.ok((await files.picture(address, false)).data, address);
      assert.deepEqual(foreign, []);
    });

    it('C14: are loaded from Git LFS, and from other projects that the user can see', async () => {
      add('large.png', png, { isInLfs: true });
      assert.ok((await files.picture(await raw('large.png'), false)).data);
      add('other.png', png, { projectId: 102 });
      const other = gitlab.world.projectPath(gitlab.world.projects.get(102)!);
      assert.ok((await files.picture(`${gitlab.url}/${other}/-/raw/HEAD/other.png`, false)).data);
      gitlab.setVersion('15.6.0');
      add('second.png', png, { isInLfs: true });
      assert.deepEqual(await files.picture(await raw('second.png'), false), { problem: 'notAPicture' });
    });

    it('C14: are not shown if they are missing, too large, or no images, and after a failure they are requested again', async () => {
      add('page.png', text('<html><script>alert(1)</script>'));
      add('huge.png', new Uint8Array([...png, ...new Uint8Array(10 * 1024 * 1024)]));
      assert.deepEqual(await files.picture(await raw('missing.png'), false), { problem: 'notFound' });
      assert.deepEqual(await files.picture(await raw('page.png'), false), { problem: 'notAPicture' });
      assert.deepEqual(await files.picture(await raw('huge.png'), false), { problem: 'tooLarge' });
      add('there.png', png);
      const there = await raw('there.png');
      const path = '/api/v4/projects/*/repository/files/*';
      gitlab.addFault({ path, count: 1, do: { kind: 'answer', status: 403, body: '{"message":"403 Forbidden"}' } });
      assert.deepEqual(await files.picture(there, false), { problem: 'notFound' });
      assert.ok((await files.picture(there, false)).data);
      // The uploads API has nothing to do with it.
      givesUploads = false;
      assert.deepEqual(await files.picture(await raw('none.png'), false), { problem: 'notFound' });
    });

    it('C14: never lead the token out of the API', async () => {
      const { webUrl } = await project();
      gitlab.clearRequests();
      for (const path of ['..%2f..%2fx.png', '%2e%2e/x.png', '..%252fx.png', 'a//b.png', '%00.png'])
        assert.deepEqual(await files.picture(`${webUrl}/-/raw/HEAD/${path}`, true), { problem: 'notFound' }, path);
      assert.deepEqual(requested(), []);
      for (const base of ['https://gitlab.example', 'http://127.0.0.1.evil.example'])
        assert.deepEqual(await files.picture(`${base}/a/b/-/raw/HEAD/x.png`, false), { problem: 'foreign' }, base);
      assert.deepEqual(requested(), []);
    });
  });

  it('B10: loads from another host only after a click, and never from a relative address or another scheme', async () => {
    for (const host of ['https://tracker.example/p.png', 'http://127.0.0.1:1/p.png', 'http://169.254.169.254/latest'])
      assert.deepEqual(await files.picture(host, false), { problem: 'foreign' });
    assert.deepEqual(foreign, []);
    assert.match((await files.picture('https://tracker.example/p.png', true)).data ?? '', /^data:image\/png/);
    assert.deepEqual(foreign, ['https://tracker.example/p.png']);
    for (const odd of ['file:///etc/passwd', '../../x.png', 'javascript:alert(1)', `/uploads/${'a'.repeat(32)}/../x`])
      assert.equal((await files.picture(odd, true)).data, undefined, odd);
    assert.equal(foreign.length, 1);
  });

  it('B11: accepts only image signatures, and sizes that can be shown', async () => {
    const page = await upload('page.png', text('<html><script>alert(1)</script>'));
    assert.deepEqual(await files.picture(page, false), { problem: 'notAPicture' });
    const svg = await upload('drawing.svg', text('<?xml version="1.0"?><svg onload="alert(1)"></svg>'));
    assert.match((await files.picture(svg, false)).data ?? '', /^data:image\/svg\+xml;base64,/);
    const large = await upload('large.png', new Uint8Array([...png, ...new Uint8Array(10 * 1024 * 1024)]));
    assert.deepEqual(await files.picture(large, false), { problem: 'tooLarge' });
    const there = await upload('there.png', png);
    const path = '/api/v4/projects/*/uploads/*';
    gitlab.addFault({ path, count: 1, do: { kind: 'redirect', location: 'http://10.0.0.1/x.png' } });
    assert.deepEqual(await files.picture(there, false), { problem: 'notFound' });
    gitlab.addFault({ path, count: 1, do: { kind: 'html', page: 'signIn' } });
    assert.equal((await files.picture(there, false)).data, undefined);
    assert.match((await files.picture(there, false)).data ?? '', /^data:image\/png/);
  });

  describe('in object storage', () => {
    let storage: Server;
    let place: string;
    let answer: (response: ServerResponse) => void;
    let heard: IncomingHttpHeaders[];
    let address: string;

    beforeEach(async () => {
      heard = [];
      answer = (response) => response.end(png);
      storage = createServer(({ headers }, response) => {
        heard.push(headers);
        answer(response);
      });
      await new Promise<void>((resolve) => {
        storage.listen(0, '127.0.0.1', resolve);
      });
      place = `http://127.0.0.1:${(storage.address() as AddressInfo).port}`;
      address = await upload('login.png', png);
      gitlab.world.uploads.at(-1)!.storedAt = `${place}/bucket/login.png?X-Amz-Signature=abc`;
    });
    afterEach(async () => {
      storage.closeAllConnections();
      await new Promise((resolve) => storage.close(resolve));
    });

    it('B11: are loaded from there without the token, as images and as attachments', async () => {
      assert.match((await files.picture(address, false)).data ?? '', /^data:image\/png/);
      assert.deepEqual(await files.file(address), png);
      assert.equal(heard.length, 2);
      for (const headers of heard)
        assert.deepEqual(
          ['authorization', 'private-token', 'cookie', 'referer'].map((name) => headers[name]),
          [undefined, undefined, undefined, undefined],
        );
      answer = (response) => response.end(new Uint8Array([...png, ...new Uint8Array(10 * 1024 * 1024)]));
      const second = await upload('large.png', png);
      gitlab.world.uploads.at(-1)!.storedAt = place;
      assert.deepEqual(await files.picture(second, false), { problem: 'tooLarge' });
    });

    it('B11: do not affect the account, whatever that server responds', async () => {
      for (const status of [401, 403, 404, 429, 500]) {
        answer = (response) => response.writeHead(status, { 'Retry-After': '3600' }).end('<Error/>');
        assert.equal((await failure(files.file(address))).reason, 'notFound', String(status));
      }
      answer = (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in</html>');
      assert.equal((await failure(files.file(address))).reason, 'notFound');
      answer = (response) => response.writeHead(302, { Location: `${gitlab.url}/api/v4/user` }).end();
      const before = gitlab.requests.length;
      assert.equal((await failure(files.file(address))).reason, 'notFound');
      assert.equal(gitlab.requests.length, before + 2, 'the project and the upload, and nothing after the storage');
      answer = (response) => response.end(png);
      assert.deepEqual(await files.file(address), png);
    });
  });

  it('reports that an older server does not support loading its images', async () => {
    const address = await upload('shot.png', png);
    gitlab.setVersion('17.3.0');
    givesUploads = false;
    assert.deepEqual(await files.picture(address, false), { problem: 'tooOld' });
  });

  it('reports why a token can’t load an attachment, and that the browser can', async () => {
    const address = await upload('report.pdf', text('%PDF'));
    const [gone, elsewhere, page] = [
      address.replace(/\/[0-9a-f]{32}\//, `/${'a'.repeat(32)}/`),
      `${gitlab.url}/other/project${address}`,
      `${gitlab.url}/other/project/-/blob/main/report.pdf`,
    ];
    const refused = async (work: Promise<unknown>) => {
      const { reason, message } = await failure(work);
      assert.equal(reason, 'notFound');
      return message;
    };
    const noSuch = /^The file wasn't found on 127\.0\.0\.1:\d+, or .* Try opening it in the browser\.$/;
    assert.match(await refused(files.file(gone)), noSuch);
    assert.match(await refused(files.file(elsewhere)), noSuch);
    assert.match(await refused(files.nameOf(page)), noSuch);
    gitlab.setVersion('17.3.0');
    givesUploads = false;
    assert.match(
      await refused(files.file(address)),
      /^Opening files from 127\.0\.0\.1:\d+ .* requires GitLab 17\.4 or later\. Open the file in the browser\.$/,
    );
  });

  it('reports a missing image, here or on another host', async () => {
    const address = (await upload('shot.png', png)).replace(/\/[0-9a-f]{32}\//, `/${'a'.repeat(32)}/`);
    assert.deepEqual(await files.picture(address, false), { problem: 'notFound' });
    assert.deepEqual(await files.picture('https://tracker.example/gone.png', true), { problem: 'notFound' });
  });

  it('loads an image once for simultaneous requests, and only a few at a time', async () => {
    const addresses = await Promise.all(['a.png', 'b.png', 'c.png'].map((name) => upload(name, png)));
    gitlab.clearRequests();
    const answers = await Promise.all([...addresses, ...addresses].map((address) => files.picture(address, false)));
    assert.ok(answers.every(({ data }) => data !== undefined));
    assert.equal(gitlab.requests.filter(({ path }) => path.includes('/uploads/')).length, 3);
  });

  it('B12: gives an attachment a safe name on every file system', async () => {
    const report = await upload('report.pdf', text('%PDF'));
    assert.equal(await files.nameOf(report), 'report.pdf');
    assert.equal(new TextDecoder().decode(await files.file(report)), '%PDF');
    await assert.rejects(files.file(report, AbortSignal.abort()), (error) => GitLabError.is(error, 'canceled'));
    const names = [
      '../../x',
      'C:\\x',
      'CON',
      'nul.txt',
      'a\0b',
      '.bashrc',
      `x.${'n'.repeat(99)}`,
      `${'n'.repeat(300)}.txt`,
      'a\u202Egpj.exe',
      '',
    ];
    for (const odd of names) {
      const cleaned = cleanFileName(odd);
      assert.match(cleaned, /^[\w. -]{1,105}$/, odd);
      assert.doesNotMatch(cleaned, /^\.|^(?:con|nul)(?:\.|$)/i, odd);
    }
    await assert.rejects(files.file('https://elsewhere.example/uploads/x/y.pdf'), /GitLabError|not/);
  });
});
