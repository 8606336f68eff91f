import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMain } from '../host/runMain.ts';
import { packageExtension } from './packageExtension.ts';

/** `npm run package`: creates the `.vsix`. With `--pre-release`, marks it for the galleries' pre-release channel. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { 'pre-release': { type: 'boolean', default: false } } });
  const file = await packageExtension({ preRelease: values['pre-release'] });
  console.log(`${file} (${(statSync(file).size / 1e6).toFixed(2)} MB)`);
  return 0;
}

runMain(main);
