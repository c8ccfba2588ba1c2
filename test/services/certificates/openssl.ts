import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A folder for openssl, and the command itself; what it says on both outputs. */
export interface OpensslFolder {
  path(name: string): string;
  write(name: string, content: Buffer | string): Promise<string>;
  /** DER certificate as a PEM file. */
  writePem(name: string, der: Buffer, label?: string): Promise<string>;
  run(...args: readonly string[]): Promise<string>;
  /** Like `run`, for a command that must fail. */
  fail(...args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** Judges by openssl, never by what built the bytes. */
export async function opensslFolder(): Promise<OpensslFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'openssl-'));
  const path = (name: string): string => join(folder, name);
  const write = async (name: string, content: Buffer | string): Promise<string> => {
    await writeFile(path(name), content);
    return path(name);
  };
  return {
    path,
    write,
    writePem: (name, der, label = 'CERTIFICATE') => write(name, pem(der, label)),
    run: async (...args) => {
      const { stdout, stderr } = await promisify(execFile)('openssl', args, { maxBuffer: 64 * 1024 * 1024 });
      return stdout + stderr;
    },
    fail: (...args) =>
      new Promise((resolve, reject) => {
        const child = spawn('openssl', args);
        let said = '';
        child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
        child.on('close', (code) =>
          code === 0 ? reject(new Error(`expected a failure, found ${said}`)) : resolve(said),
        );
      }),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** PEM text of DER bytes. */
export function pem(der: Buffer, label = 'CERTIFICATE'): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
