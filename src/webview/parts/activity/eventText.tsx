import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { RelatedMergeRequest } from '../../../model/issueDetails.ts';
import type { IterationEvent, IssueEvent, LabelEvent, MilestoneEvent, StateEvent } from '../../../model/issueEvent.ts';
import { mostEntries } from '../../../model/limits.ts';
import { formatByLanguage } from '../../../model/text/formatByLanguage.ts';
import { useTools, useViewer } from '../../pageContext.ts';
import { LabelChip } from '../labelChip.tsx';
import { Sentence } from '../sentence.tsx';

const weightFormat = formatByLanguage((language) => new Intl.NumberFormat(language));
const dayFormat = formatByLanguage(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }),
);

/** The labels that a user added and removed at once. */
export function LabelText({ events }: { readonly events: readonly LabelEvent[] }) {
  const [added, removed] = [
    events.filter(({ action }) => action === 'add'),
    events.filter(({ action }) => action === 'remove'),
  ];
  const addedText = (
    <Sentence
      text={added.length === 1 ? l10n.t('added {0} label') : l10n.t('added {0} labels')}
      parts={[<Labels events={added} />]}
    />
  );
  const removedText = (
    <Sentence
      text={removed.length === 1 ? l10n.t('removed {0} label') : l10n.t('removed {0} labels')}
      parts={[<Labels events={removed} />]}
    />
  );
  if (removed.length === 0) return addedText;
  if (added.length === 0) return removedText;
  return <Sentence text={l10n.t('{0} and {1}')} parts={[addedText, removedText]} />;
}

function Labels({ events }: { readonly events: readonly LabelEvent[] }) {
  const labels = [...new Map(events.flatMap(({ label }) => (label ? [[label.name, label]] : []))).values()];
  const shown = labels.slice(0, mostEntries);
  const [others, deleted] = [labels.length - shown.length, events.filter(({ label }) => !label).length];
  return (
    <>
      {shown.map(({ name, color }, at) => (
        <span key={name}>
          {at > 0 && ' '}
          <LabelChip name={name} color={color} />
        </span>
      ))}
      {others > 0 && ` + ${l10n.t('{0} more', others)}`}
      {labels.length > 0 && deleted > 0 && ' + '}
      {deleted > 0 && l10n.t('{0} deleted', deleted)}
    </>
  );
}

export interface EventTextProps {
  readonly event: Exclude<IssueEvent, LabelEvent>;
  readonly mergeRequest: RelatedMergeRequest | undefined;
}

/** A change other than of labels, in GitLab's words. */
export function EventText({ event, mergeRequest }: EventTextProps) {
  const { language } = useTools();
  switch (event.kind) {
    case 'state':
      return <StateText event={event} mergeRequest={mergeRequest} />;
    case 'milestone':
      return <MilestoneText event={event} />;
    case 'weight': {
      if (event.weight === undefined) return <>{l10n.t('removed the weight')}</>;
      const weight = <strong>{weightFormat(language).format(event.weight)}</strong>;
      return <Sentence text={l10n.t('changed weight to {0}')} parts={[weight]} />;
    }
    case 'iteration':
      return <IterationText event={event} />;
  }
}

function StateText({ event, mergeRequest }: { event: StateEvent; mergeRequest: RelatedMergeRequest | undefined }) {
  const { project } = useViewer();
  if (event.state === 'reopened') return <>{l10n.t('reopened')}</>;
  if (event.commit !== undefined) {
    const link = <a href={`${project.webUrl}/-/commit/${event.commit}`}>{event.commit.slice(0, 8)}</a>;
    return <Sentence text={l10n.t('closed via commit {0}')} parts={[link]} />;
  }
  if (mergeRequest) {
    const link = (
      <a href={mergeRequest.webUrl} title={mergeRequest.title}>
        {mergeRequest.reference}
      </a>
    );
    return <Sentence text={l10n.t('closed via merge request {0}')} parts={[link]} />;
  }
  return <>{event.mergeRequest === undefined ? l10n.t('closed') : l10n.t('closed via a merge request')}</>;
}

function MilestoneText({ event: { action, milestone } }: { readonly event: MilestoneEvent }) {
  const name = milestone && <Name text={milestone.title} url={milestone.webUrl} />;
  if (action === 'add')
    return name ? (
      <Sentence text={l10n.t('changed milestone to {0}')} parts={[name]} />
    ) : (
      <>{l10n.t('changed milestone to a deleted milestone')}</>
    );
  return name ? (
    <Sentence text={l10n.t('removed milestone {0}')} parts={[name]} />
  ) : (
    <>{l10n.t('removed a deleted milestone')}</>
  );
}

function IterationText({ event: { action, iteration } }: { readonly event: IterationEvent }) {
  const { language } = useTools();
  const title = iteration && (iteration.title ?? daysText(iteration.startDate, iteration.dueDate, language));
  const name = title !== undefined && <Name text={title} url={iteration?.webUrl} />;
  if (action === 'add')
    return name ? (
      <Sentence text={l10n.t('changed iteration to {0}')} parts={[name]} />
    ) : (
      <>{l10n.t('changed the iteration')}</>
    );
  return name ? (
    <Sentence text={l10n.t('removed iteration {0}')} parts={[name]} />
  ) : (
    <>{l10n.t('removed the iteration')}</>
  );
}

function Name({ text, url }: { readonly text: string; readonly url: string | undefined }): ComponentChildren {
  return url === undefined ? (
    <strong dir="auto">{text}</strong>
  ) : (
    <a href={url} dir="auto">
      {text}
    </a>
  );
}

/** `Nov 16 – 29, 2026`. Undefined without both days. */
function daysText(start: string | undefined, due: string | undefined, language: string): string | undefined {
  if (start === undefined || due === undefined) return undefined;
  return dayFormat(language).formatRange(Date.parse(start), Date.parse(due));
}
