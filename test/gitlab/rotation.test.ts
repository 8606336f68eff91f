import assert from 'node:assert/strict';
import { StandInGitLab } from './standInGitLab.ts';

describe('POST /personal_access_tokens/self/rotate', () => {
  let gitlab: StandInGitLab;
  beforeEach(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 1, now: () => Date.UTC(2026, 0, 15, 12) });
  });
  afterEach(() => gitlab.close());

  const send = (path: string, token: string, method = 'GET', body?: string) =>
    fetch(`${gitlab.url}/api/v4/personal_access_tokens/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    });

  it('returns a new token with the requested expiry, and revokes the old one', async () => {
    const old = gitlab.tokens.personal;
    const answer = await send('self/rotate', old, 'POST', '{"expires_at":"2026-12-31"}');
    const renewed = (await answer.json()) as { token: string; expires_at: string; scopes: string[]; revoked: boolean };
    assert.equal(answer.status, 200);
    assert.deepEqual([renewed.expires_at, renewed.scopes, renewed.revoked], ['2026-12-31', ['api'], false]);
    assert.notEqual(renewed.token, old);
    assert.match(renewed.token, /^glpat-CANARY[\w-]{14}$/);
    assert.equal((await send('self', renewed.token)).status, 200);
    assert.equal(gitlab.tokens.personal, renewed.token);
  });

  it('revokes the new token if the old one requests a rotation again, but not with any other request', async () => {
    const old = gitlab.tokens.personal;
    const { token } = (await (await send('self/rotate', old, 'POST')).json()) as { token: string };
    assert.equal((await send('self', old)).status, 401);
    assert.equal((await send('self', token)).status, 200);
    const again = await send('self/rotate', old, 'POST');
    assert.equal(again.status, 401);
    assert.match(await again.text(), /Token was revoked/);
    assert.equal((await send('self', token)).status, 401);
  });

  it('revokes the last token of the family if the first one requests a rotation again', async () => {
    const first = gitlab.tokens.personal;
    await send('self/rotate', first, 'POST');
    await send('self/rotate', gitlab.tokens.personal, 'POST');
    const last = gitlab.tokens.personal;
    assert.equal((await send('self', last)).status, 200);
    assert.equal((await send('self/rotate', first, 'POST')).status, 401);
    assert.equal((await send('self', last)).status, 401);
  });

  it('lasts a week without a date, and rejects dates in the past or too far ahead', async () => {
    for (const day of ['2026-01-15', '2027-06-01', 'soon']) {
      assert.equal(
        (await send('self/rotate', gitlab.tokens.personal, 'POST', `{"expires_at":"${day}"}`)).status,
        400,
        day,
      );
    }
    const renewed = (await (await send('self/rotate', gitlab.tokens.personal, 'POST')).json()) as {
      expires_at: string;
    };
    assert.equal(renewed.expires_at, '2026-01-22');
  });

  it('requires the scope api or self_rotate, and GitLab 16.10', async () => {
    assert.equal((await send('self/rotate', gitlab.tokens.personalReadApi, 'POST')).status, 403);
    const token = gitlab.world.tokens.get('personalReadApi');
    assert.ok(token);
    token.scopes = ['read_api', 'self_rotate'];
    assert.equal((await send('self/rotate', gitlab.tokens.personalReadApi, 'POST')).status, 200);
    gitlab.setVersion('16.9.0-ee');
    assert.equal((await send('self/rotate', gitlab.tokens.personal, 'POST')).status, 404);
  });

  it("can't be read with GET", async () => {
    assert.equal((await send('self/rotate', gitlab.tokens.personal)).status, 405);
  });
});
