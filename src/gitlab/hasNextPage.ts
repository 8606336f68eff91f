/**
 * Whether a list has another page, by the headers of a response. Undefined if a proxy removed them, so that only the
 * length of the page shows it. GitLab also removes rows from a page after it cut the list into pages, so a page in the
 * middle can be short.
 * https://docs.gitlab.com/api/rest/#pagination
 */
export function hasNextPage(headers: Readonly<Record<string, string>>): boolean | undefined {
  const next = headers['x-next-page']?.trim();
  if (next !== undefined && /^\d*$/.test(next)) return next !== '';
  const { link = '' } = headers;
  if (link.includes('rel="next"')) return true;
  // GitLab always links to the first page. Without that link, the header is another server's.
  return link.includes('rel="first"') ? false : undefined;
}
