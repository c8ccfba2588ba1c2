import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureBundle } from '../scripts/bundle.ts';

/**
 * What the tests need beside Node, before they start. On Debian as root what is missing is installed; elsewhere one line
 * says what to install. Nothing is ever left out: without all of it this ends with 1, and `npm test` with it.
 */
interface Need {
  /** Debian's packages. */
  readonly packages: readonly string[];
  isThere(): boolean;
}

const needs: readonly Need[] = [
  { packages: ['redis-server'], isThere: () => isOnPath('redis-server') },
  { packages: ['chromium'], isThere: () => isOnPath('chromium') },
  { packages: ['openssl'], isThere: () => isOnPath('openssl') },
  { packages: ['fonts-noto-cjk', 'fontconfig'], isThere: hasKoreanFont },
];

/** The same browser without the windows of a desktop: the tests take half the time in it. Where it can't be had, Chromium serves. */
const lighter = 'chromium-headless-shell';

function isOnPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, command)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function hasKoreanFont(): boolean {
  const listed = spawnSync('fc-list', [':lang=ko', 'file'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return listed.status === 0 && listed.stdout.trim() !== '';
}

function missingPackages(): string[] {
  return needs.filter((need) => !need.isThere()).flatMap(({ packages }) => packages);
}

function isDebianAsRoot(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/** Runs apt-get without a question: no terminal, nothing on standard input. */
function apt(...words: readonly string[]): boolean {
  const done = spawnSync('apt-get', words, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return done.status === 0;
}

function installLighter(): void {
  if (isDebianAsRoot() && !isOnPath(lighter)) apt('install', '-y', '-qq', '--no-install-recommends', lighter);
}

/** Answers the exit code. */
async function prepare(): Promise<number> {
  const missing = missingPackages();
  if (missing.length > 0) {
    if (!isDebianAsRoot()) return refuse(`To run the tests, install: ${missing.join(' ')}`);
    process.stdout.write(`Installing what the tests need: ${missing.join(' ')}\n`);
    // Old lists still hold what is wanted more often than not.
    if (!apt('update', '-q')) process.stderr.write('The package lists could not be renewed.\n');
    apt('install', '-y', '-q', '--no-install-recommends', ...missing);
    const left = missingPackages();
    if (left.length > 0) return refuse(`The tests need what could not be installed: ${left.join(' ')}`);
  }
  installLighter();
  await ensureBundle();
  return 0;
}

function refuse(line: string): number {
  process.stderr.write(`${line}\n`);
  return 1;
}

process.exitCode = await prepare();
