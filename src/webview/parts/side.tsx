import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { IssueUser } from '../../model/issue.ts';
import { mostParticipants } from '../../model/gateway/issueDetailsGateway.ts';
import { mostEntries } from '../../model/limits.ts';
import type { PageCommand } from '../../model/page/pageMessages.ts';
import type { PageState } from '../../model/page/pageState.ts';
import { dayText } from '../../model/time/dayText.ts';
import { useTools } from '../pageContext.ts';
import { Entries } from './entries.tsx';
import { FilterButton } from './filterButton.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';
import { Isolated } from './isolated.tsx';
import { LabelChip } from './labelChip.tsx';
import { Person } from './person.tsx';
import { useRun } from './useRun.ts';
import { plainText } from '../../model/text/plainText.ts';

/** The fields of the issue. The user changes them with VS Code's own pickers. */
export function Side({ state }: { readonly state: PageState }) {
  const { language } = useTools();
  const { issue, details, rights, isGone, today } = state;
  const run = useRun();
  const edit = (label: string, command: PageCommand, may = rights.triage): Edit | undefined =>
    may && !isGone ? { label, run: run(command) } : undefined;
  const mayFollow = rights.comment && !isGone;
  return (
    <aside class="gl-side" aria-label={l10n.t('Details')}>
      <h2 class="gl-unseen">{l10n.t('Details')}</h2>
      {!rights.triage && rights.why === undefined && !isGone && (
        <p class="gl-faint gl-side-why">{l10n.t("You don't have permission to edit these fields.")}</p>
      )}
      <Field name={l10n.t('Assignees')} edit={edit(l10n.t('Edit Assignees'), 'assign')}>
        <Assignees state={state} />
      </Field>
      <Field name={l10n.t('Labels')} edit={edit(l10n.t('Edit Labels'), 'editLabels')}>
        <Labels state={state} />
      </Field>
      <Field name={l10n.t('Milestone')} edit={edit(l10n.t('Edit Milestone'), 'setMilestone')}>
        {issue.milestone ? (
          <FilterButton filter={{ key: 'milestone', title: issue.milestone.title }} name={issue.milestone.title}>
            <span dir="auto">
              <Icon name="milestone" /> {issue.milestone.title}
            </span>
          </FilterButton>
        ) : (
          <None />
        )}
      </Field>
      <Field name={l10n.t('Due date')} edit={edit(l10n.t('Edit Due Date'), 'setDueDate')}>
        {issue.dueDate === undefined ? (
          <None />
        ) : (
          <DueDate date={issue.dueDate} isOverdue={issue.state === 'opened' && issue.dueDate < today} />
        )}
      </Field>
      {rights.hasWeight && (
        <Field name={l10n.t('Weight')} edit={edit(l10n.t('Edit Weight'), 'setWeight')}>
          {issue.weight === undefined ? <None /> : new Intl.NumberFormat(language).format(issue.weight)}
        </Field>
      )}
      <Field name={l10n.t('Time tracking')} edit={edit(l10n.t('Edit Time Estimate'), 'setEstimate')}>
        {details?.timeEstimate === undefined && details?.timeSpent === undefined ? (
          <None />
        ) : (
          <span>{timeLine(details.timeSpent, details.timeEstimate)}</span>
        )}
        {rights.triage && !isGone && <Change label={l10n.t('Add Time Spent')} onClick={run('addSpentTime')} />}
      </Field>
      {details?.isSubscribed !== undefined && (
        <Field name={l10n.t('Notifications')}>
          <span>{details.isSubscribed ? l10n.t('On') : l10n.t('Off')}</span>
          {mayFollow && (
            <Change
              label={details.isSubscribed ? l10n.t('Turn Off') : l10n.t('Turn On')}
              onClick={run(details.isSubscribed ? 'unsubscribe' : 'subscribe')}
            />
          )}
        </Field>
      )}
      <Field name={l10n.t('Confidentiality')}>
        {issue.confidential ? l10n.t('Confidential') : <span class="gl-faint">{l10n.t('Not confidential')}</span>}
        {rights.triage && !isGone && (
          <Change
            label={issue.confidential ? l10n.t('Turn Off Confidentiality') : l10n.t('Turn On Confidentiality')}
            onClick={run(issue.confidential ? 'unsetConfidential' : 'setConfidential')}
          />
        )}
      </Field>
      {details && (
        <Field name={l10n.t('Discussion')}>
          {details.isLocked ? l10n.t('Locked') : <span class="gl-faint">{l10n.t('Open')}</span>}
          {rights.triage && !isGone && (
            <Change
              label={details.isLocked ? l10n.t('Unlock Discussion') : l10n.t('Lock Discussion')}
              onClick={run(details.isLocked ? 'unlock' : 'lock')}
            />
          )}
        </Field>
      )}
      {details?.participants && details.participants.length > 0 && (
        <Field name={l10n.t('Participants')} count={participantCount(details.participants.length)}>
          <People users={details.participants} />
        </Field>
      )}
    </aside>
  );
}

/** For narrow pages: a summary of the fields that expands on a click, so that the description isn't far down. */
export function FoldedSide({ state }: { readonly state: PageState }) {
  const { language } = useTools();
  const { assignees, labels, milestone, dueDate } = state.issue;
  const of = [assignees.map(({ name }) => name), labels].map((names) => joined(names));
  const set = [...of, plainText(milestone?.title ?? ''), dueDate ? dayText(dueDate, language) : ''];
  return (
    <details class="gl-side-fold">
      <summary>
        <strong>{l10n.t('Details')}</strong>
        <span class="gl-faint">{set.filter((part) => part !== '').join(' · ')}</span>
      </summary>
      <Side state={state} />
    </details>
  );
}

interface Edit {
  readonly label: string;
  readonly run: () => void;
}

interface FieldProps {
  readonly name: string;
  readonly count?: string;
  readonly edit?: Edit | undefined;
  readonly children: ComponentChildren;
}

function Field({ name, count, edit, children }: FieldProps) {
  return (
    <div class="gl-field">
      <h3>
        {name} {count !== undefined && <span class="gl-count">{count}</span>}
      </h3>
      <div class="gl-field-value">
        <Isolated part="field" data={[children]}>
          {children}
        </Isolated>
      </div>
      {edit && <IconButton icon="edit" label={edit.label} onClick={edit.run} class="gl-field-edit" />}
    </div>
  );
}

function Assignees({ state: { issue, rights, isGone } }: { readonly state: PageState }) {
  const run = useRun();
  if (issue.assignees.length > 0) return <People users={issue.assignees} />;
  return (
    <span class="gl-faint">
      {l10n.t('None')}
      {rights.triage && !isGone && (
        <>
          {' – '}
          <button type="button" class="gl-link-button" onClick={run('assignToMe')}>
            {l10n.t('assign yourself')}
          </button>
        </>
      )}
    </span>
  );
}

function People({ users }: { readonly users: readonly IssueUser[] }) {
  return (
    <Entries class="gl-people" all={users}>
      {(user) => (
        <li key={user.id}>
          <FilterButton filter={{ key: 'assignee', username: user.username }} name={user.name}>
            <Person user={user} />
          </FilterButton>
        </li>
      )}
    </Entries>
  );
}

function Labels({ state: { issue, labelColors } }: { readonly state: PageState }) {
  if (issue.labels.length === 0) return <None />;
  return (
    <Entries class="gl-labels" all={issue.labels}>
      {(name) => (
        <li key={name}>
          <Isolated part="label" data={[labelColors]} instead={name}>
            <FilterButton filter={{ key: 'label', title: name }} name={name}>
              <LabelChip name={name} color={Object.hasOwn(labelColors, name) ? labelColors[name] : undefined} />
            </FilterButton>
          </Isolated>
        </li>
      )}
    </Entries>
  );
}

/** A button below a field. It changes the field immediately, without a picker. */
function Change({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button type="button" class="gl-link-button gl-block" onClick={onClick}>
      {label}
    </button>
  );
}

function None() {
  return <span class="gl-faint">{l10n.t('None')}</span>;
}

function joined(names: readonly string[]): string {
  return names.slice(0, mostEntries).map(plainText).join(', ');
}

function DueDate({ date, isOverdue }: { readonly date: string; readonly isOverdue: boolean }) {
  const { language } = useTools();
  return (
    <span class={isOverdue ? 'gl-overdue' : ''}>
      <Icon name="calendar" /> <time dateTime={date}>{dayText(date, language)}</time>
      {isOverdue && <span class="gl-badge gl-badge-error">{l10n.t('overdue')}</span>}
    </span>
  );
}

function participantCount(count: number): string {
  return count < mostParticipants ? String(count) : `${mostParticipants}+`;
}

function timeLine(spent: string | undefined, estimate: string | undefined): string {
  if (estimate === undefined) return l10n.t('{0} spent', spent ?? '0m');
  return l10n.t('{0} of {1} spent', spent ?? '0m', estimate);
}
