import { posix } from 'node:path';
import { repositoryPages } from './repositoryPages.ts';

/** The README's last sections: one holds nothing but links into the repository, the other is for those who build. */
const lastSections = { links: '## Learn more', building: '## Development' };

const pictureLine = /^!\[[^\]]*\]\(([^)]+)\)\n+/gm;
const linkOrPicture = /(!?)\[([^\]]*)\]\(([^)\s]+)\)/g;

/**
 * Returns a page of the repository as VS Code and the galleries show it, where relative links lead nowhere: absolute if
 * the repository has a public address, otherwise without pictures and with the text of links alone.
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
