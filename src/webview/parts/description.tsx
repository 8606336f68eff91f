import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { PageState } from '../../model/page/pageState.ts';
import { isEmpty } from '../pageDrafts.ts';
import { useBox, useTools, useViewer } from '../pageContext.ts';
import { Composer } from './boxes/composer.tsx';
import { DraftHint } from './boxes/draftHint.tsx';
import { IconButton } from './iconButton.tsx';
import { Markdown } from './markdown.tsx';
import { ReactButton, Reactions } from './reactions.tsx';
import { useFocusAfter } from './useFocusAfter.ts';

const here = {};

/** The description. */
export function Description({ state }: { readonly state: PageState }) {
  const { boxes } = useTools();
  const { rights, isGone } = useViewer();
  const box = useBox('description');
  const button = useRef<HTMLButtonElement>(null);
  useFocusAfter(box.isOpen, button);
  const { description, details } = state;
  const mayEdit = rights.edit && !isGone && description !== undefined;
  const edit = () => {
    boxes.open('description', description ?? '');
  };
  return (
    <section class="gl-description" aria-labelledby="gl-description">
      <div class="gl-section-head">
        <h2 id="gl-description">{l10n.t('Description')}</h2>
        {mayEdit && !box.isOpen && (
          <IconButton icon="edit" label={l10n.t('Edit Description')} onClick={edit} buttonRef={button} />
        )}
      </div>
      {box.isOpen ? (
        <Composer
          box="description"
          label={l10n.t('Description')}
          takesFocus
          canClose
          mayBeEmpty
          done={l10n.t('Saved')}
          send={{
            label: l10n.t('Save'),
            act: ({ text, base = description ?? '' }) => ({ kind: 'description', body: text, base }),
          }}
        />
      ) : (
        <>
          {!isEmpty(box) && (
            <DraftHint
              isSending={box.sending !== undefined}
              onOpen={edit}
              onClear={() => {
                boxes.clear('description');
              }}
            />
          )}
          <Text text={description} mayTick={mayEdit} isLoading={state.isLoading} />
        </>
      )}
      {details?.reactions && (
        <Reactions reactions={details.reactions}>
          <ReactButton reactions={details.reactions} />
        </Reactions>
      )}
    </section>
  );
}

function Text({ text, mayTick, isLoading }: { text: string | undefined; mayTick: boolean; isLoading: boolean }) {
  if (text === undefined) return isLoading ? <p class="gl-faint">{l10n.t('Loading…')}</p> : null;
  if (text.trim() === '') return <p class="gl-faint">{l10n.t('No description')}</p>;
  return <Markdown source={text} id="description" {...(mayTick ? { place: here } : {})} />;
}
