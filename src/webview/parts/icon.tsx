/**
 * One of VS Code's icons. Hidden from screen readers, because a text or label already names it.
 * https://microsoft.github.io/vscode-codicons/dist/codicon.html
 */
export function Icon({ name, class: also = '' }: { readonly name: string; readonly class?: string }) {
  return <span class={`codicon codicon-${name} ${also}`} aria-hidden="true" />;
}
