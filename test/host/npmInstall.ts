import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostError } from './hostError.ts';
import { diskFull } from './installOnce.ts';
import { runProgram } from './runProgram.ts';

/** Little output, few retries, and no install scripts, because none of the installed packages need them. */
const flags = [
  '--ignore-scripts',
  '--omit=dev',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--loglevel=error',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

const networkCodes =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|E407|E50\d|ERR_INVALID_URL|.*CERT.*|.*_ISSUER_.*)$/;

/**
 * Installs the dependencies in the folder's package.json, or the given packages, without running scripts. Throws a
 * one-sentence error with the cause: no registry, no disk space, or the first line of npm's error.
 */
export async function npmInstall(folder: string, title: string, packages: readonly string[] = []): Promise<void> {
  if (packages.length > 0) writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await npm(folder, title, ['install', ...packages]);
}

/** Downloads a package without its dependencies, and unpacks the given parts into the folder. */
export async function npmUnpack(folder: string, title: string, spec: string, parts: readonly string[]): Promise<void> {
  const printed = await npm(folder, title, ['pack', spec]);
  const archive = printed.trim().split('\n').at(-1) ?? '';
  const members = parts.map((part) => `package/${part}`);
  const { exitCode, output } = await runProgram('tar', ['-xzf', archive, ...members], { cwd: folder });
  rmSync(join(folder, archive), { force: true });
  if (exitCode === 0) return;
  if (/No space left|quota/i.test(output)) throw diskFull(title);
  throw new HostError(`${title} could not be installed: tar failed on ${archive}: ${firstLine(output)}`);
}

async function npm(folder: string, title: string, args: readonly string[]): Promise<string> {
  const { exitCode, output } = await runProgram('npm', [...args, ...flags], { cwd: folder }).catch((error: unknown) => {
    throw new HostError(`${title} could not be installed: npm could not be started (${String(error)}).`);
  });
  if (exitCode === 0) return output;
  const code = /^npm (?:error|ERR!) code (\S+)/m.exec(output)?.[1] ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') throw diskFull(title);
  if (networkCodes.test(code)) {
    throw new HostError(
      `${title} could not be fetched: npm cannot reach its registry (${code}). Check npm's registry, proxy and network settings, then run this again.`,
    );
  }
  throw new HostError(`${title} could not be installed: ${firstLine(output)}`);
}

function firstLine(output: string): string {
  const lines = output.split('\n').map((line) => line.replace(/^npm (?:error|ERR!)\s*/, '').trim());
  return lines.find((line) => line !== '' && !line.startsWith('code ')) ?? 'npm failed and did not say why.';
}
