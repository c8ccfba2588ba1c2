import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AzureRecognizer } from '../../../services/language/azure/azureRecognizer.ts';
import { CircuitBreaker } from '../../../services/language/azure/circuitBreaker.ts';
import { createReadTwice } from '../../../services/language/azure/secondOpinion.ts';
import { createUnderstand } from '../../../services/language/reading/understand.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { AzureStandIn } from './azureStandIn.ts';
import type { Mood } from './azureStandIn.ts';
import { ownTime } from '../../support/ownTime.ts';

let azure: AzureStandIn;
let endpoint: string;
let now: number;

beforeEach(async () => {
  azure = new AzureStandIn();
  endpoint = await azure.start();
  now = 0;
});
afterEach(() => azure.stop());

function recognizer(deadlineMilliseconds = 1500, project?: string): AzureRecognizer {
  const breaker = new CircuitBreaker({ failuresToOpen: 3, openMilliseconds: 30_000, now: () => now });
  return new AzureRecognizer({ endpoint, key: 'k', project, deployment: project, breaker, deadlineMilliseconds });
}

describe('what the service finds', () => {
  test('personal data is masked, a phone number is not ours to hide; the language is told', async () => {
    const opinion = await recognizer().recognize('여권 M12345678 번호는 010-1234-5678', { classify: false });
    expect(opinion).toEqual({ text: '여권 •••••• 번호는 010-1234-5678', language: 'ko' });
  });

  test('an unsure language is none', async () => {
    azure.mood = 'noLanguage';
    expect(await recognizer().recognize('ㅋㅋ', { classify: false })).toEqual({ text: 'ㅋㅋ' });
  });

  test('the classification comes from a job that is polled', async () => {
    const { guess } = await recognizer(1500, 'certificates').recognize('돈 얼마나 들어?', { classify: true });
    expect(guess).toEqual({ intent: 'fees', confidence: 0.93 });
  });

  test('without a project nobody is asked for the intent', async () => {
    await recognizer().recognize('돈 얼마나 들어?', { classify: true });
    expect(azure.seen.map(({ path }) => path).filter((path) => path.includes('/jobs'))).toEqual([]);
  });

  test('a job that does not end in time costs the guess only', async () => {
    azure.mood = 'slowJob';
    const time = ownTime();
    const opinion = await recognizer(600, 'certificates').recognize('돈 얼마나 들어?', { classify: true });
    expect(opinion).toEqual({ text: '돈 얼마나 들어?', language: 'ko' });
    expect(time()).toBeLessThan(1500);
  });
});

test('every request carries the key and asks for no logs, in the body and in each task', async () => {
  await recognizer(1500, 'certificates').recognize('돈 얼마나 들어?', { classify: true });
  const bodies = azure.seen.flatMap(({ body }) => (body ? [body] : []));
  expect(bodies.length).toBe(3);
  for (const { parameters, tasks } of bodies) {
    for (const asked of tasks?.map((task) => task.parameters) ?? [parameters])
      expect(asked?.['loggingOptOut']).toBe(true);
  }
  expect(new Set(azure.seen.map(({ key }) => key))).toEqual(new Set(['k']));
});

describe('when the service is not well', () => {
  test.each<[Mood]>([['busy'], ['broken'], ['garbage'], ['documentError']])(
    '%s is an outage after one try',
    async (mood) => {
      azure.mood = mood;
      await expect(recognizer().recognize('안녕', { classify: false })).rejects.toThrow(Unavailable);
      expect(azure.seen.length).toBeLessThanOrEqual(2);
    },
  );

  test('silence ends at the deadline', async () => {
    azure.mood = 'silent';
    const time = ownTime();
    await expect(recognizer(300).recognize('안녕', { classify: false })).rejects.toThrow('language is unavailable');
    expect(time()).toBeLessThan(1200);
  });

  test('nobody listening is an outage', async () => {
    await azure.stop();
    await expect(recognizer().recognize('안녕', { classify: false })).rejects.toThrow(Unavailable);
    azure = new AzureStandIn();
    await azure.start();
  });

  test('after three failures it is left alone, then one call tries again', async () => {
    const asking = recognizer();
    const ask = () => asking.recognize('안녕', { classify: false });
    azure.mood = 'broken';
    for (let time = 0; time < 3; time += 1) await expect(ask()).rejects.toThrow(Unavailable);
    const before = azure.seen.length;
    azure.mood = 'well';
    now = 29_999;
    await expect(ask()).rejects.toThrow(Unavailable);
    expect(azure.seen.length).toBe(before);
    now = 30_000;
    expect(await ask()).toEqual({ text: '안녕', language: 'ko' });
    expect(await ask()).toEqual({ text: '안녕', language: 'ko' });
  });

  test('a failing trial call begins another pause', async () => {
    const asking = recognizer();
    const ask = () => asking.recognize('안녕', { classify: false });
    azure.mood = 'broken';
    for (let time = 0; time < 3; time += 1) await expect(ask()).rejects.toThrow(Unavailable);
    now = 30_000;
    await expect(ask()).rejects.toThrow(Unavailable);
    const before = azure.seen.length;
    now = 59_999;
    await expect(ask()).rejects.toThrow(Unavailable);
    expect(azure.seen.length).toBe(before);
  });
});

describe('the second reading', () => {
  const modelFile = new URL('../../../services/language/training/model.bin', import.meta.url).pathname;
  const understand = createUnderstand(modelFile);
  const read = (project?: string) => createReadTwice({ understand, recognizer: recognizer(1500, project) });

  test('a message that is clear and holds no number goes nowhere', async () => {
    expect((await read('p')('인증서 갱신해 주세요')).understanding).toEqual(understand('인증서 갱신해 주세요'));
    expect(azure.seen).toEqual([]);
  });

  test('personal data found outside is masked before anybody goes on with the text', async () => {
    const { understanding, language } = await read()('인증서 갱신해 주세요 M12345678');
    expect(understanding.text).toBe('인증서 갱신해 주세요 ••••••');
    expect(language).toBe('ko');
  });

  test('an unsure reading is persuaded by a sure one that was among its own guesses', async () => {
    const unsure = { ...understand('인증서 한번 만들면 얼마나 가요'), intent: 'validity_period', confidence: 0.4 };
    const readTwice = createReadTwice({
      understand: () => ({ ...unsure, alternatives: [{ intent: 'fees', confidence: 0.3 }] }),
      recognizer: recognizer(1500, 'p'),
    });
    const { understanding } = await readTwice(unsure.text);
    expect(understanding).toMatchObject({ intent: 'fees', confidence: 0.93 });
    expect(understanding.alternatives).toEqual([{ intent: 'validity_period', confidence: 0.4 }]);
  });

  test('a guess that was not among them is left', async () => {
    const unsure = { ...understand('음 뭐더라'), intent: 'help', confidence: 0.3, alternatives: [] };
    const readTwice = createReadTwice({ understand: () => unsure, recognizer: recognizer(1500, 'p') });
    expect((await readTwice('음 뭐더라')).understanding).toEqual(unsure);
  });

  test('an outage costs nothing but the second opinion', async () => {
    azure.mood = 'broken';
    expect(await read()('번호는 010-1234-5678')).toEqual({ understanding: understand('번호는 010-1234-5678') });
  });
});

test('a breaker that never opens makes no sense', () => {
  expect(() => new CircuitBreaker({ failuresToOpen: 0, openMilliseconds: 1, now: () => 0 })).toThrow('expected');
});
