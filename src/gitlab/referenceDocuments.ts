import * as v from 'valibot';
import type { ResolvedReference } from '../model/gateway/referenceGateway.ts';
import { id, lenient, webUrl } from './decode/decode.ts';
import type { GraphQlQuery } from './graphQl.ts';
import { field, fields, type GraphQlDocument, type Selection } from './graphQlDocument.ts';

/*
 * Builds the GraphQL documents that resolve the references in a text. A document combines numbered pieces of a few
 * kinds. All user content is in the variables. The pieces are small, so that a document stays far below GitLab's limits
 * (complexity 250).
 * https://docs.gitlab.com/api/graphql/reference/
 */

type Found = ReadonlyMap<string, ResolvedReference | null>;

/** A document, its variables, and the decoder of its response. */
export interface ReferenceQuery extends GraphQlQuery {
  /** The names in the document, which are as many as fit. */
  readonly names: readonly string[];
  readonly read: (data: Readonly<Record<string, unknown>>) => Found;
}

/** One piece of a document. */
interface Piece {
  readonly names: readonly string[];
  /** The types of its variables. */
  readonly declared: Readonly<Record<string, string>>;
  readonly selection: Selection;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly read: (data: Readonly<Record<string, unknown>>) => Found;
}

const mostProjects = 5;
const mostOfAKind = 100;
const mostGroups = 20;
/** Each commit has a complexity of 16. https://docs.gitlab.com/api/graphql/#limits */
const mostCommits = 10;

/**
 * Requests issues and merge requests by project, and users. Undefined if the names include none of these. Like the
 * functions below, it covers only as many names as fit, from the first on.
 */
export function numbersAndPeople(ownPath: string, names: readonly string[]): ReferenceQuery | undefined {
  const numbered = names.flatMap((name) => {
    const { path, sign, iid } = /^(?<path>[^#!@]*)(?<sign>[#!])(?<iid>\d{1,10})$/.exec(name)?.groups ?? {};
    return iid === undefined ? [] : [{ name, path: path === '' ? ownPath : (path ?? ''), sign, iid }];
  });
  // Starts with the project with the most names. Otherwise, the rest of its names would wait behind every project with
  // a single name.
  const byPath = [...Map.groupBy(numbered, ({ path }) => path)].sort(([, one], [, other]) => other.length - one.length);
  const projects = byPath.slice(0, mostProjects);
  const people = names.filter((name) => /^@\w[\w.-]*$/.test(name)).slice(0, mostOfAKind);
  return joined([
    ...projects.map(([path, all], at) => projectPiece(path, all, at)),
    ...(people.length > 0 ? [peoplePiece(people)] : []),
  ]);
}

/** Requests groups, which are mentioned like users. */
export function groups(names: readonly string[]): ReferenceQuery | undefined {
  return joined(
    names.slice(0, mostGroups).map((name, at) => ({
      names: [name],
      declared: { [`g${at}`]: 'ID!' },
      selection: field('Query', `g${at}: group(fullPath: $g${at})`, ...fields('Group', 'fullName', 'webUrl')),
      variables: { [`g${at}`]: name.slice(1) },
      read: (data) => {
        const read = v.safeParse(v.object({ fullName: v.string(), webUrl }), data[`g${at}`]);
        return new Map([[name, read.success ? { title: read.output.fullName, webUrl: read.output.webUrl } : null]]);
      },
    })),
  );
}

/** Requests commits. The last commit of a tree at a given commit is the commit itself. */
export function commits(ownPath: string, names: readonly string[]): ReferenceQuery | undefined {
  const found = names.flatMap((name) => {
    const { path, sha } = /^(?:(?<path>[^#!@]+)@)?(?<sha>[0-9a-f]{7,40})$/.exec(name)?.groups ?? {};
    return sha === undefined ? [] : [{ name, path: path ?? ownPath, sha }];
  });
  const projects = [...Map.groupBy(found.slice(0, mostCommits), ({ path }) => path)].slice(0, mostProjects);
  return joined(projects.map(([path, all], at) => commitsPiece(path, all, at)));
}

/** Requests the target of a moved issue, or the original of a duplicate. */
export const successorsDocument: GraphQlDocument = {
  name: 'successors',
  variables: { project: 'ID!', iid: 'String!' },
  selections: [
    field(
      'Query',
      'project(fullPath: $project)',
      field(
        'Project',
        'issue(iid: $iid)',
        ...['movedTo', 'closedAsDuplicateOf'].map((name) =>
          field('Issue', name, field('Issue', 'reference(full: true)'), field('Issue', 'webUrl')),
        ),
      ),
    ),
  ],
};

function joined(pieces: readonly Piece[]): ReferenceQuery | undefined {
  if (pieces.length === 0) return undefined;
  return {
    names: pieces.flatMap(({ names }) => names),
    document: {
      name: 'references',
      variables: Object.assign({}, ...pieces.map(({ declared }) => declared)) as Record<string, string>,
      selections: pieces.map(({ selection }) => selection),
    },
    variables: Object.assign({}, ...pieces.map(({ variables }) => variables)) as Record<string, unknown>,
    read: (data) => new Map(pieces.flatMap((piece) => [...piece.read(data)])),
  };
}

const nodes = <T>(schema: v.GenericSchema<unknown, T>) =>
  v.fallback(v.nullish(v.object({ nodes: v.fallback(v.array(lenient(schema)), []) })), null);
const iid = v.pipe(v.union([v.string(), v.number()]), v.transform(Number), id);
const state = lenient(v.picklist(['opened', 'closed', 'merged']));
const numberedThing = v.object({ iid, title: v.string(), state, webUrl, moved: lenient(v.boolean()) });
const project = lenient(v.object({ issues: nodes(numberedThing), mergeRequests: nodes(numberedThing) }));

function projectPiece(
  path: string,
  all: readonly { readonly name: string; readonly sign: string | undefined; readonly iid: string }[],
  at: number,
): Piece {
  const [issues, mergeRequests] = ['#', '!'].map((sign) =>
    all.filter((one) => one.sign === sign).slice(0, mostOfAKind),
  );
  const [iids, mergeIids] = [issues, mergeRequests].map((some = []) => some.map((one) => one.iid));
  const parts = [
    ...(iids?.length
      ? [
          field(
            'Project',
            `issues(iids: $i${at})`,
            field('IssueConnection', 'nodes', ...fields('Issue', 'iid', 'title', 'state', 'webUrl', 'moved')),
          ),
        ]
      : []),
    ...(mergeIids?.length
      ? [
          field(
            'Project',
            `mergeRequests(iids: $m${at})`,
            field('MergeRequestConnection', 'nodes', ...fields('MergeRequest', 'iid', 'title', 'state', 'webUrl')),
          ),
        ]
      : []),
  ];
  return {
    names: [...(issues ?? []), ...(mergeRequests ?? [])].map(({ name }) => name),
    declared: { [`p${at}`]: 'ID!', [`i${at}`]: '[String!]', [`m${at}`]: '[String!]' },
    selection: field('Query', `p${at}: project(fullPath: $p${at})`, ...parts),
    variables: {
      [`p${at}`]: path,
      ...(iids?.length ? { [`i${at}`]: iids } : {}),
      ...(mergeIids?.length ? { [`m${at}`]: mergeIids } : {}),
    },
    read: (data) => {
      const read = v.parse(project, data[`p${at}`]);
      return new Map(
        [...(issues ?? []), ...(mergeRequests ?? [])].map(({ name, sign, iid: wanted }) => {
          const of = sign === '#' ? read?.issues : read?.mergeRequests;
          const thing = of?.nodes.find((one) => one?.iid === Number(wanted));
          return [name, thing ? described(thing) : null];
        }),
      );
    },
  };
}

function described({ title, state: is, webUrl: url, moved }: v.InferOutput<typeof numberedThing>): ResolvedReference {
  return {
    title,
    webUrl: url,
    ...(is === undefined ? {} : { state: is }),
    ...(moved === true ? { isMoved: true } : {}),
  };
}

const person = v.object({ username: v.string(), name: v.string(), webUrl });

function peoplePiece(people: readonly string[]): Piece {
  return {
    names: people,
    declared: { users: '[String!]' },
    selection: field(
      'Query',
      'users(usernames: $users)',
      field('UserCoreConnection', 'nodes', ...fields('UserCore', 'username', 'name', 'webUrl')),
    ),
    variables: { users: people.map((name) => name.slice(1)) },
    read: ({ users }) => {
      const found = v.parse(nodes(person), users)?.nodes ?? [];
      return new Map(
        people.map((name) => {
          const one = found.find((each) => each?.username.toLowerCase() === name.slice(1).toLowerCase());
          return [name, one ? { title: one.name, webUrl: one.webUrl } : null];
        }),
      );
    },
  };
}

const lastCommit = v.object({ lastCommit: v.object({ sha: v.string(), title: v.string(), webUrl }) });

function commitsPiece(
  path: string,
  all: readonly { readonly name: string; readonly sha: string }[],
  at: number,
): Piece {
  const alias = (index: number): string => `c${at}_${index}`;
  const trees = all.map((_one, index) =>
    field(
      'Repository',
      `${alias(index)}: tree(ref: $${alias(index)})`,
      field('Tree', 'lastCommit', ...fields('Commit', 'sha', 'title', 'webUrl')),
    ),
  );
  return {
    names: all.map(({ name }) => name),
    declared: { [`p${at}`]: 'ID!', ...Object.fromEntries(all.map((_one, index) => [alias(index), 'String'])) },
    selection: field('Query', `p${at}: project(fullPath: $p${at})`, field('Project', 'repository', ...trees)),
    variables: { [`p${at}`]: path, ...Object.fromEntries(all.map(({ sha }, index) => [alias(index), sha])) },
    read: (data) => {
      const read = v.safeParse(v.object({ repository: v.record(v.string(), v.unknown()) }), data[`p${at}`]);
      return new Map(
        all.map(({ name, sha }, index) => {
          const tree = v.safeParse(lastCommit, read.success ? read.output.repository[alias(index)] : undefined);
          const commit =
            tree.success && tree.output.lastCommit.sha.startsWith(sha) ? tree.output.lastCommit : undefined;
          return [name, commit ? { title: commit.title, webUrl: commit.webUrl } : null];
        }),
      );
    },
  };
}

const successor = v.object({ reference: v.string(), webUrl });
const successors = v.object({
  data: v.object({
    project: v.object({ issue: v.object({ movedTo: lenient(successor), closedAsDuplicateOf: lenient(successor) }) }),
  }),
});

/** Decodes the response to {@link successorsDocument}. */
export function decodeSuccessors(json: unknown) {
  const read = v.safeParse(successors, json);
  const { movedTo, closedAsDuplicateOf } = read.success ? read.output.data.project.issue : {};
  return {
    ...(movedTo ? { movedTo } : {}),
    ...(closedAsDuplicateOf ? { duplicateOf: closedAsDuplicateOf } : {}),
  };
}
