import assert from 'node:assert/strict';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

describe('Task boxes in the page', () => {
  let rendering: RenderingPage;
  before(async () => {
    rendering = await openRenderingPage();
  });
  after(() => rendering.close());

  const show = (source: string): Promise<void> =>
    rendering.frame.evaluate(
      ([text, where]) => {
        document.getElementById('page')?.replaceChildren(window.harness.renderMarkdown(text, where));
      },
      [source, context] as const,
    );

  it('reports the line of a task as it is written', async () => {
    const source = [
      '---',
      'front: matter',
      '---',
      '- [ ] one #12',
      '',
      '>>>',
      '- [x] two',
      '  1. [ ] three',
      '>>>',
      '> * [X] four',
      '- [~] five',
      '- [] none',
      '- [ ]',
      '',
      '| [x] |',
      '| --- |',
      '| [ ] |',
    ].join('\r\n');
    await show(source);
    const boxes = await rendering.frame.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>('.md-task-box')].map((box) => {
        const task = window.harness.taskOf(box);
        return [box.ariaLabel, box.checked, box.disabled, box.indeterminate, task?.line, task?.source];
      }),
    );
    const none = undefined;
    assert.deepEqual(boxes, [
      ['one #12', false, false, false, 3, '- [ ] one #12'],
      ['two', true, false, false, 6, '- [x] two'],
      ['three', false, false, false, 7, '  1. [ ] three'],
      ['four', true, false, false, 9, '> * [X] four'],
      ['five', false, true, true, none, none],
      ['Task', false, true, false, none, none],
      ['Task', false, true, false, none, none],
    ]);
  });

  it('C9: lets the user check exactly what GitLab can toggle', async () => {
    const source = [
      '- - [ ] in two lists',
      '1. - [x] in two lists',
      '- > - [ ] in a quote in a list',
      '- [\u00a0] with a no-break space',
      '- a',
      '  > [ ] no list',
      '',
      '[^1]',
      '',
      '[^1]: - [ ] first in a footnote',
      '    - [ ] next in a footnote',
    ];
    await show(source.join('\n'));
    const boxes = await rendering.frame.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>('.md-task-box')].map((box) => [
        box.ariaLabel,
        box.disabled ? undefined : window.harness.taskOf(box)?.line,
      ]),
    );
    assert.deepEqual(boxes, [
      ['in two lists', 0],
      ['in two lists', 1],
      ['in a quote in a list', undefined],
      ['with a no-break space', 3],
      ['first in a footnote', undefined],
      ['next in a footnote', 10],
    ]);
  });

  it('disables tasks for users who can’t change the text', async () => {
    const disabled = await rendering.frame.evaluate(
      (where) =>
        window.harness.renderMarkdown('- [ ] one', { ...where, mayTick: false }).querySelector('input')?.disabled,
      context,
    );
    assert.equal(disabled, true);
  });
});
