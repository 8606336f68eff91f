import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerError } from '../../../src/gitlab/answerError.ts';
import { systemClock } from '../../../src/model/time/clock.ts';
import {
  decodeFound,
  decodeGroup,
  decodeLabels,
  decodeMilestones,
  decodeProject,
  decodeProjects,
  decodeUser,
  decodeVersion,
} from '../../../src/gitlab/decode/decode.ts';
import { decodeDiscussions, decodeReactions, decodeSentNote } from '../../../src/gitlab/decode/decodeDetails.ts';
import { decodeEvents } from '../../../src/gitlab/decode/decodeEvents.ts';
import { decodeIssue, decodeIssues } from '../../../src/gitlab/decode/decodeIssue.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { Issue } from '../../../src/model/issue.ts';

interface Recording {
  readonly file: string;
  readonly headers_file?: string;
  readonly endpoint: string;
  readonly status: number;
}

const folder = join(__dirname, 'recorded');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const recordings = JSON.parse(read('MANIFEST.json')) as readonly Recording[];
const source = { projectPath: 'group/project', projectWebUrl: 'https://gitlab.example.com/group/project' };

/** Runs a decoder for a list, or another one for a single object. */
const eitherOf =
  (many: (json: unknown) => unknown, one: (json: unknown) => unknown) =>
  (json: unknown): unknown =>
    Array.isArray(json) ? many(json) : one(json);

/** The decoders of other responses. Those of lists skip no row. */
const readers: Readonly<Record<string, (json: unknown) => unknown>> = {
  '/api/v4/groups': eitherOf(decodeFound, decodeGroup),
  '/api/v4/groups/:id': eitherOf(decodeFound, decodeGroup),
  '/api/v4/groups/:id/projects': eitherOf(decodeProjects, decodeProject),
  '/api/v4/projects': eitherOf(decodeProjects, decodeProject),
  '/api/v4/projects/:id/labels': decodeLabels,
  '/api/v4/projects/:id/milestones': decodeMilestones,
  '/api/v4/projects/:id/issues/:iid/award_emoji': decodeReactions,
  '/api/v4/projects/:id/issues/:iid/notes/:id/award_emoji': (json) => decodeReactions([json].flat()),
  '/api/v4/projects/:id/issues/:iid/discussions': (json) => decodeDiscussions(json).discussions,
  '/api/v4/projects/:id/merge_requests/:iid/discussions': (json) => decodeDiscussions(json).discussions,
  '/api/v4/projects/:id/issues/:iid/notes': eitherOf((rows) => (rows as unknown[]).map(decodeSentNote), decodeSentNote),
  '/api/v4/projects/:id/issues/:iid/resource_label_events': (json) => decodeEvents('label', [json].flat()).events,
};

/** The API endpoints that we use, with the decoders for their responses. */
const decoders: Readonly<Record<string, (json: unknown) => unknown>> = {
  '/api/v4/projects/:id/issues': (json) =>
    Array.isArray(json) ? decodeIssues(json, source).issues : decodeIssue(json, source),
  '/api/v4/projects/:id/issues/:iid': (json) => decodeIssue(json, source),
  '/api/v4/projects/:id/merge_requests/:iid/closes_issues': (json) => decodeIssue(json, source),
  '/api/v4/projects/:id': decodeProject,
  '/api/v4/user': decodeUser,
  '/api/v4/version': decodeVersion,
  ...readers,
};

describe('responses recorded from real servers, GitLab 8.7 to 19.1', () => {
  it('are complete', () => {
    assert.equal(recordings.length, 165);
  });

  for (const { file, headers_file: headersFile, endpoint, status } of recordings) {
    const decoder = decoders[endpoint];
    const text = read(file);

    if (status >= 400) {
      it(`${file}: is an error with a reason`, () => {
        const headers: Record<string, string> = {};
        if (headersFile && existsSync(join(folder, headersFile))) {
          const recorded = JSON.parse(read(headersFile)) as { headers?: Record<string, string> } & Record<
            string,
            unknown
          >;
          for (const [name, value] of Object.entries(recorded.headers ?? recorded))
            headers[name.toLowerCase()] = String(value);
        }
        const error = answerError({ status, headers, text }, { host: 'gitlab.example.com' }, systemClock);
        const expected: Readonly<Record<number, string>> = {
          400: 'invalid',
          401: 'auth',
          403: 'forbidden',
          404: 'notFound',
          409: 'conflict',
          429: 'rateLimited',
        };
        // Two responses are pages from a web server that isn't GitLab.
        assert.equal(error.reason, file.endsWith('.txt') ? 'notGitLab' : expected[status]);
        assert.ok(error.message.length > 20 && !/[<>{}]/.test(error.message), error.message);
      });
    } else if (decoder) {
      it(`${file}: is decoded`, () => {
        const decoded = decoder(JSON.parse(text));
        const raw = JSON.parse(text) as Record<string, unknown> | Record<string, unknown>[];
        if (endpoint in readers) {
          // The origin of one recording compressed its rows.
          const rows = [raw].flat().filter((row) => typeof row === 'object');
          if (Array.isArray(decoded)) assert.equal(decoded.length, rows.length);
          return;
        }
        if (!endpoint.includes('/issues')) return;
        const issues = [decoded as Issue | Issue[]].flat();
        const raws = [raw].flat();
        assert.deepEqual(
          issues.map(({ iid, title, labels }) => ({ iid, title, labels })),
          raws.map(({ iid, title, labels }) => ({ iid, title, labels })),
        );
        for (const issue of issues) {
          assert.match(issue.webUrl, /^https?:\/\//);
          assert.match(issue.reference, /#\d+$/);
          assert.ok(issue.updatedAt >= issue.createdAt && issue.createdAt > Date.UTC(2010, 0));
        }
      });
    } else {
      it(`${file}: is rejected as an issue and as a project, with a reason`, () => {
        const json = text === '' ? undefined : (JSON.parse(text) as unknown);
        assert.throws(
          () => decodeIssue(json, source),
          (error) => GitLabError.is(error, 'badData'),
        );
        // Only a response with a whole project is a valid project.
        if (/^\/api\/v4\/projects$/.test(endpoint) && status === 201) return;
        assert.throws(
          () => decodeProject(json),
          (error) => GitLabError.is(error, 'badData'),
        );
      });
    }
  }
});
