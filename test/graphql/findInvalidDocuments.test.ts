import assert from 'node:assert/strict';
import { findInvalidDocuments } from './findInvalidDocuments.ts';
import { supportedVersions } from './supportedVersions.ts';

describe('the check of GraphQL documents', () => {
  const found = (text: string, version = '18.9', edition: 'ce' | 'ee' = 'ee', variables = {}) =>
    findInvalidDocuments([{ name: 'a', text, variables }], version, edition);
  const project = (text: string) => `query a { project(fullPath: "a") { ${text} } }`;

  it('R7: finds what a version or an edition lacks', () => {
    const widget = (type: string) => project(`workItems(iid: "1") { nodes { widgets { ... on ${type} { type } } } }`);
    assert.deepEqual(found(widget('WorkItemWidgetAwardEmoji'), '16.2'), []);
    assert.deepEqual(found(widget('WorkItemWidgetAwardEmoji'), '15.8'), [
      "15.8 ee, a: No such type WorkItemWidgetAwardEmoji, so it can't be a fragment condition",
    ]);
    assert.deepEqual(found(widget('WorkItemWidgetWeight'), '18.9', 'ce'), [
      "18.9 ce, a: No such type WorkItemWidgetWeight, so it can't be a fragment condition",
    ]);
    const rejecting = supportedVersions.filter((version) => found(widget('WorkItemWidgetNotes'), version).length > 0);
    assert.equal(rejecting.at(-1), '15.7');
  });

  it('R6: finds what is too complex, deep, or long', () => {
    const commits = (count: number) =>
      Array.from({ length: count }, (_, at) => `c${at}: tree { lastCommit { sha title webUrl } }`).join(' ');
    assert.deepEqual(found(project(`repository { ${commits(15)} }`)), []);
    assert.deepEqual(found(project(`repository { ${commits(16)} }`)), ['18.9 ee, a: complexity 258, but at most 250']);
    const moved = (depth: number): string => (depth === 0 ? 'iid' : `movedTo { ${moved(depth - 1)} }`);
    assert.deepEqual(found(project(`issue(iid: "1") { ${moved(18)} }`)), ['18.9 ee, a: depth 21, but at most 20']);
    assert.deepEqual(found(project(`id ${' '.repeat(9999)}`)), ['18.9 ee, a: bytes 10041, but at most 10000']);
    const users = 'query a($n: Int) { users(first: $n) { nodes { username name webUrl } } }';
    assert.deepEqual(found(users, '18.9', 'ee', { n: 1 }), []);
  });
});
