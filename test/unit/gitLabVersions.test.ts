import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { can, capabilities, type Capability, type CapabilityName } from '../../src/model/capabilities.ts';

const root = join(__dirname, '../..');
const table: readonly Capability[] = Object.values(capabilities);

describe('docs/gitlab-versions.md', () => {
  const lines = readFileSync(join(root, 'docs/gitlab-versions.md'), 'utf8').split('\n');

  /** The rows that the table of capabilities gives, the newest version first. */
  const rows = [...table]
    .sort((a, b) => byVersion(b.since, a.since))
    .map(({ title, since, edition, flag, probe, below, source }) =>
      [
        title,
        since ?? 'All',
        edition === 'ee' ? 'Enterprise' : 'Both',
        flag ? `\`${flag}\`` : '',
        below,
        probe ?? '',
        source.replace(/https?:\S+?(?=,|$)/, (url) => `[GitLab](${url})`),
      ].join(' | '),
    )
    .map((row) => `| ${row} |`);

  it('lists every feature of the table with its version, edition, and what happens without it', () => {
    const listed = lines.filter((line) => line.startsWith('| ')).slice(2);
    assert.deepEqual(listed, rows, `Replace the rows with these:\n${rows.join('\n')}`);
  });
});

describe('The capabilities of a server', () => {
  it('depend on its version and edition', () => {
    const ask = (serverVersion: string, name: CapabilityName) => can({ serverVersion }, name);
    assert.deepEqual(
      ['18.2.9-ee', '18.3.0-pre', '18.10.0', '19.0.0-ee', '9.0.0'].map((version) => ask(version, 'keysetIssues')),
      [false, true, true, true, false],
    );
    assert.deepEqual(
      ['18.9.1-ee', '18.9.1', '15.5.0-pre', '15.4.0-jh', '16.0.0-rc42-ee'].map((version) => ask(version, 'weights')),
      [true, false, true, true, true],
    );
    assert.equal(can({ serverVersion: '18.9.0-pre', edition: 'ce' }, 'severalAssignees'), false);
    assert.equal(can({ serverVersion: '18.9.0', edition: 'ee' }, 'severalAssignees'), true);
    // A server that can't be identified counts as the newest.
    assert.ok(can({}, 'granularScopes') && can({ serverVersion: 'unknown' }, 'granularScopes'));
  });

  it('are decided in one file, so that no other source compares versions', () => {
    const others = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter(
      (file) => !/model[\\/](?:capabilities|serverVersion)\.ts$/.test(file),
    );
    const comparing = others.filter((file) =>
      /[vV]ersion\)?\.(?:split|match|startsWith|includes)\(|parseInt\((?:\w+\.)*\w*[vV]ersion|edition\s*[!=]==|-ee\b['/]/.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    );
    assert.deepEqual(
      comparing.filter((file) => !/accountSync|accountStore/.test(file)),
      [],
    );
  });
});

function byVersion(a = '0.0', b = '0.0'): number {
  const [major = 0, minor = 0] = a.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = b.split('.').map(Number);
  return major - otherMajor || minor - otherMinor;
}
