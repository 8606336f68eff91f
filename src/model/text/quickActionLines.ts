const fence = /^[ \t]*(```+|~~~+)/;
const action = /^[ \t]*\/[a-z_]+(?:[ \t]|$)/;

/**
 * The lines of a text that GitLab runs as quick actions, such as `/label ~bug`. Lines of code aren't run.
 * https://docs.gitlab.com/user/project/quick_actions/
 */
export function quickActionLines(text: string): readonly string[] {
  let open: string | undefined;
  return text.split(/\r?\n/).filter((line) => {
    const mark = fence.exec(line)?.[1];
    if (mark === undefined) return open === undefined && action.test(line);
    if (open === undefined) open = mark;
    else if (mark.startsWith(open)) open = undefined;
    return false;
  });
}
