import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';
import { themes } from './themes.ts';

const description = `- [ ] Release
  - [x] Write the notes that are so long that they need a second line on every page, however wide the window is today
    - [ ] Translate them
- [ ] Announce

1. [ ] One

   - [ ] loose
2. Two

- Plain
  - plain inside`;

describe('Task lists', () => {
  let opened: IssuePage;

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('defect 10: indent nested tasks like other nested lists, and align the lines of a task', async () => {
    opened = await IssuePage.open({ ...richState, description }, { width: 400 });
    const { page } = opened;
    const left = async (name: string) =>
      (await page.getByRole('checkbox', { name, exact: false }).boundingBox())?.x ?? Number.NaN;
    const inside = page.getByText('plain inside', { exact: true });
    const step = await inside.evaluate((item) => {
      const outer = item.parentElement?.closest('li');
      return item.getBoundingClientRect().left - (outer?.getBoundingClientRect().left ?? 0);
    });
    const isOneStep = (from: number, to: number) => Math.abs(to - from - step) <= 4;
    const [release, notes, translate, one, loose] = [
      await left('Release'),
      await left('Write the notes'),
      await left('Translate'),
      await left('One'),
      await left('loose'),
    ];
    assert.ok(isOneStep(release, notes), `${release} ${notes} ${step}`);
    assert.ok(isOneStep(notes, translate), `${notes} ${translate} ${step}`);
    assert.ok(isOneStep(one, loose), `${one} ${loose} ${step}`);
    const lines = await page.getByText('Write the notes').evaluate((item) => {
      const range = document.createRange();
      const text = [...item.childNodes].find((node) => node.textContent?.includes('Write'));
      range.selectNodeContents(text ?? item);
      return [...range.getClientRects()].map((rect) => Math.round(rect.left));
    });
    assert.ok(lines.length > 1);
    assert.ok(Math.max(...lines) - Math.min(...lines) <= 5, lines.join());
  });

  it('defect 10: have checkboxes in the colors of each theme', async () => {
    opened = await IssuePage.open({ ...richState, description });
    const { page } = opened;
    const input = page.getByRole('checkbox', { name: 'Announce' });
    for (const theme of themes) {
      await opened.changeTheme(theme);
      const [background, border] = await input.evaluate((box) => {
        const { backgroundColor, borderTopColor, appearance } = getComputedStyle(box);
        return [appearance === 'none' ? backgroundColor : 'native', borderTopColor];
      });
      const colors = await page.evaluate(() => {
        const probe = document.createElement('div');
        document.body.append(probe);
        const colorOf = (name: string) => {
          probe.style.color = `var(--vscode-checkbox-${name})`;
          return getComputedStyle(probe).color;
        };
        return [colorOf('background'), colorOf('border')];
      });
      assert.deepEqual([background, border], colors, theme);
      await opened.picture(`tasks-${theme}`);
    }
  });
});
