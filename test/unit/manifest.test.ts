import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, contextKeys, extensionId, settings, viewId } from '../../src/manifest.ts';

interface Manifest {
  name: string;
  publisher: string;
  contributes: {
    commands: { command: string; title: string; category: string }[];
    views: Record<string, { id: string }[]>;
    viewsWelcome: { contents: string; when: string }[];
    menus: Record<string, { command: string; when: string }[]>;
    configuration: { properties: Record<string, { scope?: string; minimum?: number; maximum?: number }> };
  };
}

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;

describe('package.json and src/manifest.ts', () => {
  it('name the same extension', () => {
    assert.equal(`${manifest.publisher}.${manifest.name}`, extensionId);
  });

  it('name the same commands, all in one category', () => {
    assert.deepEqual(
      manifest.contributes.commands.map(({ command }) => command).sort(),
      Object.values(commands).sort(),
    );
    assert.deepEqual([...new Set(manifest.contributes.commands.map(({ category }) => category))], ['GitLab Issues']);
  });

  it('name the same view and settings', () => {
    assert.deepEqual(
      Object.values(manifest.contributes.views)
        .flat()
        .map(({ id }) => id),
      [viewId],
    );
    const { section, ...keys } = settings;
    assert.deepEqual(
      Object.keys(manifest.contributes.configuration.properties),
      Object.values(keys).map((key) => `${section}.${key}`),
    );
  });

  it('use no context key in a when clause that nobody sets', () => {
    const used = [...text.matchAll(/\bgitlabIssues\.(?!issues\b)\w+(?= ==| =~| &&|"|\))/g)].map(([key]) => key);
    const clauses = JSON.stringify(
      [manifest.contributes.menus, manifest.contributes.viewsWelcome].map((part) => JSON.stringify(part)),
    );
    const known: readonly string[] = [...Object.values(contextKeys), viewId, ...Object.values(commands)];
    for (const key of used) assert.ok(known.includes(key) || text.includes(`"${key}.`) || !clauses.includes(key), key);
  });

  it('have one welcome view for each empty state', () => {
    const states = manifest.contributes.viewsWelcome.map(
      ({ when }) => /^gitlabIssues\.state == (\w+)$/.exec(when)?.[1],
    );
    assert.deepEqual(states, [
      'starting',
      'noFolder',
      'untrusted',
      'noGit',
      'noRemote',
      'signedOut',
      'noAccount',
      'empty',
    ]);
  });

  it('S: give every setting that causes requests the scope machine, and bounds', () => {
    for (const [name, { scope, minimum, maximum }] of Object.entries(manifest.contributes.configuration.properties)) {
      assert.equal(scope, 'machine', name);
      assert.ok(minimum !== undefined && maximum !== undefined, name);
    }
  });
});

describe('package.nls.json', () => {
  it('has exactly the strings that package.json asks for', () => {
    const asked = [...text.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]!);
    assert.deepEqual([...new Set(asked)].sort(), Object.keys(strings).sort());
  });

  it('leaves no visible string in package.json itself', () => {
    for (const { command, title } of manifest.contributes.commands) assert.match(title, /^%.*%$/, command);
    for (const { contents } of manifest.contributes.viewsWelcome) assert.match(contents, /^%.*%$/);
  });

  it('names only commands that exist or are VS Code’s own', () => {
    const own: readonly string[] = Object.values(commands);
    for (const [, command] of Object.values(strings)
      .join('\n')
      .matchAll(/\(command:([\w.]+)\)/g)) {
      assert.ok(own.includes(command!) || /^(?:vscode|git|workbench)\./.test(command!), command);
    }
  });
});
