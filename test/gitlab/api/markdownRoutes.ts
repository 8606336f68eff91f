import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { ProjectRecord } from '../world/records.ts';

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The target of a link or image. Uploads belong to the project. */
function target(call: Call, project: ProjectRecord | undefined, url: string): string | undefined {
  if (/^https?:/i.test(url)) return url;
  if (url.startsWith('/uploads/') && project) return `${call.url}/-/project/${project.id}${url}`;
  return /^[/#]/.test(url) ? url : undefined;
}

/** Turns `#6` and `@name` into links if the reader can see the target. */
function references(call: Call, project: ProjectRecord, html: string): string {
  const { world, access } = call;
  const path = world.projectPath(project);
  return html
    .replace(/(^|[\s(])#(\d{1,9})\b/g, (all, before: string, iid: string) => {
      const issue = world.issue(project.id, Number(iid));
      if (!issue || !access.canSeeIssues(project) || !access.canSeeIssue(issue, project)) return all;
      return `${before}<a href="${call.url}/${path}/-/issues/${iid}" class="gfm gfm-issue" title="${escapeHtml(issue.title)}">#${iid}</a>`;
    })
    .replace(/(^|[\s(])@([\w.-]*\w)/g, (all, before: string, name: string) => {
      const user = world.people.byUsername(name);
      return user
        ? `${before}<a href="${call.url}/${user.username}" class="gfm gfm-project_member">@${user.username}</a>`
        : all;
    });
}

function inline(call: Call, project: ProjectRecord | undefined, gfm: boolean, text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part) => {
      if (/^`[^`]+`$/.test(part)) return `<code>${escapeHtml(part.slice(1, -1))}</code>`;
      const html = escapeHtml(part)
        .replace(/(!?)\[([^\]\n]*)\]\(([^)\s]+)\)/g, (all, image: string, label: string, url: string) => {
          const href = target(call, project, url);
          if (href === undefined) return all;
          return image
            ? `<a class="no-attachment-icon" href="${href}" target="_blank" rel="noopener noreferrer"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" alt="${label}" class="lazy" data-src="${href}"></a>`
            : `<a href="${href}" rel="nofollow noreferrer noopener" target="_blank">${label}</a>`;
        })
        .replace(/\*\*([^*\n]+)\*\*/g, '<strong>$1</strong>');
      return gfm && project ? references(call, project, html) : html;
    })
    .join('');
}

/** Renders a subset of Markdown: paragraphs, headings, fenced code, bold, code, links, images, references. */
function render(call: Call, project: ProjectRecord | undefined, gfm: boolean, text: string): string {
  return text
    .split(/(^```[^\n]*\n[\s\S]*?^```[ \t]*$)/m)
    .flatMap((part) => {
      const code = /^```[^\n]*\n([\s\S]*?)```[ \t]*$/.exec(part)?.[1];
      if (code !== undefined) return [`<pre><code>${escapeHtml(code)}</code></pre>`];
      return part
        .split(/\n{2,}/)
        .map((block) => block.trim())
        .filter(Boolean)
        .map((block) => {
          const heading = /^(#{1,6}) +(.*)$/.exec(block);
          const level = heading?.[1]?.length;
          const html = inline(call, project, gfm, heading?.[2] ?? block);
          return level === undefined ? `<p dir="auto">${html}</p>` : `<h${level} dir="auto">${html}</h${level}>`;
        });
    })
    .join('\n');
}

function markdown(call: Call): Reply {
  const params = call.params([
    { name: 'text', type: 'string', required: true },
    { name: 'gfm', type: 'boolean', default: 'false' },
    { name: 'project', type: 'string' },
  ]);
  const path = params.text('project');
  const project = path === undefined ? undefined : call.world.projectByPath(path);
  const gfm = params.flag('gfm') ?? false;
  if (gfm && path !== undefined && (!project || !call.access.canSeeProject(project)))
    throw ApiError.notFound('Project');
  return { status: 201, json: { html: render(call, project, gfm, params.text('text') ?? '') } };
}

/** Rendering Markdown (docs: Markdown API; contract section 6). `read_api` is enough. */
export const markdownRoutes: readonly Route[] = [
  { method: 'POST', path: '/markdown', handle: markdown, writeScopes: ['read_api'] },
];
