import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from './support/temporaryFolder.ts';

const lighter = 'chromium-headless-shell';
const needed = ['redis-server', 'chromium', 'openssl', 'fc-list', lighter] as const;
const folders = temporaryFolder();
const installsItself = existsSync('/etc/debian_version') && process.getuid?.() === 0;

/** A machine whose PATH is one folder: `there` is installed, and apt-get is a stand-in that notes how it was called. */
function machine(there: readonly string[], aptGet: readonly string[] = []): { path: string; calls: () => string } {
  const path = mkdtempSync(join(folders, 'path-'));
  const script = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(path, name), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  for (const name of there) script(name, ['echo /usr/share/fonts/korean.ttc']);
  script('apt-get', [`echo "$DEBIAN_FRONTEND $*" >> "${path}/calls"`, ...aptGet]);
  symlinkSync('/bin/cp', join(path, 'cp'));
  return { path, calls: () => (existsSync(join(path, 'calls')) ? readFileSync(join(path, 'calls'), 'utf8') : '') };
}

function prepare(path: string): { status: number | null; said: string } {
  const script = join(import.meta.dirname, 'prepare.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    encoding: 'utf8',
    env: { PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, said: `${stdout}${stderr}` };
}

describe('preparing the tests', () => {
  test('installs nothing where all is there', () => {
    const { path, calls } = machine(needed);
    expect(prepare(path)).toEqual({ status: 0, said: '' });
    expect(calls()).toBe('');
  });

  test('installs what is missing by one call that asks nobody, or says in one line what to install', () => {
    const installs = [
      'test "$1" = install || exit 0',
      'cd "${0%/*}" && cp openssl redis-server && cp openssl chromium',
    ];
    const { path, calls } = machine(['openssl', 'fc-list', lighter], installs);
    const { status, said } = prepare(path);
    const install = 'noninteractive install -y -q --no-install-recommends redis-server chromium';
    expect(calls()).toBe(installsItself ? `noninteractive update -q\n${install}\n` : '');
    expect(status).toBe(installsItself ? 0 : 1);
    expect(said.trim().split('\n')).toEqual([expect.stringMatching(/nstall.*: redis-server chromium$/)]);
  });

  test('asks for the browser without windows, and goes on with Chromium where it cannot be had', () => {
    const { path, calls } = machine(
      needed.filter((name) => name !== lighter),
      ['exit 100'],
    );
    expect(prepare(path).status).toBe(0);
    const install = `noninteractive install -y -qq --no-install-recommends ${lighter}\n`;
    expect(calls()).toBe(installsItself ? install : '');
  });

  test('never passes by leaving something out', () => {
    const { path } = machine(['redis-server', 'chromium', 'openssl'], ['exit 100']);
    const { status, said } = prepare(path);
    expect(status).toBe(1);
    expect(said).toContain('fonts-noto-cjk fontconfig\n');
  });
});
