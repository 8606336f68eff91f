import assert from 'node:assert/strict';
import { accept, gitlab, read, strict } from './contractSchemas.ts';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon, post } from './testRequest.ts';

describe('Labels, boards, milestones, and uploads', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 3, relativeRoot: '/gitlab' });
  });
  afterEach(() => standIn.close());
  const labels = '/projects/101/labels';

  it('creates labels for roles that can manage them, and rejects duplicate, invalid, and empty names', async () => {
    const made = await post(standIn, labels, { name: 'new one', color: '#336699', description: 'x', priority: 3 });
    assert.equal(made.status, 201);
    accept(gitlab('labels/project_label'), made.json);
    assert.equal((await ask(standIn, `${labels}/new%20one`)).json.id, made.json.id);
    assert.equal((await post(standIn, labels, { name: 'x', color: 'red' })).status, 201);
    assert.equal((await post(standIn, labels, { name: 'y', color: 'red' }, 'guest')).status, 403);
    for (const [body, answer] of [
      [{}, { error: 'name is missing, color is missing' }],
      [{ name: 'z', color: 'constructor' }, { message: { color: ['must be a valid color code'] } }],
      [{ name: 'a,b', color: '#fff' }, { message: { title: ['is invalid'] } }],
    ] as const) {
      const { status, json } = await post(standIn, labels, body);
      assert.deepEqual([status, json], [400, answer]);
    }
  });

  it('lists the board of a project or group, with a list for each label of a scope in creation order', async () => {
    for (const place of ['/projects/101', '/groups/10']) {
      const { rows } = await ask(standIn, `${place}/boards`);
      const [board] = rows as unknown as { lists: { position: number; label: { name: string } }[] }[];
      assert.deepEqual(
        board?.lists.map(({ position, label }) => [position, label.name]),
        [
          [0, 'workflow::ready'],
          [1, 'workflow::doing'],
          [2, 'workflow::review'],
        ],
      );
      for (const { label } of board.lists) accept(strict('LabelBasic'), label);
    }
    assert.equal((await ask(standIn, '/groups/99/boards')).status, 404);
  });

  it('lists milestones and members of a group', async () => {
    const milestones = (await ask(standIn, '/groups/10/milestones?state=active')).rows;
    assert.deepEqual(
      milestones.map((one) => one.title),
      ['Summer release'],
    );
    for (const one of milestones) accept(strict('Milestone'), one);
    assert.equal((await ask(standIn, '/groups/11/milestones')).rows.length, 0);
    assert.equal((await ask(standIn, '/groups/11/milestones?include_ancestors=true')).rows.length, 2);
    const members = (await ask(standIn, '/groups/10/members?query=mira')).rows;
    assert.equal(members.length, 1);
    accept(strict('Member'), members[0]);
    assert.equal((await ask(standIn, '/groups/11/members')).rows.length, 0);
    assert.ok((await ask(standIn, '/groups/11/members/all')).rows.length > 5);
    assert.equal((await ask(standIn, '/groups/99/members')).status, 404);
  });

  it('returns an uploaded file byte for byte', async () => {
    const bytes = new Uint8Array([0, 13, 10, 13, 10, 45, 45, 255]);
    const form = new FormData();
    form.append('file', new Blob([bytes], { type: 'image/png' }), '../a b?.png');
    const { status, json } = await ask(standIn, '/projects/101/uploads', { method: 'POST', body: form });
    assert.equal(status, 201);
    accept(strict('Upload'), json);
    const { alt, url, full_path: full, markdown } = json as unknown as Record<string, string>;
    assert.deepEqual([alt, full, markdown], ['a_b_', `/-/project/101${url}`, `![a_b_](${url})`]);
    const file = await fetch(`${standIn.url}/api/v4/projects/101${url}`, {
      headers: { Authorization: `Bearer ${standIn.tokens.personal}` },
    });
    assert.deepEqual(new Uint8Array(await file.arrayBuffer()), bytes);
    const web = await fetch(`${standIn.url}/tanuki-tools/web-shop${url}`, { redirect: 'manual' });
    assert.deepEqual([web.status, web.headers.get('location')], [302, `${standIn.url}/users/sign_in`]);
    const text = new FormData();
    text.append('file', new Blob(['x']), 'notes.txt');
    const other = await ask(standIn, '/projects/101/uploads', { method: 'POST', body: text });
    assert.match(other.text, /"alt":"notes.txt".*"markdown":"\[notes.txt\]/);
    assert.deepEqual((await post(standIn, '/projects/101/uploads', {})).json, { error: 'file is missing' });
    assert.deepEqual((await post(standIn, '/projects/101/uploads', { file: 'x' })).json, { error: 'file is invalid' });
    assert.equal(
      (await ask(standIn, '/projects/101/uploads', { method: 'POST', token: 'outsider', body: text })).status,
      404,
    );
    standIn.setVersion('17.0.0-ee');
    const old = (await ask(standIn, '/projects/101/uploads', { method: 'POST', body: text })).json;
    assert.deepEqual(
      Object.keys(old),
      Object.keys(read('examples/upload.json') as object).filter((key) => key !== 'id'),
    );
    assert.match(JSON.stringify(old), /"full_path":"\/tanuki-tools\/web-shop\/uploads\//);
  });

  it('renders Markdown for signed-in users, including read_api, and removes HTML', async () => {
    const text = 'See #1 by @mira.lindqvist\n\n<script>x</script> `<b>` ![s](/uploads/abc/s.png) [l](javascript:x)';
    const body = { text, gfm: true, project: 'tanuki-tools/web-shop' };
    const { status, text: json } = await post(standIn, '/markdown', body, 'personalReadApi');
    assert.equal(status, 201);
    const { html } = JSON.parse(json) as { html: string };
    assert.match(html, /<a href="[^"]+\/web-shop\/-\/issues\/1" class="gfm gfm-issue"/);
    assert.match(html, /data-src="[^"]+\/gitlab\/-\/project\/101\/uploads\/abc\/s.png"/);
    assert.doesNotMatch(html, /<script|<b>|href="javascript/);
    assert.equal((await post(standIn, '/markdown', { text: 'x' }, null)).status, 401);
    assert.deepEqual((await post(standIn, '/markdown', {})).json, { error: 'text is missing' });
  });
});
