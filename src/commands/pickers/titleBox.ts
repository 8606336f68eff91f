import { l10n, QuickPickItemKind, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { keepOwnOrder } from '../../host/ownOrder.ts';
import { whenDrawn } from '../../host/whenDrawn.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import { loadEmoji } from '../../model/text/shownTitle.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import { issueRow } from './issueRow.ts';
import { sendOnEnter, type SendingOptions } from './sendingBox.ts';

/** A box for the title of a new issue. */
export interface TitleBoxOptions extends SendingOptions {
  readonly title: string;
  readonly placeholder: string;
  /** Explains what else the issue starts with, when it's known. */
  readonly note: Promise<string | undefined> | undefined;
  /** Returns the issues that might make the new one unnecessary, best first. */
  readonly similar: (title: string) => readonly TrackedIssue[];
  /** Resolves when {@link similar} knows all issues. */
  readonly prepared: Promise<void>;
}

/** What the user does with an issue instead of creating another one. The typed title stays in the draft. */
export interface Instead {
  readonly act: 'open' | 'comment';
  readonly target: TrackedIssue;
}

type Row = QuickPickItem & { readonly value?: TrackedIssue };

/**
 * Shows a box for a title, with similar issues below. The first row creates the issue, and it is the active one after
 * each key, so that Enter opens another issue only after the user has moved to it. Otherwise like `askAndSend`.
 *
 * @returns undefined if the user created the issue or canceled.
 */
export async function askTitleAndSend(options: TitleBoxOptions, clock: Clock): Promise<Instead | undefined> {
  await loadEmoji();
  const { similar, prepared } = options;
  const pick = window.createQuickPick<Row>();
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  keepOwnOrder(pick);
  let problem: string | undefined;
  let note: string | undefined;
  /** Present until VS Code has drawn the last rows. Until then, it reports rows by their places among earlier ones. */
  let drawing: object | undefined;
  const active = () => pick.activeItems[0]?.value;
  const commentHere = {
    iconPath: new ThemeIcon('comment'),
    tooltip: l10n.t('Comment on This Issue Instead'),
  };
  const draw = () => {
    const found = similar(pick.value);
    const rows = found.map((target): Row => ({ ...issueRow(target, [commentHere]), alwaysShow: true }));
    const heading: Row = { label: l10n.t('Similar issues'), kind: QuickPickItemKind.Separator };
    const creation = creationRow(pick.value, problem, note);
    pick.items = [creation, ...(rows.length > 0 ? [heading, ...rows] : [])];
    pick.activeItems = [creation];
    const drawn = {};
    drawing = drawn;
    void whenDrawn(clock).then(() => {
      if (drawing === drawn) drawing = undefined;
    });
  };
  let instead: Instead | undefined;
  const leaveFor = (act: Instead['act'], target: TrackedIssue | undefined) => {
    if (!target) return;
    instead = { act, target };
    pick.hide();
  };
  pick.onDidAccept(() => {
    // The user may have seen another issue in this place. A second Enter opens the one that is there now.
    if (!drawing) leaveFor('open', active());
  });
  pick.onDidTriggerItemButton(({ item: { value } }) => {
    leaveFor('comment', value);
  });
  const sent = sendOnEnter(
    pick,
    options,
    (message) => {
      problem = message;
      draw();
    },
    () => active() === undefined,
  );
  draw();
  let isOpen = true;
  const drawAgain = () => {
    // An issue that the user has moved to stays where it is.
    if (isOpen && !active()) draw();
  };
  void prepared.then(drawAgain);
  void options.note?.then((known) => {
    note = known;
    drawAgain();
  });
  try {
    await sent;
    return instead;
  } finally {
    isOpen = false;
  }
}

function creationRow(title: string, problem: string | undefined, note: string | undefined): Row {
  const label = title.trim() === '' ? l10n.t('Create Issue') : l10n.t('Create "{0}"', title.trim());
  return {
    label: plainLabel(label),
    detail: plainLabel(problem ?? note ?? ''),
    iconPath: new ThemeIcon(problem === undefined ? 'add' : 'warning'),
    alwaysShow: true,
  };
}
