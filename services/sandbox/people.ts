import { createHash } from 'node:crypto';
import { generatePerson, indexOfId, indexOfPhone, indexesOfNumber } from './generatedPeople.ts';
import type { SandboxPerson } from './person.ts';
import peopleFile from './people.json' with { type: 'json' };

/** Everybody who lives in the sandbox; anybody else is unknown to it (CONTRACT §4). */
export interface SandboxPeople {
  readonly count: number;
  /** `count` people from place `from` on: the listed ones first, then the generated ones. */
  list(from: number, count: number): readonly SandboxPerson[];
  byId(id: string): SandboxPerson | undefined;
  byNumber(number: string): SandboxPerson | undefined;
  byPhone(phone: string): SandboxPerson | undefined;
}

/** The password of every log-in of the sandbox. */
export const sandboxPassword = peopleFile.password;

/** The listed people and `generated` more, numbered from 1 (`p1` … with 010-9xxx-xxxx phones), made when they are asked for. */
export function loadPeople(generated: number): SandboxPeople {
  const listed: readonly SandboxPerson[] = peopleFile.listed;
  const one = (index: number | undefined) =>
    index !== undefined && index >= 0 && index < generated ? generatePerson(index, peopleFile.generated) : undefined;
  return {
    count: listed.length + generated,
    list: (from, count) => {
      const places = Array.from({ length: Math.max(0, count) }, (_, n) => from + n);
      return places.flatMap((place) => listed[place] ?? one(place - listed.length) ?? []);
    },
    byId: (id) => listed.find((person) => person.id === id) ?? one(indexOfId(id)),
    byPhone: (phone) => listed.find((person) => person.phone === phone) ?? one(indexOfPhone(phone)),
    byNumber: (number) =>
      listed.find((person) => person.number === number) ??
      indexesOfNumber(number, generated)
        .map(one)
        .find((person) => person?.number === number),
  };
}

/** 연계정보 of a person: the same at every bank and at the bureau, and not the number itself. */
export function ciOf(person: Pick<SandboxPerson, 'number'>): string {
  return createHash('sha512').update(`sandbox ci|${person.number}`).digest('base64');
}
