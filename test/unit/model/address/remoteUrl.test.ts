import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type InstanceUrl, parseInstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import {
  mayBeGitLab,
  parseRemoteUrl,
  repositoryPathOn,
  suggestedInstance,
} from '../../../../src/model/address/remoteUrl.ts';

/** Remotes that git accepts, with their targets as `protocol host[:port] path`, or `-` for no usable target. */
const remotes: readonly (readonly [remote: string, expected: string])[] = [
  // https
  ['https://gitlab.com/group/project.git', 'https gitlab.com group/project'],
  ['https://gitlab.com/group/project', 'https gitlab.com group/project'],
  ['https://gitlab.com/group/project/', 'https gitlab.com group/project'],
  ['https://gitlab.com/group/project.git/', 'https gitlab.com group/project'],
  ['https://gitlab.com/group/sub/sub2/project.git', 'https gitlab.com group/sub/sub2/project'],
  ['https://GitLab.COM/Group/Project.git', 'https gitlab.com Group/Project'],
  ['HTTPS://gitlab.com/group/project.GIT', 'https gitlab.com group/project'],
  ['https://gitlab.com:443/group/project.git', 'https gitlab.com group/project'],
  ['https://gitlab.example.com:8443/group/project.git', 'https gitlab.example.com:8443 group/project'],
  ['https://user@gitlab.com/group/project.git', 'https gitlab.com group/project'],
  ['https://user:secret@gitlab.com/group/project.git', 'https gitlab.com group/project'],
  ['https://oauth2:glpat-abc@gitlab.com/group/project.git', 'https gitlab.com group/project'],
  ['https://anna%40example.com:p%3Aw@gitlab.com/group/project.git', 'https gitlab.com group/project'],
  ['https://gitlab-ci-token:x@gitlab.example.com:8443/g/p.git', 'https gitlab.example.com:8443 g/p'],
  ['https://example.com/gitlab/group/project.git', 'https example.com gitlab/group/project'],
  ['https://gitlab.com//group///project.git', 'https gitlab.com group/project'],
  ['https://gitlab.com/group/project.git?x=1', 'https gitlab.com group/project'],
  ['https://gitlab.com/group/project.git#readme', 'https gitlab.com group/project'],
  ['https://gitlab.com/group/my.project.js', 'https gitlab.com group/my.project.js'],
  ['https://gitlab.com/group/project.git.git', 'https gitlab.com group/project.git'],
  ['https://gitlab.com/gr_oup/pro-ject_1.2', 'https gitlab.com gr_oup/pro-ject_1.2'],
  ['https://gitlab.com/group/pro%2Dject.git', 'https gitlab.com group/pro-ject'],
  ['https://192.168.1.5/group/project.git', 'https 192.168.1.5 group/project'],
  ['https://[2001:db8::1]/group/project.git', 'https [2001:db8::1] group/project'],
  ['https://[2001:DB8::1]:8443/group/project.git', 'https [2001:db8::1]:8443 group/project'],
  ['https://gitläb.example/group/project.git', 'https xn--gitlb-jra.example group/project'],
  ['https://gitlab.com./group/project.git', 'https gitlab.com. group/project'],
  ['  https://gitlab.com/group/project.git  ', 'https gitlab.com group/project'],
  ['https://gitlab.com.evil.test/group/project.git', 'https gitlab.com.evil.test group/project'],
  ['https://gitlab.com@evil.test/group/project.git', 'https evil.test group/project'],
  ['https://evil.test/gitlab.com/group/project.git', 'https evil.test gitlab.com/group/project'],
  // http
  ['http://gitlab.local/group/project.git', 'http gitlab.local group/project'],
  ['http://gitlab.local:80/group/project.git', 'http gitlab.local group/project'],
  ['http://gitlab.local:443/group/project.git', 'http gitlab.local:443 group/project'],
  ['http://127.0.0.1:8929/root/demo.git', 'http 127.0.0.1:8929 root/demo'],
  ['http://localhost:3000/group/project', 'http localhost:3000 group/project'],
  // ssh
  ['ssh://git@gitlab.com/group/project.git', 'ssh gitlab.com group/project'],
  ['ssh://git@gitlab.com:22/group/project.git', 'ssh gitlab.com group/project'],
  ['ssh://git@gitlab.example.com:2222/group/sub/project.git', 'ssh gitlab.example.com:2222 group/sub/project'],
  ['ssh://gitlab.com/group/project.git', 'ssh gitlab.com group/project'],
  ['ssh://git@GITLAB.com/group/project', 'ssh gitlab.com group/project'],
  ['ssh://git@altssh.gitlab.com:443/group/project.git', 'ssh altssh.gitlab.com:443 group/project'],
  ['ssh://git@[::1]:2222/group/project.git', 'ssh [::1]:2222 group/project'],
  ['ssh://git@[::1]/group/project.git', 'ssh [::1] group/project'],
  ['git+ssh://git@gitlab.com/group/project.git', 'ssh gitlab.com group/project'],
  ['ssh+git://git@gitlab.com/group/project.git', 'ssh gitlab.com group/project'],
  ['git://gitlab.example.com/group/project.git', 'git gitlab.example.com group/project'],
  ['git://gitlab.example.com:9418/group/project.git', 'git gitlab.example.com group/project'],
  // scp-like
  ['git@gitlab.com:group/project.git', 'ssh gitlab.com group/project'],
  ['git@gitlab.com:group/project', 'ssh gitlab.com group/project'],
  ['git@gitlab.com:group/sub/project.git/', 'ssh gitlab.com group/sub/project'],
  ['git@gitlab.com:/group/project.git', 'ssh gitlab.com group/project'],
  ['git@GitLab.Com:Group/Project.git', 'ssh gitlab.com Group/Project'],
  ['gitlab.com:group/project.git', 'ssh gitlab.com group/project'],
  ['gitlab@gitlab.example.com:group/project.git', 'ssh gitlab.example.com group/project'],
  ['git@[::1]:group/project.git', 'ssh [::1] group/project'],
  ['git@gitlab-work:group/project.git', 'ssh gitlab-work group/project'],
  ['[git@gitlab.example.com:2222]:group/project.git', 'ssh gitlab.example.com:2222 group/project'],
  ['git@[gitlab.example.com:2222]:group/project.git', 'ssh gitlab.example.com:2222 group/project'],
  ['[gitlab.example.com:2222]:/group/project.git', 'ssh gitlab.example.com:2222 group/project'],
  ['[gitlab.example.com:22]:group/project', 'ssh gitlab.example.com group/project'],
  ['[gitlab.example.com:443]:group/project', 'ssh gitlab.example.com:443 group/project'],
  ['[git@gitlab-work]:group/project.git', 'ssh gitlab-work group/project'],
  ['[::1]:group/project', 'ssh [::1] group/project'],
  ['[git@2001:DB8::1]:group/project.git', 'ssh [2001:db8::1] group/project'],
  ['[gitlab.com:22:22]:group/project', '-'],
  ['[gitlab.com/x:22]:group/project', '-'],
  ['[a@b@gitlab.com:22]:group/project', '-'],
  ['[gitlab.com:22]group/project', '-'],
  ['git@192.168.1.5:group/project.git', 'ssh 192.168.1.5 group/project'],
  ['git@gitlab.example.com:2222/project.git', 'ssh gitlab.example.com 2222/project'],
  // A project's other repositories, and a group's wiki
  ['git@gitlab.com:group/project.wiki.git', 'ssh gitlab.com group/project.wiki'],
  ['https://gitlab.com/group/project.design.git', 'https gitlab.com group/project.design'],
  ['git@gitlab.com:group/project/snippets/12.git', 'ssh gitlab.com group/project/snippets/12'],
  ['git@gitlab.com:group.wiki.git', 'ssh gitlab.com group.wiki'],
  ['git@gitlab.com:snippets/12.git', '-'],
  // No target
  ['', '-'],
  ['   ', '-'],
  ['project', '-'],
  ['/srv/git/group/project.git', '-'],
  ['../group/project.git', '-'],
  ['./group:odd/project.git', '-'],
  ['~/group/project.git', '-'],
  ['file:///srv/git/group/project.git', '-'],
  ['C:\\repos\\group\\project', '-'],
  ['C:/repos/group/project', '-'],
  ['c:repos/group/project', '-'],
  ['\\\\server\\share\\group\\project', '-'],
  ['https://gitlab.com', '-'],
  ['https://gitlab.com/', '-'],
  ['https://gitlab.com/project.git', '-'],
  ['git@gitlab.com:project.git', '-'],
  ['https://gitlab.com/group/../../etc', '-'],
  ['git@gitlab.com:group/../other/project', '-'],
  ['https://gitlab.com/group/pro ject.git', '-'],
  ['https://gitlab.com/group/pro%ject.git', '-'],
  ['https:///group/project.git', '-'],
  ['https://exa mple.com/group/project.git', '-'],
  ['ext::sh -c touch% /tmp/x', '-'],
  ['ext::ssh git@gitlab.com group/project', '-'],
  ['codecommit::eu-west-1://group/project', '-'],
  ['persistent-https://gitlab.com/group/project.git', '-'],
  ['ftp://gitlab.com/group/project.git', '-'],
  ['javascript:alert(1)/group/project', '-'],
  ['https://gitlab.com/group/project.git\nhttps://evil.test/a/b', '-'],
  // Parsers of URLs leave these characters out.
  ['https://gitlab.com/gro\tup/project.git', '-'],
  ['https://git\nlab.com/group/project.git', '-'],
  ['https://gitlab.com/group/pro\r\nject.git', '-'],
  ['git@gitlab.com:-group/project.git', '-'],
  ['--upload-pack=touch /tmp/x', '-'],
  ['bundle.bundle', '-'],
];

describe('parseRemoteUrl', () => {
  it('reads at most 2000 characters', () => {
    const remote = (length: number) => 'https://gitlab.com/group/'.padEnd(length, 'x');
    assert.ok(parseRemoteUrl(remote(2000)));
    assert.equal(parseRemoteUrl(remote(2001)), undefined);
  });

  it('is tested with at least 60 unusual remotes, none of them twice', () => {
    assert.ok(remotes.length >= 60);
    assert.equal(new Set(remotes.map(([remote]) => remote)).size, remotes.length);
  });

  for (const [remote, expected] of remotes) {
    it(`${JSON.stringify(remote)} -> ${expected}`, () => {
      const parsed = parseRemoteUrl(remote);
      const port = parsed?.port === undefined ? '' : `:${parsed.port}`;
      assert.equal(parsed ? `${parsed.protocol} ${parsed.host}${port} ${parsed.path}` : '-', expected);
    });
  }

  it('never throws, and never returns user info or a control character', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseRemoteUrl(text);
        assert.ok(!parsed || !/[@\s\\]/.test(`${parsed.host}${parsed.path}`));
      }),
    );
  });
});

const instance = (url: string): InstanceUrl => {
  const parsed = parseInstanceUrl(url);
  assert.ok(parsed, url);
  return parsed;
};

describe('repositoryPathOn', () => {
  const on = (base: string, remote: string) => {
    const parsed = parseRemoteUrl(remote);
    return parsed && repositoryPathOn(instance(base), parsed);
  };

  it('finds the project if the origin and the subpath match the instance', () => {
    assert.equal(on('https://gitlab.com', 'https://gitlab.com/g/s/p.git'), 'g/s/p');
    assert.equal(on('https://gitlab.com', 'git@gitlab.com:g/p.git'), 'g/p');
    assert.equal(on('https://gitlab.com', 'ssh://git@altssh.gitlab.com:443/g/p.git'), 'g/p');
    assert.equal(on('https://x.test:8443', 'https://x.test:8443/g/p'), 'g/p');
    assert.equal(on('https://x.test:8443', 'ssh://git@x.test:2222/g/p'), 'g/p');
    assert.equal(on('https://x.test/gitlab', 'https://x.test/gitlab/g/p.git'), 'g/p');
    assert.equal(on('https://x.test/gitlab', 'git@x.test:g/p.git'), 'g/p');
    assert.equal(on('http://127.0.0.1:80', 'http://127.0.0.1/g/p.git'), 'g/p');
  });

  it('A02: accepts no lookalike', () => {
    const lookalikes = [
      'https://gitlab.example.com.evil.test/g/p.git',
      'https://gitlab.example.com@evil.test/g/p.git',
      'https://evil.test/gitlab.example.com/g/p.git',
      'https://evilgitlab.example.com/g/p.git',
      'https://gitlab.example.com:8443/g/p.git',
      'http://gitlab.example.com/g/p.git',
      'http://gitlab.example.com:443/g/p.git',
      'https://gitlab.example.com./g/p.git',
      'https://gitlab-example.com/g/p.git',
      'https://gitlab.example.co/g/p.git',
      'https://www.gitlab.example.com/g/p.git',
      'https://gitlаb.example.com/g/p.git', // a Cyrillic a
      'git@gitlab.example.com.evil.test:g/p.git',
      'ssh://gitlab.example.com@evil.test/g/p.git',
      'git@evil.test:gitlab.example.com/p.git',
      'https://user:gitlab.example.com@evil.test/g/p.git',
      'https://evil.test#@gitlab.example.com/g/p.git',
      'https://evil.test?@gitlab.example.com/g/p.git',
      'https://evil.test\\@gitlab.example.com/g/p.git',
      'https://evil.test/@gitlab.example.com/g/p.git',
      'https://evil.test%2F@gitlab.example.com:8443/g/p.git',
      'https://gitlab.example.com%2eevil.test/g/p.git',
      'https://gitlab.example.com\u3002evil.test/g/p.git',
      'https://ｇitlab.example.com.evil.test/g/p.git',
      'https://gitlab.example.com\u2024evil.test/g/p.git',
      'ssh://git@gitlab.example.com.evil.test:443/g/p.git',
      'ssh://git@evil.test/gitlab.example.com/g/p.git',
      'git@gitlab.example.com@evil.test:g/p.git',
      'git@evil.test:443/gitlab.example.com/g/p.git',
      'ftp://gitlab.example.com/g/p.git',
      'file://gitlab.example.com/g/p.git',
    ];
    assert.equal(new Set(lookalikes).size, 31);
    for (const remote of lookalikes) assert.equal(on('https://gitlab.example.com', remote), undefined, remote);
    for (const remote of [
      'https://x.test/gitlab2/g/p',
      'https://x.test/g/p',
      'https://x.test/gitlab/p',
      'https://x.test/GitLab/g/p',
    ]) {
      assert.equal(on('https://x.test/gitlab', remote), undefined, remote);
    }
  });
});

describe('suggestedInstance', () => {
  const suggested = (remote: string) => {
    const parsed = parseRemoteUrl(remote);
    return parsed && suggestedInstance(parsed);
  };

  it('is the same address for http(s), and https for ssh', () => {
    assert.equal(suggested('https://x.test:8443/g/p.git'), 'https://x.test:8443');
    assert.equal(suggested('http://127.0.0.1:8929/g/p.git'), 'http://127.0.0.1:8929');
    assert.equal(suggested('ssh://git@x.test:2222/g/p.git'), 'https://x.test');
    assert.equal(suggested('git@altssh.gitlab.com:g/p.git'), 'https://gitlab.com');
  });
});

describe('mayBeGitLab', () => {
  it('excludes other forges and nothing else', () => {
    const verdict = (remote: string) => {
      const parsed = parseRemoteUrl(remote);
      return parsed && mayBeGitLab(parsed);
    };
    assert.equal(verdict('git@github.com:a/b.git'), false);
    assert.equal(verdict('https://dev.azure.com/org/project/_git/repo'), false);
    assert.equal(verdict('https://github.com.example.org/a/b'), true);
    assert.equal(verdict('git@git.example.com:a/b.git'), true);
  });
});
