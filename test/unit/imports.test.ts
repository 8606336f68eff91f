import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const root = join(__dirname, '../..');
const importOf = /(?:\bfrom |\bimport |\bimport\()'(\.[^']+)'/g;
/** Imports of types alone, which disappear when the code is compiled. */
const typeImport = /^(?:import|export) type [^;]+;$/gm;

/** Returns the imports of each file in a folder, in `src` including type imports, as paths relative to the folder. */
function importsOfAll(folder: 'src' | 'test'): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file));
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(root, folder, file), 'utf8');
      const imports = folder === 'src' ? text : text.replaceAll(typeImport, '');
      return [file, [...imports.matchAll(importOf)].map(([, path = '']) => posix.join(dirname(file), path))];
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

describe('the imports of test/', () => {
  it('form no circle', () => {
    const imports = importsOfAll('test');
    assert.ok(imports.size > 300);
    assert.deepEqual(circleIn(imports), []);
  });
});

describe('the imports of src/', () => {
  const imports = importsOfAll('src');

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
