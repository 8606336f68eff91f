import { posix } from 'node:path';
import { repositoryPages } from './repositoryPages.ts';

/** The README's last sections: one contains only links into the repository, the other is for contributors. */
const lastSections = { links: '## Learn more', building: '## Development' };

const pictureLine = /^!\[[^\]]*\]\(([^)]+)\)\n+/gm;
const linkOrPicture = /(!?)\[([^\]]*)\]\(([^)\s]+)\)/g;

/**
 * Adapts a repository page for VS Code and the galleries, where relative links don't work. With a public repository
 * URL, links become absolute. Otherwise, images are removed and links become plain text.
 */
export function galleryPage(text: string, path: string, repository: string): string {
  const pages = repositoryPages(repository);
  const end = text.search(new RegExp(`^${pages ? lastSections.building : lastSections.links}$`, 'm'));
  const kept = end < 0 ? text : text.slice(0, end);
  const shown = pages ? kept : kept.replace(pictureLine, '');
  const page = shown.replace(linkOrPicture, (whole, picture: string, title: string, target: string) => {
    if (/^(?:\w+:|#)/.test(target)) return whole;
    if (!pages) return title;
    const file = posix.join(posix.dirname(path), target);
    return `${picture}[${title}](${picture ? pages.raw(file) : pages.file(file)})`;
  });
  return `${page.trimEnd()}\n`;
}
