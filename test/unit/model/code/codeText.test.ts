import assert from 'node:assert/strict';
import { codeText, fenced, permalink, problemText } from '../../../../src/model/code/codeText.ts';

const project = 'https://gitlab.example.com/group/app';
const code = { document: 'file:///app/src/a.ts', text: 'let a;\nlet b;\nlet c;\n', first: 2, last: 3 };

describe('The text about code in an issue', () => {
  it('is a permanent link if GitLab has the lines', () => {
    const lines = { first: 4, last: 5 };
    const link = permalink(project, 'f00', 'src/a.ts', lines);
    assert.equal(link, `${project}/-/blob/f00/src/a.ts#L4-5`);
    assert.equal(permalink(project, 'f00', 'src/a.ts', { first: 4, last: 4 }), `${project}/-/blob/f00/src/a.ts#L4`);
    assert.equal(
      codeText(code, { kind: 'same', path: 'src/a.ts', link, lines }),
      `[\`src/a.ts:4-5\`](${project}/-/blob/f00/src/a.ts#L4-5)`,
    );
  });

  it('links to any path', () => {
    const link = permalink(project, 'f00', 'a b/(x)/#1?%.ts');
    assert.equal(link, `${project}/-/blob/f00/a%20b/%28x%29/%231%3F%25.ts`);
  });

  it('is the code and the reason if GitLab does not have the lines', () => {
    const link = permalink(project, 'f00', 'src/a.ts');
    assert.equal(
      codeText(code, { kind: 'changed', path: 'src/a.ts', link }),
      [
        `[\`src/a.ts\`](${project}/-/blob/f00/src/a.ts)`,
        'These lines differ from the newest commit that was found on GitLab.',
        '```ts\nlet b;\nlet c;\n```',
      ].join('\n\n'),
    );
    assert.equal(
      codeText(code, { kind: 'unpublished', path: 'src/a.ts' }),
      [
        '`src/a.ts:2-3`',
        "This file isn't in the newest commit that was found on GitLab.",
        '```ts\nlet b;\nlet c;\n```',
      ].join('\n\n'),
    );
    assert.equal(
      codeText(code, { kind: 'elsewhere', path: 'Makefile' }),
      ['`Makefile:2-3`', '```\nlet b;\nlet c;\n```'].join('\n\n'),
    );
  });

  it('keeps Markdown and quick actions in the code as they are', () => {
    assert.equal(fenced('a\n```\n/close\n````'), '`````\n a\n ```\n /close\n ````\n`````');
    assert.equal(codeText(code, { kind: 'elsewhere', path: 'a`b' }).split('\n')[0], '`` a`b:2-3 ``');
  });

  it('names what reported a problem', () => {
    assert.equal(problemText('Cannot find x.\n/close', 'ts(2304)'), '`ts(2304)`\n\n```\nCannot find x.\n/close\n```');
    assert.equal(problemText('Cannot find x.', ''), '```\nCannot find x.\n```');
  });
});
