import {
  accessSync,
  constants,
  createReadStream,
  createWriteStream,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { HostError } from './hostError.ts';
import { installOnce } from './installOnce.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runProgram } from './runProgram.ts';

/** A Chrome or Chromium, and the environment variables that it needs. */
export interface Browser {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome', 'microsoft-edge'];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const advice = 'Install Chrome or Chromium, or set CHROME_PATH to one.';

/** Returns the browser to show VS Code in: CHROME_PATH, an installed one, or the one in `@sparticuz/chromium`. */
export async function findBrowser(): Promise<Browser> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (!isExecutable(chosen)) throw new HostError(`CHROME_PATH is ${chosen}, which cannot be run. ${advice}`);
    return { executablePath: chosen, env: {} };
  }
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = path.flatMap((folder) => names.map((name) => join(folder, name)));
  if (process.platform === 'darwin') candidates.push(...macApplications);
  const installed = candidates.find(isExecutable);
  return installed ? { executablePath: installed, env: {} } : packagedChromium();
}

/** The Chromium from the npm package, with the libraries and fonts that a minimal Debian lacks. */
async function packagedChromium(): Promise<Browser> {
  const source = join(repositoryRoot, 'node_modules/@sparticuz/chromium');
  const version = versionOf(source);
  if (process.platform !== 'linux' || process.arch !== 'x64' || version === undefined) {
    throw new HostError(`No browser was found to show VS Code in. ${advice}`);
  }
  // Unpack into our own folder. The package's own unpacker uses fixed names in /tmp, which all users share.
  const folder = await installOnce(`chromium-${version}`, `Chromium ${version}`, async (target) => {
    console.log(`Unpacking Chromium ${version} (once) …`);
    await Promise.all([
      unpackBrotli(join(source, 'bin/chromium.br'), join(target, 'chromium')),
      unpackTar(join(source, 'bin/al2023.tar.br'), target),
      unpackTar(join(source, 'bin/swiftshader.tar.br'), target),
      unpackTar(join(source, 'bin/fonts.tar.br'), join(target, 'fonts')),
    ]);
    const home = join(target, '..', `chromium-${version}`);
    writeFileSync(join(target, 'fonts/fonts.conf'), fontsConf(join(home, 'fonts')));
  });
  const inherited = process.env['LD_LIBRARY_PATH'];
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'lib') + (inherited ? `:${inherited}` : ''),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  };
}

/**
 * Fontconfig settings. The package's own file points to folders of AWS Lambda. The system's fonts, if any, add a
 * monospace font.
 */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="strong"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="strong"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;
}

function versionOf(packageFolder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }).version;
  } catch {
    return undefined;
  }
}

async function unpackBrotli(archive: string, target: string): Promise<void> {
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(target, { mode: 0o755 }));
}

async function unpackTar(archive: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const plain = join(folder, basename(archive, '.br'));
  await unpackBrotli(archive, plain);
  const { exitCode, output } = await runProgram('tar', ['-xf', plain, '-C', folder]);
  if (exitCode !== 0) throw new HostError(`Chromium could not be unpacked: ${output.trim()}`);
  rmSync(plain);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
