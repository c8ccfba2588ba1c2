import { join } from 'node:path';
import { createTranslators, type Locale, type Translate } from '../locales/index.ts';
import { loadBanks, type Banks } from '../services/banks/banks.ts';
import { openAssets, type Assets } from '../web/assets.ts';

/** What is read from the product's own files; it stays the same for as long as a process runs. */
export interface Files {
  readonly assets: Assets;
  readonly translators: (locale: Locale) => Translate;
  readonly banks: Banks;
}

/** Reads them. @throws Error that names what is wrong with a file */
export async function readFiles(): Promise<Files> {
  const folders = ['../web/dist', '../web/design'].map((path) => join(import.meta.dirname, path));
  return { assets: await openAssets(folders), translators: createTranslators(), banks: loadBanks() };
}
