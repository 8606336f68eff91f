import type { PageCommand } from '../../model/page/pageMessages.ts';
import { useTools } from '../pageContext.ts';

/** Returns a function that returns the click handler for a command. */
export function useRun(): (command: PageCommand) => () => void {
  const { link } = useTools();
  return (command) => () => {
    link.post({ type: 'run', command });
  };
}
