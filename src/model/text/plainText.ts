/** Formats user text for the label or description of a row: on a single line, and without VS Code icon syntax. */
export function plainLabel(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('$(', '\\$(');
}

/** Escapes user text for a message, because VS Code turns Markdown links in it into links, even command links. */
export function plainMessage(text: string): string {
  return text.replaceAll('](', '] (');
}
