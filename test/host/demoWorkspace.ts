import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRepository } from './gitRepository.ts';

/** Code for each of the first projects, with the kinds of issue references that people leave in code. */
const sources: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tanuki-tools/web-shop': {
    'README.md': '# Web shop\n\nThe shop that customers see. Known problems: #1, #2.\n',
    'src/cart.ts': `export interface Line {
  readonly article: string;
  readonly count: number;
  readonly price: number;
}

/** What the customer pays, in cents. */
export function total(lines: readonly Line[]): number {
  // TODO: rounding of foreign currencies, see #3
  return lines.reduce((sum, line) => sum + line.count * line.price, 0);
}
`,
    'src/checkout.ts': `import { total, type Line } from './cart';

// FIXME(#4): a second click sends the order twice
export async function checkout(lines: readonly Line[]): Promise<void> {
  await fetch('/orders', { method: 'POST', body: JSON.stringify({ lines, total: total(lines) }) });
}
`,
  },
  'tanuki-tools/mobile-app': {
    'README.md': '# Mobile app\n\nThe shop in the pocket. See tanuki-tools/web-shop#1.\n',
    'lib/basket.dart': `/// What lies in the basket.
class Basket {
  final List<String> articles = [];

  // TODO: keep it when the app restarts
  void add(String article) => articles.add(article);
}
`,
  },
  'tanuki-tools/platform/api-gateway': {
    'README.md': '# API gateway\n\nLets the shop and the app in.\n',
    'gateway.go': `package gateway

import "net/http"

// Serve lets requests in.
// TODO: limit the rate per customer (#5)
func Serve(next http.Handler) http.Handler {
	return next
}
`,
  },
};

/**
 * Creates a workspace inside a folder that the caller removes. The remotes of its repositories are these projects
 * (paths) on the GitLab at `gitlabUrl`. Returns the folder of the only project, or the `.code-workspace` file of several.
 * Don't open a file in the second window of a browser: with its scripts cached, VS Code on the web sometimes starts
 * without the folders in the file.
 */
export async function createDemoWorkspace(
  parent: string,
  gitlabUrl: string,
  projects: readonly string[],
): Promise<string> {
  for (const project of projects) {
    const files = sources[project] ?? { 'README.md': `# ${project}\n` };
    await createRepository(join(parent, project), { remotes: { origin: `${gitlabUrl}/${project}.git` }, files });
  }
  const [only, another] = projects;
  if (only !== undefined && another === undefined) return join(parent, only);
  const file = join(parent, 'demo.code-workspace');
  const folders = projects.map((project) => ({ path: project, name: project.split('/').at(-1) }));
  writeFileSync(file, JSON.stringify({ folders }, undefined, 2));
  return file;
}
