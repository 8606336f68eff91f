import assert from 'node:assert/strict';
import { answerError } from '../../../src/gitlab/answerError.ts';
import { jsonOf } from '../../../src/gitlab/readAnswer.ts';
import { longestServerMessage } from '../../../src/model/limits.ts';
import { assertLinear } from '../assertLinear.ts';
import { ManualClock } from '../manualClock.ts';

const clock = new ManualClock();
const facts = { host: 'gitlab.example.com' };
const errorOf = (status: number, headers: Record<string, string>, text: string) =>
  answerError({ status, headers, text }, facts, clock);
const pause = (status: number, headers: Record<string, string>) => {
  const { until, resumeAt } = errorOf(status, headers, '{}').facts;
  if (until === undefined || resumeAt === undefined) return undefined;
  assert.equal(until - clock.now(), resumeAt - clock.elapsed());
  return until - clock.now();
};

describe('The error of a response', () => {
  it('counts a date in Retry-After from the date of the server, not from the local clock', () => {
    for (const skew of [-86_400_000, -3_600_000, 0, 3_600_000]) {
      const date = new Date(clock.now() + skew);
      const until = new Date(date.getTime() + 90_000).toUTCString();
      assert.equal(pause(429, { date: date.toUTCString(), 'retry-after': until }), 90_000, `${skew}`);
      const reset = String((date.getTime() + 45_000) / 1000);
      const limited = { date: date.toUTCString(), 'ratelimit-remaining': '0', 'ratelimit-reset': reset };
      assert.equal(pause(429, limited), 45_000, `${skew}`);
    }
    const soon = new Date(clock.now() + 90_000).toUTCString();
    assert.equal(pause(429, { 'retry-after': soon }), 90_000);
    assert.equal(pause(429, { date: 'today', 'retry-after': soon }), 90_000);
  });

  it('uses Retry-After of any response, and assumes a minute only for a 429', () => {
    assert.deepEqual(
      [pause(503, { 'retry-after': '120' }), pause(503, {}), pause(500, {}), pause(403, { 'retry-after': '5' })],
      [120_000, undefined, undefined, 5_000],
    );
    assert.deepEqual(
      [pause(429, {}), pause(429, { 'ratelimit-remaining': '3', 'ratelimit-reset': '9999999999' })],
      [60_000, 60_000],
    );
    // A gateway may report the time in milliseconds.
    const late = { 'ratelimit-remaining': '0', 'ratelimit-reset': String(clock.now() + 45_000) };
    assert.equal(pause(429, { date: new Date(clock.now()).toUTCString(), ...late }), 60_000);
  });

  it('has a message without markup, in one line, of 200 characters at most', () => {
    const message = (text: string) => errorOf(400, {}, JSON.stringify({ message: text })).facts.serverMessage;
    assert.equal(message('<b>Title</b> is\n\n  <a href="https://example.com">too long</a>'), 'Title is too long');
    assert.equal(message('x'.repeat(500))?.length, 200);
    assert.equal(message('<i></i>'), undefined);
  });

  it('reads every shape of a message', () => {
    const message = (body: unknown) => errorOf(400, {}, JSON.stringify(body)).facts.serverMessage;
    assert.equal(message({ message: ['One', 'Two'] }), 'One, Two');
    assert.equal(message({ message: { due_date: ['is invalid'] } }), 'due date is invalid');
    assert.equal(message({ message: { base: ['Not allowed'] } }), 'Not allowed');
    assert.equal(message({ error: 'title is missing' }), 'title is missing');
    assert.equal(message({ error: 'invalid', error_description: 'Described' }), 'Described');
    assert.equal(message({ message: '400 Bad request - Not valid' }), 'Not valid');
  });

  it("is GitLab's if the body is a JSON object, or if it has a header that only GitLab sends", () => {
    const reason = (headers: Record<string, string>, text: string) => errorOf(404, headers, text).reason;
    const html = { 'content-type': 'text/html' };
    const meta = { 'x-gitlab-meta': '{"version":"1"}' };
    assert.deepEqual(
      [reason({}, '{}'), reason({}, '[]'), reason({}, 'null'), reason({}, '"text"'), reason({}, 'Not Found')],
      ['notFound', 'notGitLab', 'notGitLab', 'notGitLab', 'notGitLab'],
    );
    assert.deepEqual(
      [reason(meta, 'Not Found'), reason({ ...html, ...meta }, '<html>'), reason(html, '<html>')],
      ['notFound', 'notFound', 'notGitLab'],
    );
    assert.deepEqual(
      [400, 401, 403, 404, 409].map((status) => errorOf(status, {}, 'text').reason),
      ['invalid', 'notGitLab', 'notGitLab', 'notGitLab', 'conflict'],
    );
  });

  it('S4: cuts an error text before it is matched', () => {
    for (const part of ['<', '<a ', ' ', '400 Bad ', '[', '\u202e', 'sign'])
      for (const status of [400, 401, 403, 405, 503]) {
        assertLinear(`${status} ${JSON.stringify(part)}`, 5_000, (size) => {
          errorOf(status, {}, JSON.stringify({ message: part.repeat(size / part.length) }));
        });
      }
    const { facts } = errorOf(400, {}, JSON.stringify({ message: '<'.repeat(1_000_000) }));
    assert.ok((facts.serverMessage?.length ?? 0) <= longestServerMessage);
  });

  it('S4: reads only the first parts of an error, and not the deepest ones', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`${'_'.repeat(99)}${index}`, ['a']]));
    const deep = `{"message":${'['.repeat(100_000)}"a"${']'.repeat(100_000)}}`;
    for (const text of [JSON.stringify({ message: many }), deep]) {
      const error = errorOf(422, {}, text);
      assert.equal(error.reason, 'invalid');
      assert.ok(error.message.length < 2 * longestServerMessage, error.message);
    }
    assert.match(
      errorOf(400, {}, '{"message":{"due_date":["is wrong","is past"]}}').message,
      /due date is wrong, is past/,
    );
  });

  it('S4: reads 100 parts of an error at most, on all levels together', () => {
    const message = (parts: number) =>
      errorOf(400, {}, JSON.stringify({ message: [...Array<string[][]>(parts).fill([['']]), 'Last'] })).message;
    assert.match(message(33), /Last/);
    assert.doesNotMatch(message(34), /Last/);
  });

  it('S4: looks for a sign-in page only at the start of a page', () => {
    const page = (text: string) => () => jsonOf({ status: 200, headers: { 'content-type': 'text/html' }, text }, {});
    assert.throws(page('<title>Sign in</title>'), { facts: { status: 200, detail: 'signInPage' } });
    assert.throws(page(`${'a'.repeat(1_000_000)}<title>Sign in</title>`), {
      facts: { status: 200, detail: undefined },
    });
    assertLinear('a page', 5_000, (size) => {
      assert.throws(page('sign '.repeat(size / 5)));
    });
  });
});
