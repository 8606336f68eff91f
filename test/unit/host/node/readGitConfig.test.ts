import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { readGitConfig } from '../../../../src/host/node/readGitConfig.ts';

describe('C3: Git’s configuration', () => {
  let home: string;
  let repository: string;
  let environment: Readonly<Record<string, string>>;
  const write = (path: string, text: string) => {
    const file = join(home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], PWD: folder, ...environment },
      encoding: 'utf8',
    });
  const read = async (folder = repository, urls: readonly string[] = []) =>
    (await readGitConfig(folder, '/usr/bin/git', urls, environment)).map(({ key, value }) => `${key}=${value}`);
  /** As Git itself reads it. */
  const expected = (folder = repository) =>
    git(folder, 'config', '--list', '--null', '--includes')
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => (entry.includes('\n') ? entry.replace('\n', '=') : `${entry}=`));

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'git-home-'));
    environment = { HOME: home, GIT_CONFIG_SYSTEM: join(home, 'system') };
    repository = join(home, 'work', 'app');
    mkdirSync(repository, { recursive: true });
    git(repository, 'init', '--quiet', '--initial-branch=main');
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  it('is read from the files of the system, the user, and the repository, and from the environment', async () => {
    write('system', '[url "a:"]\ninsteadOf = s:');
    write('.config/git/config', '[url "b:"]\ninsteadOf = x:');
    write('.gitconfig', '[url "c:"]\ninsteadOf = h:');
    git(repository, 'remote', 'add', 'origin', 'h:team/lantern');
    environment = {
      ...environment,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'URL.E:.InsteadOf',
      GIT_CONFIG_VALUE_0: 'e:',
    };
    const values = await read();
    assert.deepEqual(values, expected());
    assert.ok(['url.a:.insteadof=s:', 'url.b:.insteadof=x:', 'url.E:.insteadof=e:'].every((it) => values.includes(it)));
    write('programs/git/config', '[url "f:"]\ninsteadOf = p:');
    environment = { ...environment, XDG_CONFIG_HOME: join(home, 'programs') };
    const ofPrograms = await read();
    assert.deepEqual(ofPrograms, expected());
    assert.deepEqual(
      ['url.f:.insteadof=p:', 'url.b:.insteadof=x:'].map((it) => ofPrograms.includes(it)),
      [true, false],
    );
    write('other', '[url "d:"]\ninsteadOf = o:');
    environment = { ...environment, GIT_CONFIG_GLOBAL: join(home, 'other'), GIT_CONFIG_NOSYSTEM: 'true' };
    assert.deepEqual(await read(), expected());
  });

  it('is read from the file beside the folder of the Git program', async () => {
    write('programs/etc/gitconfig', '[found]\nrule = system');
    const program = join(home, 'programs', 'bin', 'git');
    const values = await readGitConfig(repository, program, [], { HOME: home });
    assert.deepEqual(
      values.filter(({ key }) => key === 'found.rule').map(({ value }) => value),
      ['system'],
    );
  });

  it('contains the files that it includes, also those that are included only for some repositories', async () => {
    write(
      '.gitconfig',
      [
        '[include]\npath = first\npath = absent',
        '[includeIf "gitdir:~/work/"]\npath = ~/rules/work',
        '[includeIf "gitdir:other/"]\npath = rules/other',
        '[includeIf "gitdir:WORK/"]\npath = rules/other',
        '[includeIf "gitdir/i:WORK/**/.git"]\npath = rules/anyCase',
        '[includeIf "gitdir:./work/a?p/.g*"]\npath = rules/relative',
        '[includeIf "gitdir:linked/"]\npath = rules/linked',
        '[includeIf "onbranch:ma*"]\npath = rules/branch',
        '[includeIf "onbranch:feature/"]\npath = rules/feature',
        '[includeIf "hasconfig:remote.*.url:git@git.example.org:*/**"]\npath = rules/remote',
        '[includeIf "hasconfig:remote.*.url:https://**"]\npath = rules/otherRemote',
        '[includeIf "unknown:x"]\npath = rules/other',
      ].join('\n'),
    );
    for (const name of ['work', 'other', 'anyCase', 'relative', 'linked', 'branch', 'feature', 'remote', 'otherRemote'])
      write(`rules/${name}`, `[found]\nrule = ${name}\n[include]\npath = ../second`);
    write('first', '[found]\nrule = first');
    write('second', '[found]\nrule = second');
    git(repository, 'remote', 'add', 'origin', 'git@git.example.org:team/lantern.git');
    symlinkSync(join(home, 'work'), join(home, 'linked'));
    const urls = ['git@git.example.org:team/lantern.git'];
    for (const folder of [repository, join(home, 'linked', 'app')])
      assert.deepEqual(await read(folder, urls), expected(folder));
    const found = (await read(repository, urls)).filter((value) => value.startsWith('found.'));
    assert.deepEqual(
      [...new Set(found)].map((value) => value.replace('found.rule=', '')),
      ['first', 'work', 'second', 'anyCase', 'relative', 'branch', 'remote'],
    );
    git(repository, 'checkout', '--quiet', '-b', 'feature/lamp');
    assert.deepEqual(await read(repository, urls), expected());
  });

  it('is read to the tenth level, even if a file includes itself, which is an error for Git', async () => {
    write('.gitconfig', '[include]\npath = .gitconfig\n[a]\nb = c');
    assert.equal((await read()).filter((value) => value === 'a.b=c').length, 11);
  });

  it('is that of the repository that a worktree or a submodule belongs to', async () => {
    const commit = [
      '-c',
      'user.name=A',
      '-c',
      'user.email=a@example.org',
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      'x',
    ];
    git(repository, ...commit);
    git(repository, 'remote', 'add', 'origin', 'c:team/lantern');
    git(repository, 'config', 'extensions.worktreeConfig', 'true');
    const tree = join(home, 'tree');
    git(repository, 'worktree', 'add', '--quiet', '-b', 'other', tree);
    git(tree, 'config', '--worktree', 'url.d:.insteadOf', 'c:');
    assert.deepEqual(await read(tree), expected(tree));
    assert.deepEqual((await read(tree)).slice(-1), ['url.d:.insteadof=c:']);
    const outer = join(home, 'outer');
    mkdirSync(outer);
    git(outer, 'init', '--quiet');
    git(outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository, 'inner');
    assert.deepEqual(await read(join(outer, 'inner')), expected(join(outer, 'inner')));
    await assert.rejects(read(home));
  });

  for (const [name, text] of Object.entries({
    comments: '# [a]\n; b\n[url "a:"] # c\ninsteadOf = b: # d\n\tpushInsteadOf = "c;d" ; e\n',
    'quotes and escapes': '[url "a\\"\\\\b:\\x"]\ninsteadOf = " a\\tb" c\\n "d"  \nx = a\\"b\\\\',
    'continued lines': '[a]\nb = c \\\n  d\ne = "f \\\n g"\nh = i\\\n\nj = k\\\n  \n',
    'keys without a value': '[a]\nb\n  c  \nd=\ne = # f\n[g]h=i',
    'sections of other forms': '[A.B]\nC = d\n[URL "A.b.C:"]InsteadOf=x\n[e-f "g]h"]\ni-1=j',
    'Windows line ends and a byte order mark': '\uFEFF[a]\r\nb = c\r\n[d]\r\ne = "f"\\\r\ng\r\n',
    spaces: '[a]\n  b   =\t c  d \t\n   [  ]'.replace('[  ]', ''),
    'an equals sign': '[a]\nb = c=d = e',
  }))
    it(`is read as Git reads it: ${name}`, async () => {
      write('.gitconfig', text);
      assert.deepEqual(await read(), expected());
    });

  it('keeps every name and value that Git writes', async () => {
    const words = fc.string({ unit: fc.constantFrom(...Array.from('aZ0 \t"\\;#=[]:/@.-\n')), maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(words, words, async (name, value) => {
        rmSync(join(home, '.gitconfig'), { force: true });
        const subsection = name.replaceAll('\n', '');
        git(home, 'config', '--global', '--add', `url.${subsection}.insteadOf`, value);
        assert.ok((await read()).includes(`url.${subsection}.insteadof=${value}`));
      }),
      { numRuns: 10 },
    );
  });

  it('ends at an error, and contains no file that is too large or no file at all', async () => {
    const before = await read();
    for (const text of ['[a]\nb = "c\nd = e', '[a\nb = c', 'a = b', '[a]\n1 = b\nc = d', '[a "b\n"]\nc = d']) {
      write('.gitconfig', text);
      assert.deepEqual(await read(), before, text);
    }
    write('.gitconfig', `[a]\nb = c\n#${' '.repeat(1_000_000)}`);
    assert.ok(!(await read()).includes('a.b=c'));
    rmSync(join(home, '.gitconfig'));
    mkdirSync(join(home, '.gitconfig'));
    await read();
  });
});
