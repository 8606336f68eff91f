import { type CodeLines, sameLines } from '../../model/code/codeLines.ts';
import { type PublishedCode, permalink } from '../../model/code/codeText.ts';
import { pathInFolder } from '../../model/isInFolder.ts';
import type { RepositoryProjects } from '../trackers/repositoryProjects.ts';
import type { CodeRepository } from '../../model/code/codeRepository.ts';

/** A commit that GitLab has, and the web address of the project. */
interface PublishedCommit {
  readonly commit: string;
  readonly project: string;
}

/**
 * Finds lines of code on GitLab: in the current commit if a remote has it, or else in the newest commit before it that a
 * remote has.
 */
export async function publishedCode(
  code: CodeLines,
  repository: CodeRepository,
  projects: Pick<RepositoryProjects, 'pageOf'>,
): Promise<PublishedCode> {
  const path = pathInFolder(code.document, repository.uri);
  const found = await publishedCommit(repository, (remote) => projects.pageOf(repository.uri, remote));
  if (found === 'elsewhere') return { kind: 'elsewhere', path };
  const text = found && (await repository.textAt(found.commit, code.document));
  if (!found || text === undefined) return { kind: 'unpublished', path };
  const lines = sameLines(code, text);
  return lines
    ? { kind: 'same', path, link: permalink(found.project, found.commit, path, lines), lines }
    : { kind: 'changed', path, link: permalink(found.project, found.commit, path) };
}

async function publishedCommit(
  repository: CodeRepository,
  pageOf: (remote: string) => string | undefined,
): Promise<PublishedCommit | 'elsewhere' | undefined> {
  const { commit, upstream } = repository.head;
  const own = upstream?.remote;
  const names = [...new Set([...(own === undefined ? [] : [own]), 'origin', 'upstream', ...repository.remotes])];
  const remotes = names.flatMap((name) => {
    const project = pageOf(name);
    return project === undefined ? [] : [{ name, project }];
  });
  if (remotes.length === 0) return 'elsewhere';
  const having = commit === undefined ? [] : await repository.remotesWith(commit);
  const current = remotes.find(({ name }) => having.includes(name));
  if (commit !== undefined && current) return { commit, project: current.project };
  for (const { name, project } of remotes) {
    const tracked = upstream?.remote === name ? [upstream.name] : [];
    for (const branch of [...tracked, 'HEAD', 'main', 'master']) {
      const common = await repository.commonCommit(`${name}/${branch}`);
      if (common !== undefined) return { commit: common, project };
    }
  }
  return undefined;
}
