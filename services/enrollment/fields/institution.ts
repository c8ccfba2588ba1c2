import { z } from 'zod';
import { ok, refuse } from '../../shared/result.ts';
import { chosenOf } from '../holdings.ts';
import type { KeptFieldModule } from './field.ts';
import { bankCode } from './shapes.ts';

/** 타기관: one more place to use the certificate, or one less. */
export const institution: KeptFieldModule<'institution'> = {
  field: 'institution',
  where: 'chat',
  countedAs: 'alone',
  restsOn: ['chosen'],
  agentMayPropose: true,
  shape: z.object({ code: bankCode, register: z.boolean() }),
  isAnswered: ({ enrollment }) => enrollment.institution !== undefined,
  accept: (answer, { banks, enrollment }) => {
    if (!banks.byCode(answer.code)) return refuse('institution.unknown');
    // the issuing bank has it by itself
    return chosenOf(enrollment)?.bankCode === answer.code ? refuse('institution.own') : ok(answer);
  },
};
