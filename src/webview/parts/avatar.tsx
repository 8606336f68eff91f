import * as l10n from '@vscode/l10n';
import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { IssueUser } from '../../model/issue.ts';
import { AvatarUrlsContext, useTools } from '../pageContext.ts';

/** A user's avatar. Until it is loaded, and without one, the initials of the name that stands beside it. */
export function Avatar({ user }: { readonly user: IssueUser | undefined }) {
  const { avatars } = useTools();
  const urls = useContext(AvatarUrlsContext);
  const url = user && urls[user.id];
  const place = useRef<HTMLSpanElement>(null);
  const [, setLoaded] = useState<string>();
  const [broken, setBroken] = useState<string>();
  const data = avatars.get(url);
  const id = user?.id;
  useLayoutEffect(() => {
    if (!place.current || id === undefined || url === undefined || avatars.get(url) !== undefined) return undefined;
    return avatars.whenSeen(place.current, id, url, setLoaded);
  }, [avatars, id, url]);
  return (
    <span class="gl-avatar" aria-hidden="true" ref={place}>
      {data === undefined || data === broken ? (
        initialsOf(user?.name ?? l10n.t('Deleted user'))
      ) : (
        <img
          src={data}
          alt=""
          onError={() => {
            setBroken(data);
          }}
        />
      )}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last].map((word) => /^./u.exec(word ?? '')?.[0].toUpperCase() ?? '').join('') || '?';
}
