import type { Clock } from '../shared/clock.ts';
import type { Random } from '../shared/random.ts';
import type { Sealer } from '../shared/sealed.ts';
import type { RecordedVisits } from './recordedVisits.ts';
import type { VisitCase } from './visitCase.ts';
import type { VisitSteps } from './visitSteps.ts';
import type { VisitStore } from './visitStore.ts';

/** What the parts of the secure view share. */
export interface VisitParts {
  readonly store: VisitStore;
  readonly visits: RecordedVisits;
  readonly visitCase: VisitCase;
  readonly steps: VisitSteps;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
}
