import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditEvent } from './audit.ts';

/** What one entry says, and which entry it follows. `seq` begins at 1; the first one's `prevMac` is empty. */
export interface ChainLink {
  readonly stream: string;
  readonly seq: number;
  /** ISO instant of product time. */
  readonly at: string;
  readonly prevMac: string;
  readonly event: AuditEvent;
}

/** An entry as it is stored: the exact text that `mac` was made of. */
export interface ChainEntry {
  readonly link: ChainLink;
  readonly mac: string;
  readonly text: string;
}

/** The signed end of a stream: a stream that is shorter than its head was cut. */
export interface ChainHead {
  readonly stream: string;
  readonly seq: number;
  readonly mac: string;
  readonly signature: string;
}

/** A stream in the directory. `opening`: nothing in it was acknowledged yet; `retired`: removed after its time, on purpose. */
export interface ListedStream {
  readonly stream: string;
  readonly state: 'opening' | 'open' | 'retired';
}

/** The signed list of all streams: a stream that is listed and not there was removed. */
export interface StreamDirectory {
  readonly streams: readonly ListedStream[];
  readonly signature: string;
}

/** Where the list of streams is kept. */
export const directoryKey = 'auditDirectory';

/** The stream of the hot state that holds a chain; its head lies in the same slot. */
export function entriesKey(stream: string): string {
  return `audit:{${stream}}`;
}

/** The record that holds the head of a chain. */
export function headKey(stream: string): string {
  return `auditHead:{${stream}}`;
}

/** Chains `link` under AUDIT_KEY. */
export function chainEntry(link: ChainLink, key: string): ChainEntry {
  const body = JSON.stringify(link);
  const mac = sign('entry', body, key);
  return { link, mac, text: `${mac} ${body}` };
}

/** Reads a stored entry; undefined when it was not made with this key or was altered. */
export function authenticEntry(text: string, key: string): ChainEntry | undefined {
  const space = text.indexOf(' ');
  const [mac, body] = [text.slice(0, space), text.slice(space + 1)];
  if (space < 0 || !isSignature(mac, 'entry', body, key)) return undefined;
  // only chainEntry() makes texts with a right MAC
  return { link: JSON.parse(body) as ChainLink, mac, text };
}

/** The signed head of a stream that ends with `entry`. */
export function chainHead({ link: { stream, seq }, mac }: ChainEntry, key: string): ChainHead {
  return { stream, seq, mac, signature: sign('head', JSON.stringify([stream, seq, mac]), key) };
}

export function isAuthenticHead({ stream, seq, mac, signature }: ChainHead, key: string): boolean {
  return isSignature(signature, 'head', JSON.stringify([stream, seq, mac]), key);
}

export function streamDirectory(streams: readonly ListedStream[], key: string): StreamDirectory {
  return { streams, signature: sign('directory', directoryText(streams), key) };
}

export function isAuthenticDirectory({ streams, signature }: StreamDirectory, key: string): boolean {
  return isSignature(signature, 'directory', directoryText(streams), key);
}

function directoryText(streams: readonly ListedStream[]): string {
  return JSON.stringify(streams.map(({ stream, state }) => [stream, state]));
}

/** The purpose is part of what is signed: a head never passes for an entry. */
function sign(purpose: string, text: string, key: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${text}`).digest('base64url');
}

function isSignature(signature: unknown, purpose: string, text: string, key: string): boolean {
  const expected = Buffer.from(sign(purpose, text, key));
  const found = Buffer.from(typeof signature === 'string' ? signature : '');
  return expected.length === found.length && timingSafeEqual(expected, found);
}
