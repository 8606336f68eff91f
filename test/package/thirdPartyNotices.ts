import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../host/repositoryRoot.ts';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly repository?: string | { readonly url: string };
}

/** Packages that don't include the license text of their repository, each with a file that has the same text. */
const sameText: Readonly<Record<string, string>> = { '@vscode/l10n': 'node_modules/@vscode/codicons/LICENSE-CODE' };

const licenseFile = /^(?:licen[cs]e|copying|notice)[-\w]*(?:\.(?:md|txt))?$/i;

/**
 * Returns the license notices of all packages in the bundles. `outputs` is the output list of esbuild's metafile, as
 * JSON, and of data that was copied into a file, which has its license next to it. Packages with the same license text
 * share one notice.
 */
export function thirdPartyNotices(outputs: string): string {
  const bundles = Object.values(
    JSON.parse(outputs) as Record<string, { inputs: Record<string, { bytesInOutput: number }> }>,
  );
  const inputs = bundles.flatMap(({ inputs }) => Object.keys(inputs).filter((path) => inputs[path]!.bytesInOutput > 0));
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  const byText = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const about = JSON.parse(readFileSync(join(repositoryRoot, folder, 'package.json'), 'utf8')) as Package;
    const text = licenseText(folder, about.name);
    byText.set(text, [...(byText.get(text) ?? []), title(about)]);
  }
  for (const path of inputs.map((input) => input.replace(/\.json$/, '.license.txt'))) {
    if (!path.endsWith('.license.txt') || !existsSync(join(repositoryRoot, path))) continue;
    const [first = '', ...text] = readFileSync(join(repositoryRoot, path), 'utf8').split('\n');
    byText.set(text.join('\n').trim(), [first]);
  }
  const notices = [...byText].map(([text, titles]) => `${titles.join('\n')}\n\n${text}`);
  return [intro, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n';
}

const intro = 'Issues for GitLab contains the following packages. Their licenses apply to them.';

function title({ name, version, license, homepage, repository }: Package): string {
  const url = typeof repository === 'object' ? repository.url : repository;
  return [`${name} ${version}`, license, homepage ?? url?.replace(/^git\+/, '')].filter((part) => part).join(', ');
}

function licenseText(folder: string, name: string): string {
  const files = readdirSync(join(repositoryRoot, folder))
    .filter((file) => licenseFile.test(file))
    .sort();
  const paths = files.length > 0 ? files.map((file) => `${folder}/${file}`) : [sameText[name] ?? ''];
  if (!paths.every((path) => path && existsSync(join(repositoryRoot, path))))
    throw new Error(`${folder} has no license text.`);
  const texts = paths.map((path) => readFileSync(join(repositoryRoot, path), 'utf8'));
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}
