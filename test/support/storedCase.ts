import type { CaseRecord } from '../../services/cases/caseRecord.ts';
import type { TestApp } from './app.ts';

/** Where the product keeps a case, said once more: a test that looks there finds what the store really holds. */
export function caseKey(caseId: string): string {
  return `case:{${caseId}}`;
}

/** What stands in the store under a case's key, as it is. */
export async function storedCase(
  { app }: Pick<TestApp, 'app'>,
  caseId: string,
): Promise<CaseRecord | { readonly movedTo: string } | undefined> {
  return (await app.state.records.get<CaseRecord | { readonly movedTo: string }>(caseKey(caseId)))?.value;
}

/** The case, which must be there under its own key. */
export async function caseOf(test: Pick<TestApp, 'app'>, caseId: string): Promise<CaseRecord> {
  const stored = await storedCase(test, caseId);
  if (!stored || 'movedTo' in stored) throw new Error('expected a case, found none');
  return stored;
}
