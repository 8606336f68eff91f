/** A line that GitLab might run as a quick action and then remove. https://docs.gitlab.com/user/project/quick_actions/ */
const quickAction = /^\/[a-z_]/i;

/** Whether a text might have quick actions. GitLab can then store another text, or none. */
export function mayHaveQuickActions(text: string): boolean {
  return text.split('\n').some((line) => quickAction.test(line));
}

/** Whether two texts differ at most in their line ends and in white space around them, which GitLab trims. */
export function isSameText(one: string, other: string): boolean {
  return normalized(one) === normalized(other);
}

/** Whether the text that GitLab stored is the one that was sent. GitLab trims texts and removes quick actions. */
export function isSameBody(stored: string, sent: string): boolean {
  if (!mayHaveQuickActions(sent)) return isSameText(stored, sent);
  const rest = withoutActions(sent);
  return rest !== '' && withoutActions(stored) === rest;
}

/** Also without empty lines, because those around a quick action can disappear with it. */
function withoutActions(text: string): string {
  const lines = normalized(text).split('\n');
  return lines.filter((line) => !quickAction.test(line) && line.trim() !== '').join('\n');
}

function normalized(text: string): string {
  return text.replaceAll('\r', '').trim();
}
