import type { IssueUser } from '../../model/issue.ts';
import * as l10n from '@vscode/l10n';

/** A user's name with initials. The page doesn't load avatars, because their host would see who opens the page. */
export function Person({
  user,
  isLarge = false,
}: {
  readonly user: IssueUser | undefined;
  readonly isLarge?: boolean;
}) {
  const name = user?.name ?? l10n.t('Deleted user');
  return (
    <span class="gl-person" title={user && `@${user.username}`}>
      <Initials name={name} isLarge={isLarge} />
      <span class="gl-person-name" dir="auto">
        {name}
      </span>
    </span>
  );
}

export function Initials({ name, isLarge = false }: { readonly name: string; readonly isLarge?: boolean }) {
  return (
    <span class={isLarge ? 'gl-initials gl-initials-large' : 'gl-initials'} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last].map((word) => /^./u.exec(word ?? '')?.[0].toUpperCase() ?? '').join('') || '?';
}
