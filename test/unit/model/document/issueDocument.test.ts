import assert from 'node:assert/strict';
import { readIssueDocument } from '../../../../src/model/document/issueDocument.ts';

describe('readIssueDocument', () => {
  const problemsIn = async (fields: string): Promise<string[]> => {
    const text = `---\n${fields}\n---\n`;
    const { problems } = await readIssueDocument(text, 0);
    return problems.map(({ message, start, end }) => `${text.slice(start, end)}: ${message}`);
  };

  it('reports a value in which quotes or several lines make a line break or a control character', async () => {
    const message = "Values can't contain line breaks. In double quotes, write a backslash as \\\\.";
    assert.deepEqual(await problemsIn('title: "C:\\new"'), [`"C:\\new": ${message}`]);
    assert.deepEqual(await problemsIn('title: |\n  One\n  Two'), [`|\n  One\n  Two: ${message}`]);
    assert.deepEqual(await problemsIn('title: x\nlabels: ["a\\tb", "c"]'), [`"a\\tb": ${message}`]);
    assert.deepEqual(await problemsIn('title: x\nmilestone: "a\\u0000"'), [`"a\\u0000": ${message}`]);
    for (const fine of ['title: C:\\new', "title: 'C:\\new'", 'title: "C:\\\\new"', 'title: |\n  One', 'title: a\tb'])
      assert.deepEqual(await problemsIn(fine), []);
  });
});
