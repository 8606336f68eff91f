import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const root = join(__dirname, '../..');
const importOf = /(?:\bfrom |\bimport |\bimport\()'(\.[^']+)'/g;

/** Returns the imports of each file in src/, including type imports, as paths relative to src/. */
function importsOfAll(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file));
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(root, 'src', file), 'utf8');
      return [file, [...text.matchAll(importOf)].map(([, path = '']) => posix.join(dirname(file), path))];
    }),
  );
}

/** Returns the nodes of the first cycle in a graph, in order. Empty if there is no cycle. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle.length > 0) return circle;
    }
    done.add(node);
    return [];
  };
  for (const node of graph.keys()) {
    const circle = visit(node, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** ESLint's `import-x/no-cycle` ignores type-only imports, and doesn't check folders. */
describe('the imports of src/', () => {
  const imports = importsOfAll();

  it('form no circle, including type imports', () => {
    assert.ok(imports.size > 300);
    assert.deepEqual(circleIn(imports), []);
  });

  it('go one way between the folders of sync/', () => {
    const folders = new Map<string, readonly string[]>();
    for (const [file, imported] of imports) {
      const folder = dirname(file);
      if (!file.startsWith('sync/') || folder === 'sync') continue;
      const others = imported.map((path) => dirname(path)).filter((other) => other !== folder && other !== 'sync');
      folders.set(folder, [...(folders.get(folder) ?? []), ...others.filter((other) => other.startsWith('sync/'))]);
    }
    assert.ok(folders.size > 5);
    assert.deepEqual(circleIn(folders), []);
  });
});
