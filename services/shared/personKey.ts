import { createHmac } from 'node:crypto';

/**
 * The key of a person in every record: base64url HMAC-SHA-256(PERSON_KEY, CI), 43 characters. CI (연계정보) is what bureau
 * and bank log-in both return for one person (DESIGN §4); it is dropped after this.
 */
export function personKeyOf(connectingInformation: string, key: string): string {
  if (connectingInformation === '' || key === '') throw new Error('expected a CI and a key, found an empty one');
  return createHmac('sha256', key).update(`person\n${connectingInformation}`).digest('base64url');
}
