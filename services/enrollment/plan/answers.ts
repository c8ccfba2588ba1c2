import type { Evidence } from '../../identity/evidence.ts';
import { refuse, type Result } from '../../shared/result.ts';
import type { Answers, Enrollment, KeptField } from '../enrollment.ts';
import type { AnswerContext, AnswerRefusal } from '../fields/field.ts';
import { dependents, dependentsOnPerson, keptFields } from '../fields/registry.ts';

/**
 * Judges an answer, whoever gives it: its shape, then what its field says of it. Nothing is kept yet.
 *
 * @returns refusal `answer.form` for a wrong shape, else the field's own
 */
export function acceptable<Name extends KeptField>(
  field: Name,
  answer: Answers[Name],
  context: AnswerContext,
): Result<Answers[Name], AnswerRefusal> {
  const module = keptFields[field];
  const shaped = module.shape.safeParse(answer);
  return shaped.success ? module.accept(answer, context) : refuse('answer.form');
}

/** Puts an answer in and drops what rested on the one before; the same answer again drops nothing. */
export function withAnswer<Name extends KeptField>(
  enrollment: Enrollment,
  field: Name,
  answer: Answers[Name],
  evidence: readonly Evidence[] = [],
): Enrollment {
  const before = enrollment[field];
  const rest =
    before === undefined || JSON.stringify(before) === JSON.stringify(answer)
      ? enrollment
      : without(enrollment, [...dependents(field), ...(isOfAnother(before, answer) ? dependentsOnPerson(field) : [])]);
  const proved = evidence.length > 0 ? rest.evidence.filter((one) => one.answer !== field) : rest.evidence;
  return { ...rest, [field]: answer, evidence: [...proved, ...evidence] };
}

/** Takes an answer back, with all that rests on it, so that it is asked again. */
export function withoutAnswer(enrollment: Enrollment, field: KeptField): Enrollment {
  return without(enrollment, [field, ...dependents(field)]);
}

/** Answers that go take what they proved along; what rests on the person of one of them goes too. */
function without(enrollment: Enrollment, fields: readonly KeptField[]): Enrollment {
  const named = fields.filter((field) => namesPerson(enrollment[field]));
  const gone = new Set<string>([...fields, ...named.flatMap((field) => dependentsOnPerson(field))]);
  const kept = Object.entries(enrollment).filter(([key]) => !gone.has(key));
  const evidence = enrollment.evidence.filter(({ answer }) => !gone.has(answer));
  return { ...(Object.fromEntries(kept) as unknown as Enrollment), evidence }; // only optional keys were dropped
}

function namesPerson(answer: unknown): answer is { readonly personKey: string } {
  return typeof answer === 'object' && answer !== null && 'personKey' in answer;
}

function isOfAnother(before: unknown, answer: unknown): boolean {
  return namesPerson(before) && namesPerson(answer) && before.personKey !== answer.personKey;
}
