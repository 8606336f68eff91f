/** One of VS Code's icons, hidden from screen readers, because text beside or around it names it. https://microsoft.github.io/vscode-codicons/dist/codicon.html */
export function Icon({ name, class: also = '' }: { readonly name: string; readonly class?: string }) {
  return <span class={`codicon codicon-${name} ${also}`} aria-hidden="true" />;
}
