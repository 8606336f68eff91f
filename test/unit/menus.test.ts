import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, viewId } from '../../src/manifest.ts';

interface Contributions {
  commands: { command: string; title: string }[];
  keybindings: { command: string; key: string; when?: string }[];
  menus: Record<string, { command: string; when: string; group: string }[]>;
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, '../..', file), 'utf8'));
const { contributes } = read('package.json') as { contributes: Contributions };
const { menus } = contributes;
const strings = read('package.nls.json') as Record<string, string>;

describe('the menus and buttons in package.json', () => {
  /** The commands in the menu of a row with this context value, if no other row is selected. */
  const menuOf = (viewItem: string): readonly string[] => {
    const isMet = (clause: string): boolean => {
      const pattern = /^viewItem =~ \/(.+)\/$/.exec(clause)?.[1];
      if (pattern !== undefined) return new RegExp(pattern).test(viewItem);
      if (clause.startsWith('viewItem ==')) return clause === `viewItem == '${viewItem}'`;
      return clause !== 'listMultiSelection';
    };
    const items = menus['view/item/context'] ?? [];
    return items.filter(({ when }) => when.split(' && ').every(isMet)).map(({ command }) => command);
  };

  it('defect 1: offer to close or reopen a whole group only with commands that name the group', () => {
    const ofGroup = menuOf('group open closed editable writable');
    for (const command of [commands.closeGroup, commands.reopenGroup]) {
      assert.ok(ofGroup.includes(command));
      const title = contributes.commands.find((each) => each.command === command)?.title ?? '';
      assert.match(strings[title.replaceAll('%', '')] ?? '', / All Issues in Group…$/);
    }
    for (const command of [commands.closeIssue, commands.reopenIssue]) assert.ok(!ofGroup.includes(command));
  });

  it('defect 3: open an issue from its row with Open Issue, Open to the Side, and keys', () => {
    const [first, second] = menuOf('issue open read');
    assert.deepEqual([first, second], [commands.openIssue, commands.openIssueToSide]);
    const keys = contributes.keybindings
      .filter(({ when = '' }) => when.startsWith(`focusedView == ${viewId} && listFocus`))
      .map(({ key }) => key);
    assert.ok(keys.includes('enter') && keys.includes('ctrl+enter'), keys.join());
  });

  it('defect 5: keep the buttons of the view in place when a filter is set', () => {
    const buttons = (menus['view/title'] ?? []).flatMap(({ command, when, group }) => {
      const place = /^navigation(?:@(\d+))?$/.exec(group);
      return place ? [{ command, when, place: Number(place[1] ?? 0) }] : [];
    });
    const isForFilter = ({ when }: { when: string }): boolean => when.includes('gitlabIssues.filtered');
    // VS Code aligns the buttons on the right, so that a button moves all that are on its left.
    const always = Math.min(...buttons.filter((button) => !isForFilter(button)).map(({ place }) => place));
    const onlyFiltered = buttons.filter(isForFilter);
    assert.deepEqual(
      onlyFiltered.map(({ command }) => command),
      [commands.clearFilter],
    );
    for (const { place, when } of onlyFiltered) assert.ok(place < always && !when.includes('!gitlabIssues.filtered'));
    const shared = buttons.filter(({ place }, index) => buttons.findIndex((each) => each.place === place) !== index);
    // One of these two is shown at a time.
    assert.deepEqual(
      shared.map(({ command }) => command),
      [commands.refresh],
    );
  });

  it('defect 20: have a menu for the rows of projects and built-in queries', () => {
    const ofProject = menuOf('project added signedIn writable');
    for (const command of [
      commands.createIssue,
      commands.openOnGitLab,
      commands.refreshProject,
      commands.removeProject,
    ])
      assert.ok(ofProject.includes(command), command);
    const ofQuery = menuOf('query hideable belowOther aboveOther');
    const { duplicateQuery, hideQuery, moveQueryUp, moveQueryDown, showQueries } = commands;
    for (const command of [duplicateQuery, hideQuery, moveQueryUp, moveQueryDown, showQueries])
      assert.ok(ofQuery.includes(command), command);
  });

  it('put at most three actions into a row', () => {
    const inline = menus['view/item/context']?.filter(({ group }) => group.startsWith('inline')) ?? [];
    // A row is for either an open issue or a closed one. Queries have their own rows.
    for (const not of ['closed', 'open']) {
      const ofIssue = inline.filter(({ when }) => when.includes('issue\\b') && !when.includes(`\\b${not}\\b`));
      assert.ok(ofIssue.length > 0 && ofIssue.length <= 3, not);
    }
    const ofQuery = inline.filter(({ when }) => when.includes('/^query own'));
    assert.equal(ofQuery.length, 1);
  });
});
