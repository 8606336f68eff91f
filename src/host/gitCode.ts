import { Uri } from 'vscode';
import type { CodeRepository } from '../model/code/codeRepository.ts';
import type { GitRepository } from './gitExtension.ts';

/**
 * Reads the commits of a repository through the built-in Git extension, after it has read the repository's current state.
 */
export async function readCodeRepository(repository: GitRepository): Promise<CodeRepository> {
  const orNothing = async <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);
  await orNothing(repository.status());
  const { HEAD, remotes } = repository.state;
  return {
    uri: repository.rootUri.toString(),
    remotes: remotes.map(({ name }) => name),
    head: { commit: HEAD?.commit, upstream: HEAD?.upstream },
    remotesWith: async (commit) => {
      const branches = await orNothing(repository.getBranches({ remote: true, contains: commit }));
      return (branches ?? []).flatMap(({ remote }) => remote ?? []);
    },
    commonCommit: async (branch) => {
      const commit = await orNothing(repository.getMergeBase('HEAD', branch));
      return commit === '' ? undefined : commit;
    },
    textAt: (commit, document) => orNothing(repository.show(commit, Uri.parse(document).fsPath)),
  };
}
