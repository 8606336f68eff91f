import { useLayoutEffect, useState } from 'preact/hooks';
import { systemClock } from '../../model/time/clock.ts';
import { formatByLanguage } from '../../model/text/formatByLanguage.ts';
import { relativeTime } from '../../model/time/relativeTime.ts';
import { useTools } from '../pageContext.ts';

const minute = 60_000;
const exactFormat = formatByLanguage(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }),
);

/** Shows how long ago a time was, and the exact time on hover. @param at in milliseconds since 1970. */
export function Time({ at }: { readonly at: number }) {
  const { language } = useTools();
  const [text, setText] = useState(() => relativeTime(at, systemClock.now(), language));
  useLayoutEffect(() => {
    const redraw = () => {
      setText(relativeTime(at, systemClock.now(), language));
    };
    redraw();
    const timer = setInterval(redraw, minute);
    return () => {
      clearInterval(timer);
    };
  }, [at, language]);
  const date = new Date(at);
  const exact = exactFormat(language).format(date);
  return (
    <time dateTime={date.toISOString()} title={exact}>
      {text}
    </time>
  );
}
