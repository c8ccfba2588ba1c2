import type { KnowledgeBase } from './question.ts';
import data from './questions.json' with { type: 'json' };

/** Every question of DOMAIN §10 and its neighbours. */
export const knowledgeBase = data as KnowledgeBase; // fact names are strings in JSON; test/services/knowledge checks each
