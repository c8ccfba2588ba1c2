import { ciOf } from '../../services/sandbox/people.ts';
import { openTestApp, type TestApp, type TestAppSettings } from './app.ts';
import { KakaoCustomer } from './kakaoCustomer.ts';
import { caseOf } from './storedCase.ts';

export { caseOf } from './storedCase.ts';

/** The whole product, listening, for customers in KakaoTalk. */
export interface KakaoSite {
  readonly test: TestApp;
  readonly origin: string;
  customer(user: string): KakaoCustomer;
  close(): Promise<void>;
}

/** Opens the product on a free port. */
export async function openKakaoSite(settings: TestAppSettings = {}): Promise<KakaoSite> {
  const test = await openTestApp(settings);
  const port = await test.app.server.listen(0, '127.0.0.1');
  const origin = `http://127.0.0.1:${port}`;
  return {
    test,
    origin,
    customer: (user) => new KakaoCustomer(origin, user),
    close: () => test.close(),
  };
}

/** Logs in at the bank in the secure view, through its use case. */
export async function logIn(test: Pick<TestApp, 'app'>, caseId: string, personId: string): Promise<void> {
  const person = personOf(test, personId);
  const record = await caseOf(test, caseId);
  const { name, phone, email } = person;
  const login = { subject: person.id, ci: ciOf(person), name, phone, email, birthDate: undefined };
  const owner = { caseId, visitNumber: record.visits };
  const done = await test.app.secureSteps.bankLogin.acts.complete(owner, {
    bankCode: record.enrollment?.bank ?? '',
    ...login,
  });
  if (!done.ok) throw new Error(`expected the log-in to be taken, found ${done.code}`);
}

/** Confirms the identity in the secure view. */
export async function identify(test: Pick<TestApp, 'app'>, caseId: string, personId: string): Promise<void> {
  const { name, number, phone, email } = personOf(test, personId);
  const owner = { caseId, visitNumber: (await caseOf(test, caseId)).visits };
  const done = await test.app.secureSteps.identity.acts.complete(owner, { name, residentNumber: number, phone, email });
  if (!done.ok) throw new Error(`expected the identity to be taken, found ${done.code}`);
}

/** Sets the credential in the secure view. */
export async function setCredential(test: Pick<TestApp, 'app'>, caseId: string, secret: string): Promise<void> {
  const owner = { caseId, visitNumber: (await caseOf(test, caseId)).visits };
  const credential = { policy: 'pin6', secret, confirmation: secret } as const;
  const done = await test.app.secureSteps.credential.acts.complete(owner, credential);
  if (!done.ok) throw new Error(`expected the credential to be taken, found ${done.code}`);
}

/** The code that a person's phone received last. */
export async function lastCode(test: Pick<TestApp, 'app'>, personId: string): Promise<string> {
  const messages = (await test.app.world?.phones.messages(personOf(test, personId).phone)) ?? [];
  const code = messages.flatMap(({ text }) => /\b(\d{6})\b/.exec(text)?.[1] ?? []).at(-1);
  if (code === undefined) throw new Error('expected a code on the phone, found none');
  return code;
}

function personOf({ app }: Pick<TestApp, 'app'>, id: string) {
  const person = app.world?.people.byId(id);
  if (!person) throw new Error(`expected somebody of the sandbox, found ${id}`);
  return person;
}
