import { join } from 'node:path';
import type { Config } from '../config.ts';
import { createTranslators, type Locale, type Translate } from '../locales/index.ts';
import { loadBanks, type Banks } from '../services/banks/banks.ts';
import { openAssets, type Assets } from '../web/assets.ts';
import { sentenceFacts } from './sentenceFacts.ts';

/** What is read from the product's own files; it stays the same for as long as a process runs. */
export interface Files {
  readonly assets: Assets;
  readonly translators: (locale: Locale) => Translate;
  readonly banks: Banks;
}

/** What sentences say of the settings. */
export type NamedSettings = Pick<Config, 'phoneQuietHours'>;

/** Reads them. @throws Error that names what is wrong with a file */
export async function readFiles({ phoneQuietHours }: NamedSettings): Promise<Files> {
  const folders = ['../web/dist', '../web/design'].map((path) => join(import.meta.dirname, path));
  const facts = { ...sentenceFacts, phoneQuietDays: Math.ceil(phoneQuietHours / 24) };
  return { assets: await openAssets(folders), translators: createTranslators(facts), banks: loadBanks() };
}
