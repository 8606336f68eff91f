import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canary } from '../gitlab/canary.ts';
import { Cleanup } from './cleanup.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { TokenSearch } from './tokenSearch.ts';

const token = `glpat-${canary}0123456789abcd`;

describe('TokenSearch (A04)', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  const leaks: readonly (readonly [how: string, content: string | Buffer])[] = [
    ['plain', `token=${token}`],
    ['in an address', `https://host/?private_token=${encodeURIComponent(token)}`],
    ['in UTF-16', Buffer.from(token, 'utf16le')],
    ['as a header', `Authorization: Bearer ${token}`],
    ...['', 'a', 'ab', 'Bearer '].map(
      (before) => [`in base64 after "${before}"`, Buffer.from(before + token).toString('base64')] as const,
    ),
  ];
  for (const [how, content] of leaks) {
    it(`A04: finds a token ${how}, and names the place without the token`, () => {
      const search = new TokenSearch();
      search.text('the log', content);
      assert.throws(() => search.verdict(), /the log: a token/);
      assert.ok(!search.problems().join().includes(canary));
    });
  }

  it('A04: fails if a place was never searched, or if the logs are missing', () => {
    const search = new TokenSearch();
    search.expect('a window');
    assert.throws(() => search.verdict(), /a window: was not searched/);
    search.text('a window', 'nothing');
    assert.match(search.verdict(), /none in 1 places/);
    search.dataFolder(temporaryFolder(cleanup));
    assert.throws(() => search.verdict(), /no log of an extension host/);
  });

  it('A04: searches every file of a data folder, but follows no links', () => {
    const folder = temporaryFolder(cleanup);
    const elsewhere = temporaryFolder(cleanup);
    writeFileSync(join(elsewhere, 'source.ts'), token);
    symlinkSync(elsewhere, join(folder, 'extension'));
    mkdirSync(join(folder, 'logs/exthost1'), { recursive: true });
    writeFileSync(join(folder, 'logs/exthost1/a.log'), 'fine');
    const search = new TokenSearch();
    search.dataFolder(folder);
    search.verdict();
    writeFileSync(join(folder, 'logs/exthost1/state.vscdb'), `\0\0${token}`);
    search.dataFolder(folder);
    assert.throws(() => search.verdict(), /logs\/exthost1\/state\.vscdb: a token \(plain\) at byte 8/);
  });
});
