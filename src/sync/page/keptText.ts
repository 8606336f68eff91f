import type { KeptValues } from '../../model/ports.ts';
import type { PaletteDraft } from './paletteDraft.ts';

/** Reads the unsent text in the input box of a command that belongs to no issue. */
export function readKeptText(memory: KeptValues, command: string): PaletteDraft {
  const key = `typed:${command}`;
  const kept = memory.read(key);
  return {
    text: typeof kept === 'string' && kept !== '' ? kept : undefined,
    keep: (typed) => {
      memory.write(key, typed.trim() === '' ? undefined : typed);
    },
  };
}
