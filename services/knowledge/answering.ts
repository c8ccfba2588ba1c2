import type { Banks } from '../banks/banks.ts';
import type { Profiles } from '../certificates/authority/profile.ts';
import type { Knowledge, KnowledgeReply } from './knowledge.ts';
import type { MessageVerdict } from './phishing.ts';
import type { FoundQuestion, KnowledgeRequest, QuestionFinder } from './questionFinder.ts';
import { knowledgeSources, type Say, type Subject } from './sources.ts';

/** An answer, how sure it is that this was asked, and whether a person must be offered in the same turn. */
export type Answer = KnowledgeReply & Pick<FoundQuestion, 'confidence' | 'handoff'>;

/** Collaborators of `Answering`, handed in by composition/. */
export interface AnsweringParts {
  readonly finder: QuestionFinder;
  readonly knowledge: Knowledge;
  readonly banks: Banks;
  readonly profiles: Profiles;
}

/** The knowledge room for a conversation: from a message to an answer with today's facts in it. Pure for a given `now`. */
export class Answering {
  readonly #finder: QuestionFinder;
  readonly #knowledge: Knowledge;
  readonly #rooms: { readonly banks: Banks; readonly profiles: Profiles };

  constructor({ finder, knowledge, ...rooms }: AnsweringParts) {
    this.#finder = finder;
    this.#knowledge = knowledge;
    this.#rooms = rooms;
  }

  /** The answer to a message; undefined when it is no question we know. */
  answer(request: KnowledgeRequest & Subject & { readonly say: Say }): Answer | undefined {
    const found = this.#finder.answerFor(request);
    return found && this.#tell(found, request, request.say);
  }

  /** The answer behind a button, found by its label in any language; undefined for a text that is no label. */
  answerToLabel(text: string, subject: Subject, say: Say): Answer | undefined {
    const found = this.#finder.questionOfLabel(text);
    return found && this.#tell(found, subject, say);
  }

  /** What to say of a pasted message once it has been judged. */
  answerToMessage(verdict: MessageVerdict, subject: Subject, say: Say): Answer {
    const reply = this.#knowledge.replyForMessage(verdict, knowledgeSources(this.#rooms, subject), say);
    return { ...reply, confidence: 1, handoff: false };
  }

  #tell(found: FoundQuestion, subject: Subject, say: Say): Answer {
    const reply = this.#knowledge.replyFor(found.questionId, knowledgeSources(this.#rooms, subject), say);
    return { ...reply, confidence: found.confidence, handoff: found.handoff };
  }
}
