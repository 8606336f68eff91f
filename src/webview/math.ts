import temml from 'temml';
import { offerPart } from './markdown/lazyParts.ts';

offerPart('math', (source, isBlock) => {
  const place = document.createElement('span');
  // Forbids \href, \class, and \includegraphics. Limits sizes and macros, so a formula can't cover or block the page.
  temml.render(source, place, {
    displayMode: isBlock,
    throwOnError: true,
    trust: false,
    maxSize: [50, 50],
    maxExpand: 500,
  });
  return place;
});
