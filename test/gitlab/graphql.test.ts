import assert from 'node:assert/strict';
import { StandInGitLab } from './standInGitLab.ts';
import { noon } from './testRequest.ts';

const document = `query one($project: ID!, $iid: String!) {
  project(fullPath: $project) {
    workItems(iid: $iid) {
      nodes {
        title: title
        widgets {
          __typename
          ... on WorkItemWidgetAwardEmoji { awardEmoji { nodes { name user { id username } } } }
          ... on WorkItemWidgetHierarchy { children { nodes { iid state webUrl } } }
          ... on WorkItemWidgetNotes {
            discussions { nodes { notes { nodes { id awardEmoji { nodes { name } } } } } }
          }
        }
      }
    }
  }
}`;

interface Widget {
  __typename: string;
  awardEmoji: { nodes: unknown[] };
  children: { nodes: { iid: string }[] };
  discussions: { nodes: { notes: { nodes: unknown[] } }[] };
}

interface Answer {
  errors?: { message: string }[];
  data: { project: { workItems: { nodes: { title: string; widgets: Widget[] }[] } } };
}

describe('GraphQL', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 3 });
    standIn.world.updateIssue(101, 1, { state: 'opened', confidential: false, title: 'One', reactions: {} });
  });
  afterEach(() => standIn.close());

  const path = () => standIn.world.projectPath(standIn.world.projects.get(101)!);
  async function query(text: string, variables: object, token: string | undefined = standIn.tokens.personal) {
    const response = await fetch(`${standIn.url}/api/graphql`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query: text, variables }),
    });
    return { status: response.status, json: (await response.json()) as Answer };
  }

  it('returns the reactions of an issue and its notes, and its children', async () => {
    const { world } = standIn;
    const issue = world.issue(101, 1)!;
    const [user] = [...world.tokens.values()].map(({ userId }) => world.people.user(userId));
    world.activity.addAward(world.activity.issueAwards(issue), 'rocket', user!.id);
    world.activity.addChild(issue.id, world.issue(101, 2)!.id);
    const { json, status } = await query(document, { project: path(), iid: '1' });
    const [item] = json.data.project.workItems.nodes;
    const widget = (name: string) => item!.widgets.find((each) => each.__typename === name);
    assert.equal(status, 200);
    assert.equal(item!.title, 'One');
    assert.deepEqual(widget('WorkItemWidgetAwardEmoji')!.awardEmoji.nodes, [
      { name: 'rocket', user: { id: `gid://gitlab/User/${user!.id}`, username: user!.username } },
    ]);
    assert.equal(widget('WorkItemWidgetHierarchy')!.children.nodes[0]!.iid, '2');
    const notes = widget('WorkItemWidgetNotes')!.discussions.nodes.flatMap((each) => each.notes.nodes);
    assert.equal(notes.length, world.notes(issue.id).length);
  });

  it('R14: adds notes for resource events, with a hash as ID, and one for all labels that were changed at once', async () => {
    const { world } = standIn;
    world.updateIssue(101, 1, { labels: [] });
    const before = await notesOf();
    world.updateIssue(101, 1, { labels: ['bug', 'feature'], state: 'closed', weight: 3 });
    const after = (await notesOf()).slice(before.length).map(({ id, body }) => [id.split('/')[3], body]);
    const [bug, feature] = ['bug', 'feature'].map((name) => world.labelsOf(101).find((one) => one.name === name)!.id);
    assert.deepEqual(after, [
      ['LabelNote', `added ~${bug} ~${feature} labels`],
      ['StateNote', 'closed'],
      ['WeightNote', 'changed weight to **3**'],
    ]);
    assert.match((await notesOf()).at(-1)!.id, /\/[0-9a-f]{40}$/);
  });

  const notesOf = async () => {
    const { json } = await query(
      `query one($project: ID!) { project(fullPath: $project) { workItems(iid: "1") { nodes { widgets {
        ... on WorkItemWidgetNotes { discussions { nodes { notes { nodes { id body } } } } }
      } } } } }`,
      { project: path() },
    );
    const widget = json.data.project.workItems.nodes[0]!.widgets.find((each) => 'discussions' in each)!;
    return widget.discussions.nodes.flatMap((each) => each.notes.nodes as { id: string; body: string }[]);
  };

  it("reports what its schema lacks, and hides what the user can't access", async () => {
    const wrong = await query(`{ project(fullPath: "${path()}") { nonsense } }`, {});
    assert.deepEqual(wrong, {
      status: 200,
      json: {
        errors: [
          {
            message: "Field 'nonsense' doesn't exist on type 'Project'",
            locations: [{ line: 1, column: `{ project(fullPath: "${path()}") { `.length + 1 }],
            path: ['query', 'project', 'nonsense'],
            extensions: { code: 'undefinedField', typeName: 'Project', fieldName: 'nonsense' },
          },
        ],
      },
    });
    assert.deepEqual((await query('{ project(fullPath: "x") { id } }', {})).json, { data: { project: null } });
    standIn.world.updateIssue(101, 1, { confidential: true, assigneeIds: [] });
    const hidden = await query(document, { project: path(), iid: '1' }, standIn.tokens.guest);
    assert.deepEqual(hidden.json.data.project.workItems.nodes, []);
    const bad = await query(document, {}, 'glpat-unknown');
    assert.deepEqual([bad.status, bad.json], [401, { errors: [{ message: 'Invalid token' }] }]);
  });

  it('rejects variables that are only declared or only used, and required ones without a value', async () => {
    const used = 'project(fullPath: $path) { workItems(iid: $iid) { nodes { title } } }';
    const messages = [
      ['query one($path: ID!) {', 'Variable $iid is used by one but not declared'],
      ['query one($path: ID!, $iid: String, $x: [String!]) {', 'Variable $x is declared by one but not used'],
      ['query($path: ID!) {', 'Variable $iid is used by anonymous query but not declared'],
      ['query one($path: ID!, $iid: String!) {', 'Variable $iid of type String! was provided invalid value'],
    ];
    for (const [start, message] of messages) {
      const { json } = await query(`${start} ${used} }`, { path: path() });
      assert.deepEqual(
        json.errors?.map((error) => error.message),
        [message],
      );
    }
  });

  it('returns a hundred items of a list at once, and the rest by cursor', async () => {
    const { world } = standIn;
    const issue = world.issue(101, 1)!;
    for (const note of [...world.notes(issue.id)]) world.deleteNote(issue, note);
    for (let at = 0; at < 130; at++) world.addNote(101, 1, { body: `Note ${at}` });
    const paged = `query one($project: ID!, $after: String) { project(fullPath: $project) { workItems(iid: "1") { nodes { widgets {
      ... on WorkItemWidgetNotes {
        discussions(after: $after) { pageInfo { hasNextPage endCursor } nodes { notes { nodes { body } } } }
      }
    } } } } }`;
    const page = async (after: unknown) => {
      const { json } = await query(paged, { project: path(), after });
      const discussions = json.data.project.workItems.nodes[0]!.widgets.find((each) => 'discussions' in each)!
        .discussions as Widget['discussions'] & { pageInfo: { hasNextPage: boolean; endCursor: string | null } };
      return { ...discussions.pageInfo, nodes: discussions.nodes.flatMap((each) => each.notes.nodes) };
    };
    const first = await page(null);
    assert.deepEqual([first.nodes.length, first.hasNextPage], [100, true]);
    const second = await page(first.endCursor);
    assert.deepEqual([second.nodes[0], second.nodes.length], [{ body: 'Note 100' }, 30]);
    assert.deepEqual([second.hasNextPage, second.endCursor], [false, null]);
    const { errors } = (await query(paged, { project: path(), after: '???' })).json;
    assert.deepEqual(
      errors?.map(({ message }) => message),
      ['Please provide a valid cursor'],
    );
  });

  it('R10: returns a hundred reactions to an issue or a note, and a hundred notes of a thread', async () => {
    const { world } = standIn;
    const { people, activity } = world;
    const issue = world.issue(101, 1)!;
    for (const note of [...world.notes(issue.id)]) world.deleteNote(issue, note);
    const { id: noteId, discussionId } = world.addNote(101, 1, { body: 'First', thread: true });
    for (let at = 0; at < 100; at++) world.addNote(101, 1, { body: `Reply ${at}`, discussionId });
    const [template] = people.users.values();
    for (let id = 50_000; id < 50_101; id++) {
      people.users.set(id, { ...template!, id, username: `fan${id}` });
      activity.addAward(activity.issueAwards(issue), 'tada', id);
      activity.addAward(activity.noteAwards(noteId), 'tada', id);
    }
    const awards = 'awardEmoji { pageInfo { hasNextPage } nodes { name } }';
    const { json } = await query(
      `{ project(fullPath: "${path()}") { workItems(iid: "1") { nodes { widgets {
        ... on WorkItemWidgetAwardEmoji { ${awards} }
        ... on WorkItemWidgetNotes { discussions { nodes { id notes { pageInfo { hasNextPage } nodes { ${awards} } } } } }
      } } } } }`,
      {},
    );
    interface List {
      nodes: { awardEmoji: List; notes: List; id: string }[];
      pageInfo: { hasNextPage: boolean };
    }
    const widgets = json.data.project.workItems.nodes[0]!.widgets as unknown as {
      awardEmoji: List;
      discussions: List;
    }[];
    const thread = widgets.find((each) => 'discussions' in each)!.discussions.nodes[0]!;
    const lists = [
      widgets.find((each) => 'awardEmoji' in each)!.awardEmoji,
      thread.notes,
      thread.notes.nodes[0]!.awardEmoji,
    ];
    assert.equal(thread.id, `gid://gitlab/Discussion/${discussionId}`);
    for (const { nodes, pageInfo } of lists) assert.deepEqual([nodes.length, pageInfo.hasNextPage], [100, true]);
    for (const page of ['', `/notes/${noteId}`]) {
      const url = `${standIn.url}/api/v4/projects/101/issues/1${page}/award_emoji?per_page=100&page=2`;
      const response = await fetch(url, { headers: { Authorization: `Bearer ${standIn.tokens.personal}` } });
      assert.deepEqual([((await response.json()) as unknown[]).length, response.headers.get('x-next-page')], [1, '']);
    }
  });

  it('returns only what is selected, by alias and from fragments', async () => {
    const { json } = await query(
      `query two($project: ID!, $no: Boolean!) {
        first: project(fullPath: $project) { ...names }
        second: project(fullPath: $project) { fullPath @include(if: $no) __typename }
      }
      fragment names on Project { path: fullPath issues(iids: ["1", "2"]) { nodes { iid } } }`,
      { project: path(), no: false },
    );
    assert.deepEqual(json, {
      data: {
        first: { path: path(), issues: { nodes: [{ iid: '1' }, { iid: '2' }] } },
        second: { __typename: 'Project' },
      },
    });
  });

  it('describes its schema, which depends on the version and the edition', async () => {
    const has = async (type: string) =>
      (await query(`{ __type(name: "${type}") { fields { name } } }`, {})).json as unknown as {
        data: { __type: { fields: { name: string }[] } | null };
      };
    standIn.setVersion('15.8.0', 'ee');
    assert.equal((await has('WorkItemWidgetAwardEmoji')).data.__type, null);
    assert.ok((await has('WorkItemWidgetWeight')).data.__type);
    standIn.setVersion('16.2.0', 'ce');
    assert.ok((await has('WorkItemWidgetAwardEmoji')).data.__type);
    assert.equal((await has('WorkItemWidgetWeight')).data.__type, null);
  });

  it('R7: refuses a whole document for one type that its version lacks', async () => {
    standIn.setVersion('15.8.0', 'ee');
    const { json } = await query(document, { project: path(), iid: '1' });
    assert.equal('data' in json, false);
    assert.deepEqual(
      json.errors?.map(({ message }) => message),
      [
        "No such type WorkItemWidgetAwardEmoji, so it can't be a fragment condition",
        "Field 'awardEmoji' doesn't exist on type 'Note'",
      ],
    );
  });

  it('R6: refuses a document above the complexity of its user', async () => {
    const commits = (count: number) =>
      Array.from({ length: count }, (_, at) => `c${at}: tree(ref: "a") { lastCommit { sha title webUrl } }`).join(' ');
    const text = (count: number) => `{ project(fullPath: "${path()}") { repository { ${commits(count)} } } }`;
    assert.equal((await query(text(15), {})).json.errors, undefined);
    assert.deepEqual((await query(text(16), {})).json, {
      errors: [{ message: 'Query has complexity of 258, which exceeds max complexity of 250' }],
    });
    assert.equal((await query(text(16), {}, standIn.tokens.admin)).json.errors, undefined);
    assert.deepEqual((await query(text(13), {}, '')).json, {
      errors: [{ message: 'Query has complexity of 210, which exceeds max complexity of 200' }],
    });
  });
});
