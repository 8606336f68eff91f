import type { Instance } from '../http/apiPipeline.ts';
import type { Answer } from '../http/reply.ts';
import { avatarPicture } from '../seed/pictures.ts';
import type { StandInTokens } from '../standInOptions.ts';
import type { IssueRecord, ProjectRecord } from '../world/records.ts';

/** The data for the pages, in addition to the world. */
export interface WebInstance extends Instance {
  readonly url: string;
  readonly tokens: StandInTokens;
  readonly restrictsPublicVisibility: boolean;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#28272d;background:#fff}' +
  'pre{white-space:pre-wrap;background:#f4f4f6;padding:1rem;border-radius:.5rem}' +
  'code{background:#f4f4f6;padding:.1rem .3rem}.state{border-radius:1rem;padding:.1rem .7rem;background:#dcd5f5}';

function page(status: number, title: string, body: string): Answer {
  const html = Buffer.from(
    `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)} · Stand-in GitLab</title>` +
      `<style>${style}</style></head>\n<body>${body}<hr><p><small>The stand-in GitLab of Issues for GitLab. ` +
      'It lives in memory and forgets everything when it ends.</small></p></body></html>\n',
  );
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': String(html.length) },
    body: html,
  };
}

function file(contentType: string, body: Buffer): Answer {
  return {
    status: 200,
    headers: {
      'Content-Type': contentType,
      'Content-Length': String(body.length),
      'Cache-Control': 'public, max-age=3600',
    },
    body,
  };
}

/** Everything outside the API: simple pages for "Open in Browser", avatars, and uploads on the web. */
export class WebPages {
  constructor(private readonly instance: WebInstance) {}

  answer(input: { readonly method: string; readonly path: string; readonly query: string }): Answer {
    let path: string;
    try {
      path = decodeURIComponent(input.path);
    } catch {
      return this.notFound();
    }
    const avatar = /^\/uploads\/-\/system\/user\/avatar\/(\d+)\/avatar\.png$/.exec(path)?.[1];
    if (avatar !== undefined) return this.avatar(Number(avatar));
    if (path.includes('/uploads/')) return this.upload(path);
    if (/^\/-\/(user_settings|profile)\/personal_access_tokens/.test(path)) return this.tokenPage(path, input.query);
    if (path === '/users/sign_in')
      return page(200, 'Sign in', '<h1>Sign in</h1><p>There is nothing to sign in to here.</p>');
    if (path === '/') return this.home();
    const issue = /^\/(.+?)\/-\/(?:issues|work_items)\/(\d+)$/.exec(path);
    if (issue) return this.issuePage(issue[1] ?? '', Number(issue[2]));
    return this.ownerPage(path.replace(/^\/(groups\/)?|\/$/g, '').replace(/\/-\/.*$/, ''));
  }

  notFound(): Answer {
    return page(404, '404', '<h1>404</h1><p>The page could not be found or you don’t have permission to view it.</p>');
  }

  /** As for all web routes, a token doesn't count. `app/controllers/uploads_controller.rb` */
  private avatar(id: number): Answer {
    const { world, restrictsPublicVisibility } = this.instance;
    if (restrictsPublicVisibility) return this.signInFirst();
    const user = world.people.users.get(id);
    return user?.avatar === 'own' ? file('image/png', avatarPicture(user.username)) : this.notFound();
  }

  /**
   * Web routes accept only session cookies. Before 17.4, anyone could read an image by its secret (contract section 6).
   */
  private upload(path: string): Answer {
    const { world, version } = this.instance;
    const match = /^\/(.+)\/uploads\/([0-9a-f]{32})\/([^/]+)$/.exec(path);
    if (/^\/-\/project\/\d+\/uploads\//.test(path)) return this.notFound();
    if (!version.has('uploadDownloads') && match) {
      const project = world.projectByPath(match[1] ?? '');
      const found = world.uploads.find(
        (one) => one.projectId === project?.id && one.secret === match[2] && one.filename === match[3],
      );
      return found ? file(found.contentType, found.bytes()) : this.notFound();
    }
    return this.signInFirst();
  }

  private signInFirst(): Answer {
    const location = `${this.instance.externalUrl}/users/sign_in`;
    return { status: 302, headers: { Location: location, 'Content-Length': '0' }, body: Buffer.alloc(0) };
  }

  private home(): Answer {
    const { world, externalUrl } = this.instance;
    const items = [...world.projects.values()].map((project) => {
      const path = world.projectPath(project);
      return `<li><a href="${externalUrl}/${path}">${escapeHtml(path)}</a></li>`;
    });
    return page(200, 'Projects', `<h1>Projects</h1><ul>${items.join('')}</ul>`);
  }

  /** The token page of 16.7 and later and the older one, depending on the version. */
  private tokenPage(path: string, query: string): Answer {
    const { version, externalUrl, tokens } = this.instance;
    const wanted = new URLSearchParams(query);
    if (path.endsWith('/legacy/new') && !version.has('legacyTokenPage')) return this.notFound();
    if (path.startsWith('/-/user_settings/') && !version.has('userSettingsPages')) return this.notFound();
    const index = path === '/-/user_settings/personal_access_tokens';
    if (index && version.has('legacyTokenPage') && wanted.has('name') && wanted.has('scopes')) {
      const location = `${externalUrl}${path}/legacy/new?${query}`;
      return { status: 302, headers: { Location: location, 'Content-Length': '0' }, body: Buffer.alloc(0) };
    }
    const asked = wanted.get('scopes') ?? 'api';
    const token = asked.split(',').includes('api') ? tokens.personal : tokens.personalReadApi;
    return page(
      200,
      'Personal access tokens',
      '<h1>Personal access tokens</h1><p>This is the <strong>stand-in GitLab</strong>, not a real one. ' +
        'A real page would ask for a name, an expiry date and scopes, and then show the new token once.</p>' +
        `<p>Asked for: name <code>${escapeHtml(wanted.get('name') ?? '')}</code>, scopes <code>${escapeHtml(asked)}</code></p>` +
        `<p>Your token, to copy: <code id="token">${token}</code></p>`,
    );
  }

  private issuePage(path: string, iid: number): Answer {
    const { world, externalUrl } = this.instance;
    const project = world.projectByPath(path);
    const issue = project && world.issue(project.id, iid);
    if (!project || !issue) return this.notFound();
    const author = world.people.user(issue.authorId).name;
    const labels = issue.labels.map((label) => `<code>${escapeHtml(label)}</code>`).join(' ');
    const notes = world
      .notes(issue.id)
      .filter((note) => !note.system)
      .map(
        (note) => `<h3>${escapeHtml(world.people.user(note.authorId).name)}</h3><pre>${escapeHtml(note.body)}</pre>`,
      );
    return page(
      200,
      `${issue.title} (#${iid})`,
      `<p><a href="${externalUrl}/${path}">${escapeHtml(path)}</a> › #${iid}</p><h1>${escapeHtml(issue.title)}</h1>` +
        `<p><span class="state">${issue.state === 'opened' ? 'Open' : 'Closed'}</span> created by ${escapeHtml(author)} ` +
        `on ${new Date(issue.createdAt).toISOString().slice(0, 10)} ${labels}</p>` +
        `<pre>${escapeHtml(issue.description ?? '')}</pre>${notes.join('')}`,
    );
  }

  private ownerPage(path: string): Answer {
    const { world } = this.instance;
    const project = world.projectByPath(path);
    if (project) return this.projectPage(path, project);
    const group = world.groupByPath(path);
    if (group) return page(200, path, `<h1>${escapeHtml(world.groupName(group))}</h1><p>A group.</p>`);
    const user = world.people.byUsername(path);
    if (user)
      return page(
        200,
        user.name,
        `<h1>${escapeHtml(user.name)}</h1><p>@${user.username} ${escapeHtml(user.jobTitle)}</p>`,
      );
    return this.notFound();
  }

  private projectPage(path: string, project: ProjectRecord): Answer {
    const { world, externalUrl } = this.instance;
    const open = world.issues(project.id).filter((issue: IssueRecord) => issue.state === 'opened');
    const items = open
      .slice(-50)
      .reverse()
      .map(
        (one) =>
          `<li><a href="${externalUrl}/${path}/-/issues/${one.iid}">#${one.iid}</a> ${escapeHtml(one.title)}</li>`,
      );
    return page(
      200,
      project.name,
      `<h1>${escapeHtml(project.name)}</h1><p>${escapeHtml(project.description ?? '')}</p>` +
        `<p>${open.length} open issues, the newest first:</p><ul>${items.join('')}</ul>`,
    );
  }
}
