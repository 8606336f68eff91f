import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  authenticationId,
  commands,
  contextKeys,
  extensionId,
  settings,
  viewId,
  walkthroughId,
} from '../../src/manifest.ts';
import { formatSort } from '../../src/model/query/formatQuery.ts';
import { groupingNames, sortNames } from '../../src/model/query/issueQuery.ts';
import { builtInQueries } from '../../src/model/query/savedQueries.ts';

interface Step {
  id: string;
  title: string;
  description: string;
  media: { svg?: string; markdown?: string; altText?: string };
  completionEvents: string[];
}

interface Setting {
  type: string;
  scope?: string;
  minimum?: number;
  maximum?: number;
  enum?: string[];
  pattern?: string;
  items?: { anyOf?: { properties: Record<string, { enum?: string[] }> }[] };
}

interface Manifest {
  name: string;
  publisher: string;
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string; enablement?: string }[];
    authentication: { id: string; label: string }[];
    viewsContainers: { activitybar: { id: string; title: string }[] };
    views: Record<string, { id: string; name: string }[]>;
    viewsWelcome: { contents: string; when: string }[];
    walkthroughs: { id: string; title: string; description: string; steps: Step[] }[];
    keybindings: { command: string; key: string; mac?: string; when?: string }[];
    menus: Record<string, { command: string; when: string; group: string }[]>;
    configuration: {
      properties: Record<string, Setting>;
    };
  };
}

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;

const nameOf = (text: string): string => strings[text.replaceAll('%', '')] ?? text;

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

  it('name the same authentication provider', () => {
    assert.deepEqual(
      manifest.contributes.authentication.map(({ id }) => id),
      [authenticationId],
    );
  });

  it('defect 20: give the view the title of its container, so that VS Code shows it once', () => {
    const [container] = manifest.contributes.viewsContainers.activitybar;
    assert.deepEqual(
      Object.values(manifest.contributes.views)
        .flat()
        .map(({ name }) => nameOf(name)),
      [nameOf(container?.title ?? '')],
    );
  });

  it('defect 20: list in the Command Palette of a signed-out user only commands that help', () => {
    const ruled = new Set(manifest.contributes.menus['commandPalette']?.map(({ command }) => command));
    const always = manifest.contributes.commands
      .filter(({ command, enablement }) => !ruled.has(command) && enablement === undefined)
      .map(({ command }) => command.replace('gitlabIssues.', ''));
    assert.deepEqual(always, [
      'signIn',
      'chooseInstance',
      'chooseTokenKind',
      'openTokenPage',
      'reviewTokens',
      'openWalkthrough',
      'showKeys',
      'showQueryHelp',
      'openSettings',
      'checkConnection',
      'showLog',
      'refresh',
    ]);
  });

  it('defect 20: accept exactly the sort orders, groupings, and built-in queries that the code does in settings', () => {
    const { properties } = manifest.contributes.configuration;
    const directions = ['asc', 'desc'] as const;
    assert.deepEqual(
      [...(properties['gitlabIssues.sortBy']?.enum ?? [])].sort(),
      sortNames.flatMap((by) => directions.map((direction) => formatSort({ by, direction }))).sort(),
    );
    const pattern = new RegExp(properties['gitlabIssues.groupBy']?.pattern ?? '');
    for (const grouping of [...groupingNames, 'workflow::*']) assert.match(grouping, pattern);
    const entries = properties['gitlabIssues.queries']?.items?.anyOf ?? [];
    assert.deepEqual(
      entries.flatMap(({ properties: { builtIn } }) => builtIn?.enum ?? []),
      [...builtInQueries],
    );
    for (const wrong of ['', 'colour', 'workflow::', 'none, label']) assert.doesNotMatch(wrong, pattern);
  });

  it('have a complete list of keys in docs/keyboard.md', () => {
    const sections = readFileSync(join(root, 'docs/keyboard.md'), 'utf8').split(/^## /m);
    const documented = (title: string) =>
      [...(sections.find((section) => section.startsWith(`${title}\n`)) ?? '').matchAll(/^\| (`.*?) \|/gm)]
        .flatMap(([, cell = '']) => [...cell.replace(/\(.*\)/, '').matchAll(/`(.+?)`/g)].map(([, keys]) => keys))
        .map((keys = '') => keys.toLowerCase())
        .sort();
    const bound = (isIt: (when: string) => boolean, ...others: string[]) =>
      [
        ...new Set([
          ...manifest.contributes.keybindings.filter(({ when = '' }) => isIt(when)).map(({ key }) => key),
          ...others,
        ]),
      ].sort();
    assert.deepEqual(
      documented('Anywhere'),
      bound((when) => when === ''),
    );
    assert.deepEqual(
      documented('In a text editor'),
      bound((when) => when.startsWith('editorTextFocus &&')),
    );
    // VS Code's own key shows a row without moving the focus.
    assert.deepEqual(
      documented('In the GitLab Issues view'),
      bound((when) => when.startsWith('focusedView =='), 'space'),
    );
    assert.deepEqual(
      documented('On an issue page'),
      bound((when) => when.startsWith('activeWebviewPanelId ==')),
    );
    assert.deepEqual(
      documented('In a draft'),
      bound((when) => when.startsWith('resourceScheme ==')),
    );
    assert.ok(
      manifest.contributes.keybindings.every(
        ({ when = '' }) =>
          /^(?:$|editorTextFocus &&|focusedView ==|activeWebviewPanelId ==|resourceScheme == gitlab-issue &&)/.test(
            when,
          ) || when === 'inQuickInput && gitlabIssues.queryBox',
      ),
    );
  });

  it('use Cmd on a Mac wherever other systems use Ctrl', () => {
    for (const { key, mac } of manifest.contributes.keybindings)
      if (key.includes('ctrl')) assert.equal(mac, key.replaceAll('ctrl', 'cmd'), key);
  });

  it('use no context key in a when clause that is never set', () => {
    const used = [...text.matchAll(/\bgitlabIssues\.(?!issues\b)\w+(?= ==| =~| &&|"|\))/g)].map(([key]) => key);
    const clauses = JSON.stringify(
      [manifest.contributes.menus, manifest.contributes.viewsWelcome].map((part) => JSON.stringify(part)),
    );
    const known: readonly string[] = [...Object.values(contextKeys), viewId, ...Object.values(commands)];
    for (const key of used) assert.ok(known.includes(key) || text.includes(`"${key}.`) || !clauses.includes(key), key);
  });

  it('defect 15: have one welcome view for each empty state, and before the extension starts', () => {
    const [first] = manifest.contributes.viewsWelcome;
    // Otherwise, VS Code shows "There is no data provider registered that can provide view data."
    assert.equal(first?.when, '!gitlabIssues.state || gitlabIssues.state == starting');
    const states = manifest.contributes.viewsWelcome.flatMap(
      ({ when }) => /^(?:!gitlabIssues\.state \|\| )?gitlabIssues\.state == (\w+)$/.exec(when)?.[1] ?? [],
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

  it('defect 7: offer Sign In in every empty state in which a signed-out user can sign in', () => {
    for (const state of ['noFolder', 'noGit', 'noRemote', 'signedOut', 'noAccount']) {
      const isShown = (when: string) =>
        when.includes(state) && !when.includes('&& gitlabIssues.signedIn') && !when.startsWith('!');
      const shown = manifest.contributes.viewsWelcome.filter(({ when }) => isShown(when));
      const texts = shown.map(({ contents }) => strings[contents.replaceAll('%', '')]);
      assert.ok(
        texts.some((contents) => contents?.includes(`(command:${commands.signIn})`)),
        state,
      );
      // A command that first needs an account only looks like a way on.
      assert.ok(!texts.some((contents) => contents?.includes(`(command:${commands.addProject})`)), state);
    }
  });

  it('A01: let no workspace set what sends requests or identifies the user, and limit numbers', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    for (const [name, setting] of Object.entries(manifest.contributes.configuration.properties)) {
      // The look of the view causes no request, and a query sends one only when the user expands its row.
      if (['gitlabIssues.groupBy', 'gitlabIssues.sortBy', 'gitlabIssues.queries'].includes(name)) continue;
      // A workspace can name only projects and groups of an account. See `readTrackerAddress`.
      const isName = ['gitlabIssues.trackers', 'gitlabIssues.projects'].includes(name);
      if (!isName) assert.equal(setting.scope, 'machine', name);
      assert.ok(restrictedConfigurations.includes(name), name);
      if (setting.type === 'integer') assert.ok(setting.minimum !== undefined && setting.maximum !== undefined, name);
    }
  });
});

describe('the walkthrough', () => {
  const [walkthrough, another] = manifest.contributes.walkthroughs;
  const steps = walkthrough?.steps ?? [];
  const said = (key: string) => strings[key.replaceAll('%', '')] ?? '';

  it('has 4 to 6 steps, with all texts in package.nls.json', () => {
    assert.equal(walkthrough?.id, walkthroughId);
    assert.equal(another, undefined);
    assert.ok(steps.length >= 4 && steps.length <= 6);
    const texts = steps.flatMap(({ title, description, media }) => [title, description, media.altText ?? title]);
    for (const key of [walkthrough.title, walkthrough.description, ...texts]) {
      assert.match(key, /^%.+%$/);
      assert.ok(said(key), key);
    }
  });

  it('completes each step with one of our context keys', () => {
    const keys: readonly string[] = Object.values(contextKeys);
    for (const { id, completionEvents } of steps) {
      assert.equal(completionEvents.length, 1, id);
      const key = /^onContext:(gitlabIssues\.\w+)$/.exec(completionEvents[0]!)?.[1];
      assert.ok(key && keys.includes(key), `${id}: ${completionEvents[0]!}`);
    }
  });

  it('has a button with an existing command for each step', () => {
    const known: readonly string[] = [...Object.values(commands), `${viewId}.focus`];
    for (const { id, description } of steps) {
      // VS Code shows a line with only a link as a button.
      const buttons = said(description)
        .split('\n')
        .map((line) => /^\[[^\]]+\]\(command:([\w.]+)\)$/.exec(line)?.[1])
        .filter((command) => command !== undefined);
      assert.equal(buttons.length, 1, id);
      assert.ok(known.includes(buttons[0]!), `${id}: ${buttons[0]!}`);
    }
  });

  it('has a picture with alternative text, or a page of text, for each step', () => {
    for (const { id, media } of steps) {
      const file = media.svg ?? media.markdown ?? '';
      assert.ok(existsSync(join(root, file)), id);
      assert.equal(media.altText !== undefined, media.svg !== undefined, id);
    }
    const pictures = steps.map(({ media }) => media.svg).filter((file) => file !== undefined);
    const files = readdirSync(join(root, 'media/walkthrough')).map((name) => `media/walkthrough/${name}`);
    assert.deepEqual(files.sort(), pictures.sort());
  });

  it('S: has pictures in theme colors only, with nothing that the webview would block', () => {
    for (const { media } of steps) {
      if (!media.svg) continue;
      const svg = readFileSync(join(root, media.svg), 'utf8');
      for (const [, colour] of svg.matchAll(/(?:fill|stroke|font-family)="([^"]*)"/g))
        assert.match(colour!, /^(?:none|var\(--vscode-[\w-]+(?:, var\(--vscode-[\w-]+\))?\))$/, media.svg);
      assert.doesNotMatch(svg, /#[0-9a-f]{3,8}\b(?!<)|style=|<style|<script|href/i, media.svg);
      assert.match(svg, /role="img" aria-label="[^"]+"/, media.svg);
    }
  });

  it('explains every scope and role that users ask about in its tables', () => {
    const tables = readFileSync(join(root, 'docs/tokens.md'), 'utf8');
    const scopes = ['api', 'read_api', 'read_user', 'read_repository', 'write_repository'];
    for (const scope of [...scopes, 'read_registry', 'write_registry']) assert.ok(tables.includes(`| \`${scope}\` |`));
    for (const role of ['Guest', 'Planner', 'Reporter', 'Developer', 'Maintainer', 'Owner'])
      assert.ok(tables.includes(`| ${role} |`), role);
    for (const [, url] of tables.matchAll(/\]\(([^)]+)\)/g)) assert.match(url!, /^https:\/\/docs\.gitlab\.com\//);
  });
});

describe('package.nls.json', () => {
  it('has exactly the strings that package.json uses', () => {
    const asked = [...text.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]!);
    assert.deepEqual([...new Set(asked)].sort(), Object.keys(strings).sort());
  });

  it('leaves no visible string in package.json itself', () => {
    for (const { command, title } of manifest.contributes.commands) assert.match(title, /^%.*%$/, command);
    for (const { contents } of manifest.contributes.viewsWelcome) assert.match(contents, /^%.*%$/);
  });

  it('names only commands that exist or belong to VS Code', () => {
    const own: readonly string[] = Object.values(commands);
    for (const [, command] of Object.values(strings)
      .join('\n')
      .matchAll(/\(command:([\w.]+)\)/g)) {
      assert.ok(
        own.includes(command!) || command === `${viewId}.focus` || /^(?:vscode|git|workbench)\./.test(command!),
        command,
      );
    }
  });
});
