import { posix } from 'node:path';
import { repositoryPages } from './repositoryPages.ts';

/** A heading of the README after which everything is for those who build. */
const buildingHeading = '## Development';

const pictureLine = /^!\[[^\]]*\]\(([^)]+)\)\n+/gm;
const linkOrPicture = /(!?)\[([^\]]*)\]\(([^)\s]+)\)/g;

/**
 * Returns a page of the repository as VS Code and the galleries show it, where relative links lead nowhere: absolute if
 * the repository has a public address, otherwise without pictures and with the text of links. What is for those who
 * build is left out.
 */
export function galleryPage(text: string, path: string, repository: string): string {
  const pages = repositoryPages(repository);
  const [forEveryone = ''] = text.split(`\n${buildingHeading}\n`);
  const shown = pages ? forEveryone : forEveryone.replace(pictureLine, '');
  const page = shown.replace(linkOrPicture, (whole, picture: string, title: string, target: string) => {
    if (/^(?:\w+:|#)/.test(target)) return whole;
    if (!pages) return title;
    const file = posix.join(posix.dirname(path), target);
    return `${picture}[${title}](${picture ? pages.raw(file) : pages.file(file)})`;
  });
  return `${page.trimEnd()}\n`;
}
