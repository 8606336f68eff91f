import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AvatarFiles } from '../../../../src/gitlab/avatarFiles.ts';
import { GitLabClient } from '../../../../src/gitlab/gitLabClient.ts';
import { basesOf } from '../../../../src/model/address/instanceBases.ts';
import type { Person } from '../../../../src/model/issueDetails.ts';
import { Avatars, type AvatarPlace } from '../../../../src/sync/page/avatars.ts';
import { avatarPicture } from '../../../gitlab/seed/pictures.ts';
import { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import type { StandInOptions } from '../../../gitlab/standInOptions.ts';
import { transportTo } from '../../gitlab/startTransport.ts';
import { ManualClock } from '../../manualClock.ts';

const png = avatarPicture('someone');
const isPng = /^data:image\/png;base64,/;

/** A server on this computer, such as a storage or Gravatar. */
class OtherServer {
  readonly requests: IncomingMessage[] = [];
  readonly answers = new Map<string, (response: ServerResponse) => void>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      this.requests.push(request);
      const answer = this.answers.get(request.url?.replace(/\?.*$/, '') ?? '');
      if (answer) answer(response);
      else response.writeHead(404).end();
    });
  }

  static async start(): Promise<OtherServer> {
    const other = new OtherServer();
    await new Promise<void>((resolve) => other.server.listen(0, '127.0.0.1', resolve));
    return other;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get paths(): (string | undefined)[] {
    return this.requests.map(({ url }) => url);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe('Avatars', () => {
  let gitlab: StandInGitLab;
  let other: OtherServer;
  let avatars: Avatars;
  let place: AvatarPlace;
  let clock: ManualClock;
  let allowsForeign: unknown;

  const start = async (options: StandInOptions = {}) => {
    gitlab = await StandInGitLab.start({ issues: 1, relativeRoot: '/gitlab', ...options });
    place = { account: 'me', bases: basesOf(gitlab.url, { path: 'a/b', webUrl: `${gitlab.externalUrl}/a/b` }) };
  };
  const people = async (): Promise<readonly Person[]> => {
    const client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
    const project = await client.findProject(gitlab.world.projectPath(gitlab.world.projects.get(101)!));
    const facts = await client.details.findFacts(project, 1);
    gitlab.clearRequests();
    return facts.people ?? [];
  };
  const create = (resolveName: (host: string) => Promise<readonly string[]> = () => Promise.resolve([])) =>
    new Avatars({
      files: new AvatarFiles(resolveName),
      settings: { get: (name, read) => (name === 'page.foreignAvatars' ? read(allowsForeign) : undefined) },
      clock,
    });
  const serves = (path: string, bytes: Uint8Array) => {
    other.answers.set(path, (response) => response.end(bytes));
    return `${other.url}${path}`;
  };

  beforeEach(async () => {
    clock = new ManualClock();
    allowsForeign = false;
    other = await OtherServer.start();
    avatars = create();
  });
  afterEach(async () => {
    await gitlab.close();
    await other.close();
  });

  it('come from the GitLab instance, scaled, without a token, and once for each URL', async () => {
    await start();
    gitlab.world.updateIssue(101, 1, { authorId: 1, assigneeIds: [8] });
    const [author, assignee] = await people();
    const url = author?.avatarUrl ?? '';
    assert.equal(url, `${gitlab.url}/uploads/-/system/user/avatar/1/avatar.png`);
    assert.deepEqual([assignee?.username, assignee?.avatarUrl], ['noor.elmasri', undefined]);
    const all = await Promise.all([avatars.load(url, place), avatars.load(url, place)]);
    for (const data of [...all, await avatars.load(url, place)]) assert.match(data ?? '', isPng);
    assert.match((await avatars.load('/gitlab/uploads/-/system/user/avatar/1/avatar.png', place)) ?? '', isPng);
    assert.equal(gitlab.requests.length, 0);
    const [request, ...more] = gitlab.webRequests;
    assert.equal(more.length, 0);
    assert.equal(request?.query, 'width=64');
    for (const name of ['authorization', 'private-token', 'cookie', 'referer'])
      assert.equal(request.headers[name], undefined, name);
    assert.equal(JSON.stringify(request.headers).includes(gitlab.tokens.personal), false);
  });

  it('come from the origin of the web URL if the API has another one', async () => {
    await start({ externalUrl: other.url });
    gitlab.world.updateIssue(101, 1, { authorId: 1, assigneeIds: [] });
    serves('/uploads/-/system/user/avatar/1/avatar.png', png);
    const [author] = await people();
    assert.match((await avatars.load(author?.avatarUrl ?? '', place)) ?? '', isPng);
    assert.deepEqual(other.paths, ['/uploads/-/system/user/avatar/1/avatar.png?width=64']);
    assert.equal(other.requests[0]?.headers.authorization, undefined);
  });

  it('come from another host only if the user allows it', async () => {
    await start();
    const url = serves('/avatar/abc', png);
    for (const denied of [false, undefined, 'true', 1, null]) {
      allowsForeign = denied;
      assert.equal(avatars.isAllowed(`${url}?s=80&d=identicon`, place), false);
      assert.equal(await avatars.load(`${url}?s=80&d=identicon`, place), undefined);
    }
    assert.deepEqual(other.paths, []);
    allowsForeign = true;
    assert.equal(avatars.isAllowed(`${url}?s=80&d=identicon`, place), true);
    assert.match((await avatars.load(`${url}?s=80&d=identicon`, place)) ?? '', isPng);
    assert.deepEqual(other.paths, ['/avatar/abc?s=80&d=identicon']);
    for (const name of ['authorization', 'private-token', 'cookie', 'referer'])
      assert.equal(other.requests[0]?.headers[name], undefined, name);
    allowsForeign = false;
    assert.equal(await avatars.load(`${url}?s=80&d=identicon`, place), undefined);
  });

  it('do not come from another host that the user no longer allows, even if they are next', async () => {
    await start();
    allowsForeign = true;
    const loading = [serves('/one', png), serves('/two', png)].map((url) => avatars.load(url, place));
    other.answers.set('/one', (response) => {
      allowsForeign = false;
      response.end(png);
    });
    await Promise.all(loading);
    assert.deepEqual(other.paths, ['/one']);
  });

  it('do not come from a private network if the instance is public', async () => {
    await start();
    allowsForeign = true;
    const inside = create((host) => Promise.resolve([host === 'rebound.example' ? '10.0.0.1' : '93.184.216.34']));
    const outside = { ...place, bases: ['https://gitlab.example'] };
    const port = new URL(other.url).port;
    for (const url of [
      serves('/avatar', png),
      `http://localhost:${port}/avatar`,
      'https://rebound.example/avatar',
      'https://192.168.0.1/avatar',
      'http://169.254.169.254/avatar',
    ])
      assert.equal(await inside.load(url, outside), undefined, url);
    assert.deepEqual(other.paths, []);
  });

  it('follow a redirect to a storage, but not to the sign-in page', async () => {
    await start({ restrictsPublicVisibility: true });
    const own = `${gitlab.url}/uploads/-/system/user/avatar/1/avatar.png`;
    assert.equal(await avatars.load(own, place), undefined);
    assert.deepEqual(
      gitlab.webRequests.map(({ path, status }) => [path, status]),
      [['/uploads/-/system/user/avatar/1/avatar.png', 302]],
    );
    const storage = await OtherServer.start();
    try {
      storage.answers.set('/bucket/avatar.png', (response) => response.end(png));
      other.answers.set('/avatar.png', (response) =>
        response.writeHead(302, { Location: `${storage.url}/bucket/avatar.png?signature=1` }).end(),
      );
      const stored = { ...place, bases: [other.url] };
      assert.match((await avatars.load('/avatar.png', stored)) ?? '', isPng);
      assert.deepEqual(storage.paths, ['/bucket/avatar.png?signature=1']);
    } finally {
      await storage.close();
    }
  });

  it('are images of at most 200 KiB, of a type that runs no scripts, or nothing, and are not requested again', async () => {
    await start();
    const at = { ...place, bases: [other.url] };
    const largest = Buffer.concat([png, Buffer.alloc(200 * 1024 - png.length)]);
    assert.match((await avatars.load(serves('/largest.png', largest), at)) ?? '', isPng);
    const text = (words: string) => Buffer.from(words);
    const wrong: Readonly<Record<string, Uint8Array>> = {
      '/larger.png': Buffer.concat([largest, Buffer.alloc(1)]),
      '/image.svg': text('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      '/page.png': text('<!DOCTYPE html><title>Sign in</title>'),
      '/text.png': text('Not an image'),
      '/empty.png': Buffer.alloc(0),
    };
    for (const [path, bytes] of Object.entries(wrong)) serves(path, bytes);
    for (const path of [...Object.keys(wrong), '/missing.png']) {
      other.requests.length = 0;
      assert.equal(await avatars.load(`${other.url}${path}`, at), undefined, path);
      assert.equal(await avatars.load(`${other.url}${path}`, at), undefined, path);
      assert.deepEqual(other.paths, [path]);
    }
  });

  it('are not loaded from an address that is not one of a website', async () => {
    await start();
    allowsForeign = true;
    const withPassword = serves('/avatar', png).replace('http://', 'http://user:secret@');
    for (const url of ['', 'data:image/png;base64,AA', 'file:///etc/passwd', 'http://', 'javascript:1', withPassword])
      assert.equal(url !== '' && avatars.isAllowed(url, place), false, url);
    assert.equal(await avatars.load(withPassword, place), undefined);
    assert.deepEqual(other.paths, []);
  });

  it('leave a host that does not respond alone for a minute', async () => {
    await start();
    const at = { ...place, bases: [other.url] };
    const [one, two] = ['/one', '/two'].map((path) => `${other.url}${path}`);
    other.answers.set('/one', (response) => response.destroy());
    serves('/two', png);
    assert.deepEqual(await Promise.all([avatars.load(one!, at), avatars.load(two!, at)]), [undefined, undefined]);
    assert.deepEqual(new Set(other.paths), new Set(['/one']));
    serves('/one', png);
    await clock.advance(59_000);
    assert.equal(await avatars.load(one!, at), undefined);
    await clock.advance(1_000);
    for (const url of [one, two]) assert.match((await avatars.load(url!, at)) ?? '', isPng);
  });

  it('load one after another', async () => {
    await start();
    let open = 0;
    let most = 0;
    const urls = Array.from({ length: 5 }, (_, at) => {
      other.answers.set(`/${at}`, (response) => {
        open += 1;
        most = Math.max(most, open);
        setImmediate(() => {
          open -= 1;
          response.end(png);
        });
      });
      return `${other.url}/${at}`;
    });
    await Promise.all(urls.map((url) => avatars.load(url, { ...place, bases: [other.url] })));
    assert.deepEqual([other.requests.length, most], [5, 1]);
  });

  it('are dropped from the cache when it is full, and when the user signs out', async () => {
    await start();
    const at = { ...place, bases: [other.url] };
    const large = Buffer.concat([png, Buffer.alloc(190 * 1024)]);
    const urls = Array.from({ length: 25 }, (_, index) => serves(`/${index}`, large));
    const count = async (url: string, where: AvatarPlace) => {
      other.requests.length = 0;
      assert.match((await avatars.load(url, where)) ?? '', isPng);
      return other.requests.length;
    };
    for (const url of urls) assert.equal(await count(url, at), 1);
    assert.equal(await count(urls.at(-1)!, at), 0);
    assert.equal(await count(urls[0]!, at), 1);
    assert.equal(await count(urls[0]!, { ...at, account: 'other' }), 1);
    avatars.forget((account) => account === 'other');
    assert.equal(await count(urls[0]!, at), 0);
    assert.equal(await count(urls[0]!, { ...at, account: 'other' }), 1);
  });
});
