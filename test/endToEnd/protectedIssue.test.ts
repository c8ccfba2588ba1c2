import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Audit, AuditAction } from '../../services/audit/audit.ts';
import { caseIdOf } from '../../services/cases/caseRecord.ts';
import type { EvidenceKind } from '../../services/identity/evidence.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { credentialFields, HttpCustomer, type ListedPerson } from '../support/httpCustomer.ts';
import { walkToCredential } from '../support/httpWalk.ts';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';
import { caseKey, caseOf } from '../support/storedCase.ts';

const pin = '482913';

let site: ListeningApp;
let people: readonly ListedPerson[];
let addresses = 0;
/** What the audit was told. */
const audited: AuditAction[] = [];

beforeAll(async () => {
  site = await openListeningApp();
  const { audit } = site.app;
  const write = audit.write.bind(audit);
  const listening: Audit['write'] = (event) => {
    audited.push(event.action);
    return write(event);
  };
  Object.assign(audit, { write: listening });
  people = (await (await fetch(`${site.url}/sandbox/people`)).json()) as ListedPerson[]; // our own page
}, 120_000);

afterAll(() => site.close());

// A phone gets one code in thirty seconds.
beforeEach(async () => {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${site.url}/sandbox/clock`, { method: 'POST', headers, body: JSON.stringify({ advanceSeconds: 31 }) });
});

/** Somebody in front of the page on which the credential issues the certificate. */
async function beforeThePin(id: string) {
  const person = people.find((one) => one.id === id);
  if (!person) throw new Error(`expected ${id} in the sandbox`);
  addresses += 1;
  const customer = new HttpCustomer(site.url, new HttpBrowser(undefined, `10.0.1.${addresses}`), person);
  await walkToCredential(customer);
  return { customer, ...(await customer.visitUntil('credential', '비밀번호 정하기')) };
}

/** Takes a proof out of the stored case, as if a fault of the dialogs had let the page be sent without it. */
async function lose(customer: HttpCustomer, kind: EvidenceKind): Promise<string> {
  const caseId = caseIdOf(customer.conversationId);
  const record = await caseOf(site, caseId);
  const { enrollment } = record;
  if (!enrollment) throw new Error('expected an enrollment under way, found none');
  const evidence = enrollment.evidence.filter((proof) => proof.kind !== kind);
  expect(evidence).toHaveLength(enrollment.evidence.length - 1);
  const stored = await site.app.state.records.get(caseKey(caseId));
  const lacking = JSON.parse(JSON.stringify({ ...record, enrollment: { ...enrollment, evidence } }));
  expect(await site.app.state.records.putIfVersion(caseKey(caseId), lacking, stored?.version ?? 0)).not.toBe(false);
  return enrollment.identity?.personKey ?? '';
}

test.each([
  ['hong', 'smsCode', '숫자 6자리'],
  ['kim', 'identity', '안전한 화면 열기'],
  ['nam', 'bankLogin', '안전한 화면 열기'],
] as const)(
  'the page of the PIN, sent by %s without %s, issues nothing, and the chat asks for it again',
  async (id, kind, way) => {
    const { customer, page, token } = await beforeThePin(id);
    const personKey = await lose(customer, kind);
    audited.length = 0;
    const answer = await customer.submit(token, credentialFields(page, pin), page);
    expect([answer.status, answer.kind]).toEqual([410, 'gone']);
    expect(await site.app.certificates.ofPerson(personKey)).toEqual([]);
    expect(audited.filter((action) => action.startsWith('certificate.'))).toEqual([]);
    await customer.say('계속');
    await customer.hears(way);
  },
);

test('with all proofs it issues one, and the audit heard of it', async () => {
  const { customer, page, token } = await beforeThePin('hong');
  audited.length = 0;
  expect((await customer.submit(token, credentialFields(page, pin), page)).kind).toBe('finished');
  expect(audited.filter((action) => action.startsWith('certificate.'))).not.toEqual([]);
});
