/** A user's text as the label or description of a row: on one line, and with nothing that VS Code would draw as an icon. */
export function plainLabel(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('$(', '\\$(');
}

/** A user's text in a message: VS Code makes links, command links too, of what looks like one. */
export function plainMessage(text: string): string {
  return text.replaceAll('](', '] (');
}
