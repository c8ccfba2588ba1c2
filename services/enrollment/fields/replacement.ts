import { z } from 'zod';
import { ok } from '../../shared/result.ts';
import type { KeptFieldModule } from './field.ts';
import { instant, serialHex } from './shapes.ts';

/** 1인 1인증서: that the certificate there is may be revoked by the issue. Asked only when there is one. */
export const replacement: KeptFieldModule<'replacement'> = {
  field: 'replacement',
  where: 'chat',
  countedAs: 'end',
  restsOn: ['kind', 'identity'],
  agentMayPropose: false,
  shape: z.object({ at: instant, serialHex }),
  isAnswered: ({ enrollment: { identity, replacement: agreed } }) =>
    !identity?.existing || agreed?.serialHex === identity.existing.serialHex,
  accept: (agreed) => ok(agreed),
};
